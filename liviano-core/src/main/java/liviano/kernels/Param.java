package liviano.kernels;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Locale;
import liviano.tensor.DType;
import liviano.tensor.LittleEndian;

/**
 * A constant of a task, as the model stores it and not yet packed.
 *
 * @param origin which constant of the model it is
 * @param format how its numbers are stored
 * @param dims its extents, outermost first
 * @param data the numbers, little-endian, {@code product(dims) * format.bytes()} bytes; not written
 *     to, and not necessarily aligned
 */
public record Param(Origin origin, DType format, List<Integer> dims, MemorySegment data) {
  /** As the model stores it under a name. */
  public Param(String name, DType format, List<Integer> dims, MemorySegment data) {
    this(new Origin.Stored(name), format, dims, data);
  }

  /**
   * @throws IllegalArgumentException if there are more or fewer numbers than the extents say
   */
  public Param {
    dims = List.copyOf(dims);
    long count = 1;
    for (int dim : dims) {
      count = Math.multiplyExact(count, dim);
    }
    if (data.byteSize() != count * format.bytes()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "parameter %s: %s %s needs %d bytes, got %d",
              origin.name(),
              format,
              dims,
              count * format.bytes(),
              data.byteSize()));
    }
    data = data.asReadOnly();
  }

  /** For messages. */
  public String name() {
    return origin.name();
  }

  /** How many numbers it holds. */
  public long count() {
    return data.byteSize() / format.bytes();
  }

  /** The number at {@code index} of a parameter in {@link DType#F32}. */
  public float at(long index) {
    return data.get(LittleEndian.FLOAT_UNALIGNED, index * Float.BYTES);
  }

  /** All numbers of a parameter in {@link DType#F32}. */
  public float[] toFloats() {
    return data.toArray(LittleEndian.FLOAT_UNALIGNED);
  }
}
