package liviano.engine;

import java.lang.foreign.MemorySegment;
import java.util.Locale;
import liviano.tensor.LittleEndian;
import liviano.tensor.Shape;

/**
 * An input or output of a session: {@code batch} samples of 32-bit floats, dense, NHWC.
 *
 * @param name the input's or output's name
 * @param batch samples
 * @param shape extents of one sample
 * @param segment the memory, exactly as long as the tensor and on a 64-byte boundary; it lives as
 *     long as anybody holds it
 */
public record SessionTensor(String name, int batch, Shape shape, MemorySegment segment) {
  /** Numbers of all samples. */
  public int elements() {
    return Math.toIntExact(segment.byteSize() / Float.BYTES);
  }

  /**
   * Fills the tensor.
   *
   * @throws IllegalArgumentException if there are not exactly as many numbers as it holds
   */
  public void copyFrom(float[] values) {
    requireCount(values.length);
    MemorySegment.copy(values, 0, segment, LittleEndian.FLOAT, 0, values.length);
  }

  /**
   * Reads the tensor into an array.
   *
   * @throws IllegalArgumentException if there is not room for exactly as many numbers as it holds
   */
  public void copyTo(float[] values) {
    requireCount(values.length);
    MemorySegment.copy(segment, LittleEndian.FLOAT, 0, values, 0, values.length);
  }

  /** A copy of all numbers. */
  public float[] toArray() {
    return segment.toArray(LittleEndian.FLOAT);
  }

  private void requireCount(int count) {
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
}
