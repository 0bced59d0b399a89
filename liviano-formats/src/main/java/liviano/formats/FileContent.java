package liviano.formats;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a file is, told by its first bytes: for those that are given as a model and are none that
 * can be read.
 *
 * @param what in words, such as "a TensorFlow Lite model"
 * @param advice what to do about it; empty where there is nothing but to take another file
 */
public record FileContent(String what, String advice) {
  private static final int PREFIX_BYTES = 4096;

  /** Bytes that stand at a place in all files of a kind. */
  private record Magic(int offset, String bytes, String what, String advice) {
    Magic(int offset, String bytes, String what) {
      this(offset, bytes, what, "");
    }

    boolean fits(byte[] prefix) {
      byte[] wanted = bytes.getBytes(ISO_8859_1);
      int end = offset + wanted.length;
      return end <= prefix.length && Arrays.equals(wanted, Arrays.copyOfRange(prefix, offset, end));
    }
  }

  private static final Pattern JSON_START = Pattern.compile("\\{|\\[\\s*[\\[{\"0-9-]");
  private static final Pattern TEXT_GRAPH = Pattern.compile("node\\s*:?\\s*\\{");

  /** Instructions of the oldest pickles, which are text: a name, or a dictionary, list or tuple. */
  private static final Pattern TEXT_PICKLE =
      Pattern.compile("\\(?[ci][\\w.]+\\n[\\w.]+\\n|\\([dlt]p?\\d+\\n");

  private static final FileContent JSON = new FileContent("JSON text", "");
  private static final FileContent UNKNOWN = new FileContent("of no kind that is known", "");
  private static final FileContent TFLITE = new FileContent("a TensorFlow Lite model", "");
  private static final FileContent HDF5 =
      new FileContent("an HDF5 file, as Keras writes (.h5)", "");
  private static final FileContent KERAS = new FileContent("a Keras model (.keras)", "");
  private static final FileContent PYTORCH =
      new FileContent("a PyTorch checkpoint (.pt, .pth)", "");
  private static final FileContent PICKLE = new FileContent("a Python pickle", "");
  private static final FileContent NPZ = new FileContent("a ZIP of NumPy arrays (.npz)", "");
  private static final FileContent FROZEN_GRAPH = new FileContent(Protobuf.GRAPH, "");
  private static final FileContent TFJS =
      new FileContent(
          "the graph of a TensorFlow.js model",
          "its name must end in .json, with its shards beside it");

  private static final String PICTURE = "a %s picture and no model";
  private static final String UNPACK = "unpack it first";

  private static final List<Magic> MAGICS =
      List.of(
          new Magic(4, "TFL3", TFLITE.what()),
          new Magic(0, "\u0089HDF\r\n\u001a\n", HDF5.what()),
          new Magic(0, "\u0093NUMPY", "a NumPy array (.npy)", "give the folder that it lies in"),
          new Magic(2, "\u008a\nl\u00fc\u009cF\u00f9 j\u00a8P\u0019", PYTORCH.what()),
          new Magic(0, "\u0080\u0002", PICKLE.what()),
          new Magic(0, "\u0080\u0003", PICKLE.what()),
          new Magic(0, "\u0080\u0004", PICKLE.what()),
          new Magic(0, "\u0080\u0005", PICKLE.what()),
          new Magic(0, "GGUF", "a GGUF model"),
          new Magic(0, "\u001f\u008b", "compressed with gzip", UNPACK),
          new Magic(0, "\u00fd7zXZ\0", "compressed with xz", UNPACK),
          new Magic(0, "BZh", "compressed with bzip2", UNPACK),
          new Magic(0, "(\u00b5/\u00fd", "compressed with zstd", UNPACK),
          new Magic(0, "7z\u00bc\u00af\u0027\u001c", "a 7z archive", UNPACK),
          new Magic(257, "ustar", "a tar archive", UNPACK),
          new Magic(0, "\u00ff\u00d8\u00ff", picture("JPEG")),
          new Magic(0, "\u0089PNG\r\n\u001a\n", picture("PNG")),
          new Magic(0, "GIF8", picture("GIF")),
          new Magic(8, "WEBP", picture("WebP")),
          new Magic(0, "II*\0", picture("TIFF")),
          new Magic(0, "MM\0*", picture("TIFF")),
          new Magic(0, "%PDF-", "a PDF document"),
          new Magic(
              0,
              "version https://git-lfs.github.com/spec/",
              "a Git LFS pointer and not the file it stands for",
              "fetch that with 'git lfs pull'"));

  private static String picture(String format) {
    return String.format(Locale.ROOT, PICTURE, format);
  }

