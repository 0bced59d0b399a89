package liviano.formats.npy;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Locale;
import liviano.MalformedModelException;
import liviano.tensor.DType;
import liviano.weights.Tensor;

/**
 * Reads NumPy array files ({@code .npy}, versions 1 to 3) of little-endian 32-bit floats in C
 * order: six magic bytes, the version, the length of the header, the header, the numbers. The
 * format is described in NumPy's {@code numpy.lib.format}.
 */
final class Npy {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};

  /** Enough for any array of floats: a header of eight dimensions takes some 200 bytes. */
  private static final int MAX_HEADER = 1 << 16;

  private static final long MAX_DATA = 1L << 30;
  private static final int ALIGNMENT = 64;

  private Npy() {}

  /**
   * What a file says it holds; its numbers are not looked at.
   *
   * @throws MalformedModelException if it is no NumPy array file; the message names file and byte
   * @throws IOException if it is no regular file, or cannot be read
   */
  static NpyHeader header(Path path) throws IOException {
    return open(path, channel -> head(channel).header());
  }

  /**
   * Reads a file into memory.
   *
   * @param name the tensor's
   * @throws MalformedModelException if the file is not an array of such floats, or shorter or
   *     longer than its header says; the message names file and byte
   * @throws IOException if it is no regular file, or cannot be read
   */
  static Tensor read(String name, Path path) throws IOException {
    return open(
        path,
        channel -> {
          Head head = head(channel);
          requireFloats(head.header());
          return new Tensor(name, DType.F32, head.header().dims(), data(head, DType.F32, channel));
        });
  }

  /** The same of any format of numbers. */
  static Tensor readAny(String name, Path path) throws IOException {
    return open(
        path,
        channel -> {
          Head head = head(channel);
          NpyHeader header = head.header();
          DType type =
              NpyArrays.type(header.descr())
                  .filter(_ -> !header.fortranOrder())
                  .orElseThrow(
                      () ->
                          new MalformedModelException(
                              String.format(
                                  Locale.ROOT,
                                  "it holds '%s' in %s order; little-endian numbers in C order are"
                                      + " read",
                                  header.descr(),
                                  header.fortranOrder() ? "Fortran" : "C")));
          return new Tensor(name, type, header.dims(), data(head, type, channel));
        });
  }

  private interface Reading<T> {
    T from(FileChannel channel) throws IOException;
  }

  /**
   * @param end byte at which the numbers start
   */
  private record Head(NpyHeader header, int end) {}

  private static <T> T open(Path path, Reading<T> reading) throws IOException {
    if (Files.exists(path) && !Files.isRegularFile(path)) {
      throw new FileSystemException(path.toString(), null, "is not a regular file");
    }
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      return reading.from(channel);
    } catch (MalformedModelException e) {
      throw e.inFile(path.toString());
    }
  }

  private static Head head(FileChannel channel) throws IOException {
    byte[] start = bytes(channel, 0, 12);
    if (!Arrays.equals(start, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
      throw new MalformedModelException("", 0, "it does not start as a NumPy array file");
    }
    int version = start[6];
    if (version < 1 || version > 3 || start[7] != 0) {
      throw new MalformedModelException(
          "",
          6,
          String.format(
              Locale.ROOT, "NumPy format version %d.%d; known are 1.0 to 3.0", version, start[7]));
    }
    ByteBuffer lengths = ByteBuffer.wrap(start).order(ByteOrder.LITTLE_ENDIAN);
    int from = version == 1 ? 10 : 12;
    long length = version == 1 ? lengths.getShort(8) & 0xFFFF : lengths.getInt(8) & 0xFFFF_FFFFL;
    if (length > MAX_HEADER) {
      throw new MalformedModelException(
          "",
          8,
          String.format(
              Locale.ROOT, "a NumPy header of %d bytes; at most %d are read", length, MAX_HEADER));
    }
    int end = from + (int) length;
    return new Head(NpyHeader.parse(bytes(channel, from, (int) length), from), end);
  }

  private static void requireFloats(NpyHeader header) {
    if (!header.descr().equals("<f4") || header.fortranOrder()) {
      throw new MalformedModelException(
          String.format(
              Locale.ROOT,
              "it holds '%s' in %s order; little-endian 32-bit floats ('<f4') in C order are read",
              header.descr(),
              header.fortranOrder() ? "Fortran" : "C"));
    }
  }

  private static MemorySegment data(Head head, DType type, FileChannel channel) throws IOException {
    NpyHeader header = head.header();
    int from = head.end();
    long bytes = byteSize(header, type);
    if (channel.size() - from != bytes) {
      throw new MalformedModelException(
          "",
          from,
          String.format(
              Locale.ROOT,
              "%d bytes follow the header, its shape %s takes %d",
              channel.size() - from,
              header.dims(),
              bytes));
    }
    MemorySegment data = Arena.ofAuto().allocate(bytes, ALIGNMENT);
    fill(channel, from, data.asByteBuffer());
    return data;
  }

  private static long byteSize(NpyHeader header, DType type) {
    long bytes = type.bytes();
    try {
      for (long dim : header.dims().sizes()) {
        bytes = Math.multiplyExact(bytes, dim);
      }
    } catch (ArithmeticException e) {
      bytes = Long.MAX_VALUE;
    }
    if (bytes > MAX_DATA) {
      throw new MalformedModelException(
          String.format(
              Locale.ROOT,
              "an array of shape %s; at most %d bytes are read",
              header.dims(),
              MAX_DATA));
    }
    return bytes;
  }

  private static byte[] bytes(FileChannel channel, long from, int count) throws IOException {
    byte[] bytes = new byte[count];
    fill(channel, from, ByteBuffer.wrap(bytes));
    return bytes;
  }

  private static void fill(FileChannel channel, long from, ByteBuffer into) throws IOException {
    while (into.hasRemaining()) {
      if (channel.read(into, from + into.position()) < 0) {
        throw new MalformedModelException(
            "",
            from + into.position(),
            String.format(Locale.ROOT, "it ends here, %d bytes early", into.remaining()));
      }
    }
  }
}
