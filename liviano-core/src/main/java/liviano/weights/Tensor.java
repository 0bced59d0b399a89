package liviano.weights;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.util.Objects;
import liviano.MalformedModelException;
import liviano.json.Json;
import liviano.tensor.DType;
import liviano.tensor.Extents;
import liviano.tensor.LittleEndian;
import liviano.tensor.NativeMemory;

/**
 * A named array of numbers of any rank, the last dimension contiguous.
 *
 * <p>Two tensors are equal if name, type, dimensions and every byte are.
 *
 * @param name may be any text: files choose it
 * @param dims sizes, outermost first
 * @param data the elements, little-endian, exactly as many bytes as the dimensions take; kept as a
 *     read-only view, not copied: the caller must not write to the segment any more. Of a mapped
 *     file, pages may leave memory and be read again, so changes of a private mapping may be lost
 */
public record Tensor(String name, DType type, Extents dims, MemorySegment data) {

  /**
   * A view of the data.
   *
   * @throws IllegalArgumentException if the data are not as long as the dimensions say
   */
  public Tensor {
    Objects.requireNonNull(name, "name");
    long bytes;
    try {
      bytes = dims.bytes(type);
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException("tensor " + Json.quote(name) + ": " + e.getMessage(), e);
    }
    if (bytes != data.byteSize()) {
      throw new IllegalArgumentException(
          "tensor "
              + Json.quote(name)
              + ": "
              + type
              + " "
              + dims
              + " takes "
              + bytes
              + " bytes, but there are "
              + data.byteSize());
    }
    data = data.asReadOnly();
  }

  /**
   * A float tensor with its own copy of the values, off-heap and 64-byte aligned; the memory goes
   * when the tensor does.
   *
   * @throws IllegalArgumentException if there are more or fewer values than the dimensions say
   */
  public static Tensor of(String name, Extents dims, float... values) {
    MemorySegment data = allocate(Math.multiplyExact((long) values.length, Float.BYTES));
    LittleEndian.copy(values, data);
    return new Tensor(name, DType.F32, dims, data);
  }

  public int rank() {
    return dims.rank();
  }

  /** Size of one dimension, counted from the outermost. */
  public long dim(int index) {
    return dims.get(index);
  }

  public long elementCount() {
    return data.byteSize() / type.bytes();
  }

  /**
   * A copy of the elements as floats: F32 as they are, F16 and BF16 widened exactly, F64 rounded.
   *
   * @throws MalformedModelException if the elements are of another type
   * @throws IllegalStateException if they are too many for an array
   */
  public float[] toFloats() {
    long count = elementCount();
    if (count > Integer.MAX_VALUE - 16) {
      throw new IllegalStateException(
          "tensor " + Json.quote(name) + " has " + count + " elements, too many for an array");
    }
    requireFloating();
    float[] floats = new float[(int) count];
    if (type == DType.F32) {
      LittleEndian.copy(data, 0, floats, floats.length);
    } else {
      for (int i = 0; i < floats.length; i++) {
        floats[i] = floatAt(i);
      }
    }
    return floats;
  }

  /**
   * The elements as floats in native byte order, off-heap, 4-byte aligned and read-only: a view of
   * F32 data that are so already (as a file written by {@link SafeTensors} is on the usual CPUs),
   * else a 64-byte aligned copy, converted as {@link #toFloats()} does.
   *
   * @throws MalformedModelException if the elements are of another type
   */
  public MemorySegment floats() {
    requireFloating();
    if (type == DType.F32
        && ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN
        && data.isNative()
        && data.address() % Float.BYTES == 0) {
      return data;
    }
    long count = elementCount();
    MemorySegment floats = allocate(Math.multiplyExact(count, Float.BYTES));
    for (long i = 0; i < count; i++) {
      floats.setAtIndex(JAVA_FLOAT, i, floatAt(i));
    }
    return floats.asReadOnly();
  }

  /** Index of the first element that is NaN or infinite as a float; -1 if none is. */
  long firstNotFinite() {
    if (!type.isFloating()) {
      return -1;
    }
    if (type == DType.F32) {
      return FiniteFloats.firstNot(data);
    }
    long count = elementCount();
    for (long i = 0; i < count; i++) {
      if (!Float.isFinite(floatAt(i))) {
        return i;
      }
    }
    return -1;
  }

  private float floatAt(long index) {
    return LittleEndian.floatAt(data, type, index);
  }

  private void requireFloating() {
    if (!type.isFloating()) {
      throw new MalformedModelException(
          "tensor " + Json.quote(name) + " holds " + type + ", expected F32, F16, BF16 or F64");
    }
  }

  private static MemorySegment allocate(long bytes) {
    return NativeMemory.allocate(bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Tensor that
        && name.equals(that.name)
        && type == that.type
        && dims.equals(that.dims)
        && data.mismatch(that.data) == -1;
  }

  @Override
  public int hashCode() {
    return Objects.hash(name, type, dims);
  }

  @Override
  public String toString() {
    return name + ": " + type + " " + dims;
  }
}