  /**
   * What a regular file is. At most 4096 bytes are read.
   *
   * @return empty if it may be a safetensors file, whole or damaged
   * @throws IOException if it cannot be read
   */
  public static Optional<FileContent> of(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return of(in.readNBytes(PREFIX_BYTES));
    }
  }

  /** The same of a file's first bytes, or all. */
  static Optional<FileContent> of(byte[] prefix) {
    if (prefix.length == 0) {
      return known("empty", "fetch or copy it again");
    }
    if (isSafeTensors(prefix)) {
      return Optional.empty();
    }
    for (Magic magic : MAGICS) {
      if (magic.fits(prefix)) {
        return known(magic.what(), magic.advice());
      }
    }
    return zip(prefix)
        .or(() -> bitmap(prefix))
        .or(() -> text(prefix))
        .or(() -> Protobuf.kind(prefix).flatMap(kind -> known(kind, "")))
        .or(() -> startsJson(prefix) ? Optional.empty() : Optional.of(UNKNOWN));
  }

  private static Optional<FileContent> known(String what, String advice) {
    return Optional.of(new FileContent(what, advice));
  }

  /** Whether it is JSON of any kind. */
  boolean isJson() {
    return equals(JSON) || equals(TFJS);
  }

  /** Whether it is a binary graph of TensorFlow. */
  public boolean isTensorFlowGraph() {
    return equals(FROZEN_GRAPH);
  }

  /** Whether it is an ONNX model. */
  public boolean isOnnx() {
    return what.equals(Protobuf.ONNX);
  }

  /** Whether it is a pickle that is not part of a PyTorch checkpoint. */
  public boolean isPickle() {
    return equals(PICKLE);
  }

  /** Whether a reader knows this kind, and so knows best what is wrong with a file of it. */
  boolean isRead() {
    return isOnnx()
        || List.of(TFLITE, HDF5, KERAS, PYTORCH, PICKLE, NPZ, FROZEN_GRAPH).contains(this);
  }

  /** The length of a JSON header below 4 GiB, and the header's brace. */
  private static boolean isSafeTensors(byte[] prefix) {
    return startsJson(prefix) && ByteBuffer.wrap(prefix, 4, Integer.BYTES).getInt() == 0;
  }

  private static boolean startsJson(byte[] prefix) {
    return prefix.length > 8 && prefix[8] == '{';
  }

  /** Told apart by the name of the first entry. */
  private static Optional<FileContent> zip(byte[] prefix) {
    if (!new Magic(0, "PK\u0003\u0004", "").fits(prefix) || prefix.length < 30) {
      return Optional.empty();
    }
    int length = (prefix[26] & 0xFF) + ((prefix[27] & 0xFF) << 8);
    int end = Math.min(prefix.length, 30 + length);
    String name = new String(prefix, 30, end - 30, UTF_8);
    if (name.endsWith("/data.pkl") || name.endsWith("/version") || name.endsWith("/byteorder")) {
      return Optional.of(PYTORCH);
    }
    if (name.equals("metadata.json") || name.equals("config.json")) {
      return Optional.of(KERAS);
    }
    return name.endsWith(".npy") ? Optional.of(NPZ) : known("a ZIP archive", UNPACK);
  }

  /** Two letters are too few to tell a bitmap by: the length of its header must be one of few. */
  private static Optional<FileContent> bitmap(byte[] prefix) {
    boolean bitmap =
        prefix.length >= 18
            && prefix[0] == 'B'
            && prefix[1] == 'M'
            && List.of(12, 16, 40, 52, 56, 64, 108, 124).contains((int) prefix[14])
            && prefix[15] == 0
            && prefix[16] == 0
            && prefix[17] == 0;
    return bitmap ? known(picture("BMP"), "") : Optional.empty();
  }

  private static Optional<FileContent> text(byte[] prefix) {
    Optional<String> decoded = decode(prefix);
    if (decoded.isEmpty()) {
      return Optional.empty();
    }
    String start = decoded.get().replace("\ufeff", "").stripLeading();
    String lower = start.toLowerCase(Locale.ROOT);
    if (lower.startsWith("<!doctype html") || lower.startsWith("<html")) {
      return known("a web page", "download the file itself and not the page that shows it");
    }
    if (lower.startsWith("<")) {
      return known("an XML document", "");
    }
    if (JSON_START.matcher(start).lookingAt()) {
      return Optional.of(
          start.contains("\"modelTopology\"") || start.contains("\"weightsManifest\"")
              ? TFJS
              : JSON);
    }
    if (TEXT_GRAPH.matcher(start).lookingAt()) {
      return known("a TensorFlow graph as text (.pbtxt)", "write it in binary, with as_text=False");
    }
    if (TEXT_PICKLE.matcher(start).lookingAt()) {
      return Optional.of(PICKLE);
    }
    return known("plain text", "");
  }

  /** The bytes as UTF-8 text, where they are such; the last letter may be cut. */
  private static Optional<String> decode(byte[] prefix) {
    CharBuffer text = CharBuffer.allocate(prefix.length);
    CoderResult result = UTF_8.newDecoder().decode(ByteBuffer.wrap(prefix), text, false);
    String decoded = text.flip().toString();
    boolean printable =
        decoded.chars().allMatch(c -> c >= ' ' && c != 0x7F || c == '\n' || c == '\r' || c == '\t');
    return result.isUnderflow() && printable ? Optional.of(decoded) : Optional.empty();
  }
}
