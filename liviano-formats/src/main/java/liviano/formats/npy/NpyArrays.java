package liviano.formats.npy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import liviano.Limits;
import liviano.MalformedModelException;
import liviano.files.PartialFile;
import liviano.tensor.DType;
import liviano.tensor.Extents;
import liviano.weights.Tensor;

/** NumPy array files ({@code .npy}) of all formats of numbers that NumPy has and we have. */
public final class NpyArrays {
  private static final int ALIGNMENT = 64;

  private NpyArrays() {}

  /** Whether a file begins as such an array does. */
  public static boolean isArray(byte[] start) {
    return start.length >= Npy.MAGIC.length
        && Arrays.equals(start, 0, Npy.MAGIC.length, Npy.MAGIC, 0, Npy.MAGIC.length);
  }

  /**
   * Reads a file into memory, within the default limits.
   *
   * @return a tensor without a name
   * @throws MalformedModelException if it is no such array in C order and little-endian, or shorter
   *     or longer than its header says; the message names the file
   * @throws IOException if it is no regular file, or cannot be read
   */
  public static Tensor read(Path file) throws IOException {
    return Npy.readAny("", file, Limits.defaults());
  }

  /**
   * Writes a file, the whole of it or nothing.
   *
   * @throws IllegalArgumentException if NumPy has no such format of numbers
   * @throws IOException if it cannot be written
   */
  public static void write(Path file, Tensor tensor) throws IOException {
    try (PartialFile partial = PartialFile.create(file)) {
      try (OutputStream out = partial.stream()) {
        out.write(header(tensor.type(), tensor.dims()));
        partial.write(tensor.data().asByteBuffer());
      }
      partial.finish();
    }
  }

  /** All that stands before the numbers; these begin at a multiple of {@value #ALIGNMENT} bytes. */
  static byte[] header(DType type, Extents dims) {
    String name =
        Npy.descr(type)
            .orElseThrow(
                () -> new IllegalArgumentException("NumPy has no array of " + type.longName()));
    String shape = dims.sizes().stream().map(String::valueOf).collect(Collectors.joining(", "));
    String text =
        String.format(
            Locale.ROOT,
            "{'descr': '%s', 'fortran_order': False, 'shape': (%s%s), }",
            name,
            shape,
            dims.rank() == 1 ? "," : "");
    int start = Npy.MAGIC.length + 4;
    int end = (start + text.length() + 1 + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    byte[] header = Arrays.copyOf(Npy.MAGIC, end);
    int length = end - start;
    header[Npy.MAGIC.length] = 1;
    header[Npy.MAGIC.length + 2] = (byte) length;
    header[Npy.MAGIC.length + 3] = (byte) (length >> 8);
    Arrays.fill(header, start, end - 1, (byte) ' ');
    header[end - 1] = '\n';
    byte[] letters = text.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(letters, 0, header, start, letters.length);
    return header;
  }
}
