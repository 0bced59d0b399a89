package liviano.engine;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import liviano.tensor.DType;
import liviano.tensor.LittleEndian;
import liviano.tensor.Quantization;
import liviano.tensor.Shape;

/**
 * An input or output of a session: {@code batch} samples of one format, dense, NHWC.
 *
 * <p>Its numbers are read and written as arrays: {@link DType#F32} as {@code float[]}, {@link
 * DType#I32} as {@code int[]}, {@link DType#I64} as {@code long[]}, {@link DType#I8} and {@link
 * DType#U8} as {@code byte[]}, of which the latter are 0 to 255 by {@link Byte#toUnsignedInt}.
 * Every other format is read and written through {@link #segment}. An array of another type than
 * the tensor's is refused, and so is one of another length: nothing is converted. But a quantized
 * tensor can also be filled from and read as the real numbers that its integers stand for.
 *
 * @param name the input's or output's name
 * @param batch samples
 * @param shape extents of one sample
 * @param format how a number is stored
 * @param quantization how its integers stand for real numbers; empty if it is not quantized
 * @param segment the memory, exactly as long as the tensor and on a 64-byte boundary; it lives as
 *     long as anybody holds it
 */
public record SessionTensor(
    String name,
    int batch,
    Shape shape,
    DType format,
    Optional<Quantization> quantization,
    MemorySegment segment) {

  /** Of numbers that stand for themselves. */
  public SessionTensor(String name, int batch, Shape shape, DType format, MemorySegment segment) {
    this(name, batch, shape, format, Optional.empty(), segment);
  }

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
    LittleEndian.copy(values, segment);
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
    LittleEndian.copy(segment, 0, values, values.length);
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
    float[] values = new float[elements()];
    copyTo(values);
    return values;
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

  /**
   * Fills the tensor from real numbers: as they are in {@link DType#F32}; in a quantized tensor as
   * the nearest integers {@code clamp(floor(value / scale + zeroPoint + 0.5))}, computed in double
   * precision, NaN as zero.
   *
   * @throws IllegalArgumentException if it is neither, or there are not exactly as many numbers as
   *     it holds
   */
  public void copyFromReal(float[] values) {
    if (quantization.isEmpty()) {
      copyFrom(values);
      return;
    }
    require(Array.BYTES, values.length);
    for (int i = 0; i < values.length; i++) {
      segment.set(ValueLayout.JAVA_BYTE, i, (byte) integer(values[i], i % shape.channels()));
    }
  }

  private int integer(float value, int channel) {
    Quantization q = quantization.orElseThrow();
    if (Float.isNaN(value)) {
      return q.zeroPoint(channel);
    }
    double step = Math.floor((double) value / q.scale(channel) + q.zeroPoint(channel) + 0.5);
    return (int) Math.clamp(step, format.least(), format.greatest());
  }

  /**
   * A copy of all numbers as real ones: of {@link DType#F32} as they are; of a quantized tensor
   * what its integers stand for.
   *
   * @throws IllegalArgumentException if it is neither
   */
  public float[] toRealArray() {
    if (quantization.isEmpty()) {
      return toArray();
    }
    byte[] integers = toByteArray();
    float[] real = new float[integers.length];
    for (int i = 0; i < real.length; i++) {
      int integer = format == DType.U8 ? Byte.toUnsignedInt(integers[i]) : integers[i];
      real[i] = quantization.get().real(integer, i % shape.channels());
    }
    return real;
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
