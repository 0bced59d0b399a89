package liviano.formats.npy;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Locale;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import liviano.UnsupportedModelException;
import liviano.files.PartialFile;
import liviano.json.JsonObject;
import liviano.weights.Tensor;
import liviano.weights.Weights;

/**
 * Writes tensors as one of NumPy's archives ({@code .npz}), an array each, not compressed. Texts
 * beside them are in a file of JSON, which {@code numpy.load} gives as bytes.
 */
public final class NpzWriter {
  static final String TEXTS = "liviano.json";

  private static final int CHUNK = 1 << 16;

  /** The same content gives the same bytes. */
  private static final LocalDateTime TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

  private NpzWriter() {}

  /**
   * Writes the archive: the whole of it or nothing.
   *
   * @param texts by their keys; none, and there is no file of them
   * @throws UnsupportedModelException if NumPy has no such numbers as a tensor holds
   * @throws IOException if it cannot be written
   */
  public static void write(Weights tensors, Map<String, String> texts, Path file)
      throws IOException {
    try (PartialFile part = PartialFile.create(file)) {
      ZipOutputStream zip = new ZipOutputStream(new BufferedOutputStream(part.stream(), CHUNK));
      for (Tensor tensor : tensors.tensors()) {
        byte[] header = header(tensor);
        store(zip, tensor.name() + ".npy", MemorySegment.ofArray(header), tensor.data());
      }
      if (!texts.isEmpty()) {
        JsonObject.Builder object = JsonObject.builder();
        texts.forEach(object::put);
        byte[] json = object.build().toJson().getBytes(UTF_8);
        store(zip, TEXTS, MemorySegment.ofArray(json));
      }
      zip.finish();
      zip.flush();
      part.finish();
    }
  }

  private interface Sink {
    void take(byte[] bytes, int count) throws IOException;
  }

  /** Stored files say their length and sum before their bytes. */
  private static void store(ZipOutputStream zip, String name, MemorySegment... parts)
      throws IOException {
    CRC32 sum = new CRC32();
    long size = 0;
    for (MemorySegment part : parts) {
      size += part.byteSize();
      pass(part, (bytes, count) -> sum.update(bytes, 0, count));
    }
    ZipEntry entry = new ZipEntry(name);
    entry.setMethod(ZipEntry.STORED);
    entry.setTimeLocal(TIME);
    entry.setSize(size);
    entry.setCrc(sum.getValue());
    zip.putNextEntry(entry);
    for (MemorySegment part : parts) {
      pass(part, (bytes, count) -> zip.write(bytes, 0, count));
    }
    zip.closeEntry();
  }

  private static void pass(MemorySegment part, Sink sink) throws IOException {
    byte[] chunk = new byte[(int) Math.min(CHUNK, part.byteSize())];
    for (long at = 0; at < part.byteSize(); at += CHUNK) {
      int count = (int) Math.min(CHUNK, part.byteSize() - at);
      MemorySegment.copy(part, ValueLayout.JAVA_BYTE, at, chunk, 0, count);
      sink.take(chunk, count);
    }
  }

  private static byte[] header(Tensor tensor) {
    if (Npy.descr(tensor.type()).isEmpty()) {
      throw unknown(tensor);
    }
    return NpyArrays.header(tensor.type(), tensor.dims());
  }

  private static UnsupportedModelException unknown(Tensor tensor) {
    return new UnsupportedModelException(
        String.format(
            Locale.ROOT,
            "tensor '%s' holds %s, which NumPy has no name for: write another kind of file",
            tensor.name(),
            tensor.type()));
  }
}
