package liviano.formats.npy;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import liviano.Limits;
import liviano.Limits.Limit;
import liviano.MalformedModelException;
import liviano.UnsupportedModelException;
import liviano.formats.Strided;
import liviano.tensor.DType;
import liviano.tensor.NativeMemory;
import liviano.weights.Tensor;

/**
 * Reads NumPy array files ({@code .npy}, versions 1 to 3) of little-endian numbers: six magic
 * bytes, the version, the length of the header, the header, the numbers. The format is described in
 * NumPy's {@code numpy.lib.format}.
 */
final class Npy {
  static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};

  /** Enough for any array of floats: a header of eight dimensions takes some 200 bytes. */
  private static final int MAX_HEADER = 1 << 16;

  private static final SequencedMap<String, DType> FORMATS = formats();

  private Npy() {}

  private static SequencedMap<String, DType> formats() {
    SequencedMap<String, DType> formats = new LinkedHashMap<>();
    formats.put("<f4", DType.F32);
    formats.put("<f2", DType.F16);
    formats.put("<f8", DType.F64);
    formats.put("|i1", DType.I8);
    formats.put("|u1", DType.U8);
    formats.put("<i2", DType.I16);
    formats.put("<u2", DType.U16);
    formats.put("<i4", DType.I32);
    formats.put("<u4", DType.U32);
    formats.put("<i8", DType.I64);
    formats.put("<u8", DType.U64);
    formats.put("|b1", DType.BOOL);
    return formats;
  }

  /**
   * What a file says it holds; its numbers are not looked at.
   *
   * @throws MalformedModelException if it is no NumPy array file; the message names file and byte
   * @throws IOException if it is no regular file, or cannot be read
   */
  static NpyHeader header(Path path) throws IOException {
    return open(path, channel -> head((from, count) -> bytes(channel, from, count)).header());
  }

  /**
   * Reads a file into memory.
   *
   * @param name the tensor's
   * @throws MalformedModelException if the file is not an array of such floats, or shorter or
   *     longer than its header says; the message names file and byte
   * @throws IOException if it is no regular file, or cannot be read
   */
  static Tensor read(String name, Path path, Limits limits) throws IOException {
    return open(
        path,
        channel -> {
          Head head = head((from, count) -> bytes(channel, from, count));
          return new Tensor(name, DType.F32, head.header().dims(), data(head, channel, limits));
        });
  }

  /** The same of any format of numbers that {@link #parse} reads. */
  static Tensor readAny(String name, Path path, Limits limits) throws IOException {
    return open(
        path,
        channel -> {
          limits.require(Limit.LOADED_BYTES, channel.size(), path.toString());
          MemorySegment bytes = NativeMemory.allocate(channel.size());
          fill(channel, 0, bytes.asByteBuffer());
          return parse(name, bytes);
        });
  }

  /**
   * An array of any format in the bytes of a file: a view of them if the last extent is contiguous,
   * a copy outside the heap otherwise.
   *
   * @param name the tensor's
   * @throws MalformedModelException if they are no array, or more or fewer than its header says;
   *     the message names the byte
   * @throws UnsupportedModelException if its numbers are of a format that no tensor has
   */
  static Tensor parse(String name, MemorySegment bytes) {
    Head head = head((from, count) -> bytes(bytes, from, count));
    NpyHeader header = head.header();
    DType type =
        Optional.ofNullable(FORMATS.get(header.descr()))
            .orElseThrow(
                () ->
                    new UnsupportedModelException(
                        String.format(
                            Locale.ROOT,
                            "%s holds '%s'; little-endian numbers are read: %s",
                            name.isEmpty() ? "it" : "array '" + name + "'",
                            header.descr(),
                            String.join(", ", FORMATS.keySet()))));
    long size = byteSize(header, type.bytes());
    if (bytes.byteSize() - head.end() != size) {
      throw wrongSize(head, bytes.byteSize() - head.end(), size);
    }
    MemorySegment numbers = bytes.asSlice(head.end());
    return new Tensor(
        name,
        type,
        header.dims(),
        header.fortranOrder()
            ? Strided.inOrder(
                numbers, type.bytes(), 0, header.dims(), Strided.firstContiguous(header.dims()))
            : numbers);
  }

  /** What NumPy calls a format; empty if it has none. */
  static Optional<String> descr(DType type) {
    return FORMATS.entrySet().stream()
        .filter(format -> format.getValue() == type)
        .map(Map.Entry::getKey)
        .findFirst();
  }

  private static byte[] bytes(MemorySegment all, long from, int count) {
    if (count > all.byteSize() - from) {
      throw new MalformedModelException("", all.byteSize(), "it ends within its header");
    }
    return all.asSlice(from, count).toArray(ValueLayout.JAVA_BYTE);
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
    } catch (UnsupportedModelException e) {
      throw e.inFile(path.toString());
    }
  }

  private interface Bytes<E extends Exception> {
    byte[] at(long from, int count) throws E;
  }

  private static <E extends Exception> Head head(Bytes<E> bytes) throws E {
    byte[] start = bytes.at(0, 12);
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
    return new Head(NpyHeader.parse(bytes.at(from, (int) length), from), end);
  }

  private static MemorySegment data(Head head, FileChannel channel, Limits limits)
      throws IOException {
    NpyHeader header = head.header();
    int from = head.end();
    if (!header.descr().equals("<f4") || header.fortranOrder()) {
      throw new MalformedModelException(
          String.format(
              Locale.ROOT,
              "it holds '%s' in %s order; little-endian 32-bit floats ('<f4') in C order are read",
              header.descr(),
              header.fortranOrder() ? "Fortran" : "C"));
    }
    long bytes = byteSize(header, Float.BYTES);
    if (channel.size() - from != bytes) {
      throw wrongSize(head, channel.size() - from, bytes);
    }
    limits.require(Limit.LOADED_BYTES, bytes, "its array");
    MemorySegment data = NativeMemory.allocate(bytes);
    fill(channel, from, data.asByteBuffer());
    return data;
  }

  private static MalformedModelException wrongSize(Head head, long found, long expected) {
    return new MalformedModelException(
        "",
        head.end(),
        String.format(
            Locale.ROOT,
            "%d bytes follow the header, its shape %s takes %d",
            found,
            head.header().dims(),
            expected));
  }

  private static long byteSize(NpyHeader header, int each) {
    long bytes = each;
    try {
      for (long dim : header.dims().sizes()) {
        bytes = Math.multiplyExact(bytes, dim);
      }
    } catch (ArithmeticException e) {
      bytes = Long.MAX_VALUE;
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
