package liviano.engine;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import liviano.tensor.DType;
import liviano.tensor.LittleEndian;
import liviano.tensor.Shape;

/**
 * An input or output of a session: {@code batch} samples of one format, dense, NHWC.
 *
 * <p>Its numbers are read and written as arrays: {@link DType#F32} as {@code float[]}, {@link
 * DType#I32} as {@code int[]}, {@link DType#I64} as {@code long[]}, {@link DType#I8} and {@link
 * DType#U8} as {@code byte[]}, of which the latter are 0 to 255 by {@link Byte#toUnsignedInt}.
 * Every other format is read and written through {@link #segment}. An array of another type than
 * the tensor's is refused, and so is one of another length: nothing is converted.
 *
 * @param name the input's or output's name
 * @param batch samples
 * @param shape extents of one sample
 * @param format how a number is stored
 * @param segment the memory, exactly as long as the tensor and on a 64-byte boundary; it lives as
 *     long as anybody holds it
 */
public record SessionTensor(
    String name, int batch, Shape shape, DType format, MemorySegment segment) {

  /** The arrays that formats are read and written as. */
  private enum Array {
    FLOATS("float[]", "toArray()", Set.of(DType.F32)),
    INTS("int[]", "toIntArray()", Set.of(DType.I32)),
    LONGS("long[]", "toLongArray()", Set.of(DType.I64)),
    BYTES("byte[]", "toByteArray()", Set.of(DType.I8, DType.U8));

    private final String type;
    private final String copy;
    private final Set<DType> formats;

    Array(String type, String copy, Set<DType> formats) {
      this.type = type;
      this.copy = copy;
      this.formats = formats;
    }
  }

  /** Numbers of all samples. */
  public int elements() {
    return Math.toIntExact(segment.byteSize() / format.bytes());
  }

  /**
   * Fills a tensor of {@link DType#F32}.
   *
   * @throws IllegalArgumentException if it is of another format, or there are not exactly as many
   *     numbers as it holds
   */
  public void copyFrom(float[] values) {
    require(Array.FLOATS, values.length);
    MemorySegment.copy(values, 0, segment, LittleEndian.FLOAT, 0, values.length);
  }

  /**
   * Fills a tensor of {@link DType#I32}.
   *
   * @throws IllegalArgumentException if it is of another format, or there are not exactly as many
   *     numbers as it holds
   */
  public void copyFrom(int[] values) {
    require(Array.INTS, values.length);
    MemorySegment.copy(values, 0, segment, LittleEndian.INT, 0, values.length);
  }

  /**
   * Fills a tensor of {@link DType#I64}.
   *
   * @throws IllegalArgumentException if it is of another format, or there are not exactly as many
   *     numbers as it holds
   */
  public void copyFrom(long[] values) {
    require(Array.LONGS, values.length);
    MemorySegment.copy(values, 0, segment, LittleEndian.LONG, 0, values.length);
  }

  /**
   * Fills a tensor of {@link DType#I8} or {@link DType#U8}.
   *
   * @throws IllegalArgumentException if it is of another format, or there are not exactly as many
   *     numbers as it holds
   */
  public void copyFrom(byte[] values) {
    require(Array.BYTES, values.length);
    MemorySegment.copy(values, 0, segment, ValueLayout.JAVA_BYTE, 0, values.length);
  }

  /**
   * Reads a tensor of {@link DType#F32} into an array.
   *
   * @throws IllegalArgumentException if it is of another format, or there is not room for exactly
   *     as many numbers as it holds
   */
  public void copyTo(float[] values) {
    require(Array.FLOATS, values.length);
    MemorySegment.copy(segment, LittleEndian.FLOAT, 0, values, 0, values.length);
  }

  /**
   * Reads a tensor of {@link DType#I32} into an array.
   *
   * @throws IllegalArgumentException if it is of another format, or there is not room for exactly
   *     as many numbers as it holds
   */
  public void copyTo(int[] values) {
    require(Array.INTS, values.length);
    MemorySegment.copy(segment, LittleEndian.INT, 0, values, 0, values.length);
  }

  /**
   * Reads a tensor of {@link DType#I64} into an array.
   *
   * @throws IllegalArgumentException if it is of another format, or there is not room for exactly
   *     as many numbers as it holds
   */
  public void copyTo(long[] values) {
    require(Array.LONGS, values.length);
    MemorySegment.copy(segment, LittleEndian.LONG, 0, values, 0, values.length);
  }

  /**
   * Reads a tensor of {@link DType#I8} or {@link DType#U8} into an array.
   *
   * @throws IllegalArgumentException if it is of another format, or there is not room for exactly
   *     as many numbers as it holds
   */
  public void copyTo(byte[] values) {
    require(Array.BYTES, values.length);
    MemorySegment.copy(segment, ValueLayout.JAVA_BYTE, 0, values, 0, values.length);
  }

  /**
   * A copy of all numbers of a tensor of {@link DType#F32}.
   *
   * @throws IllegalArgumentException if it is of another format
   */
  public float[] toArray() {
    require(Array.FLOATS);
    return segment.toArray(LittleEndian.FLOAT);
  }

  /**
   * A copy of all numbers of a tensor of {@link DType#I32}.
   *
   * @throws IllegalArgumentException if it is of another format
   */
  public int[] toIntArray() {
    require(Array.INTS);
    return segment.toArray(LittleEndian.INT);
  }

  /**
   * A copy of all numbers of a tensor of {@link DType#I64}.
   *
   * @throws IllegalArgumentException if it is of another format
   */
  public long[] toLongArray() {
    require(Array.LONGS);
    return segment.toArray(LittleEndian.LONG);
  }

  /**
   * A copy of all numbers of a tensor of {@link DType#I8} or {@link DType#U8}.
   *
   * @throws IllegalArgumentException if it is of another format
   */
  public byte[] toByteArray() {
    require(Array.BYTES);
    return segment.toArray(ValueLayout.JAVA_BYTE);
  }

  private void require(Array array, int count) {
    require(array);
    if (count != elements()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "'%s' holds %d numbers (%d x %s), not %d",
              name,
              elements(),
              batch,
              shape,
              count));
    }
  }

  private void require(Array array) {
    if (!array.formats.contains(format)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "'%s' holds %s, not %s: use %s",
              name,
              format,
              array.formats.stream().sorted().map(DType::name).collect(Collectors.joining(" or ")),
              remedy()));
    }
  }

  private String remedy() {
    return Arrays.stream(Array.values())
        .filter(array -> array.formats.contains(format))
        .map(array -> array.copy + ", or copyFrom and copyTo of " + array.type)
        .findFirst()
        .orElse("segment()");
  }
}
