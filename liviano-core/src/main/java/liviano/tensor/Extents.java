package liviano.tensor;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The extents of a stored tensor, outermost first, the last one contiguous. A file may hold what no
 * graph computes: a single number without extents, tensors without any number, and more of them
 * than an {@code int} counts. A {@link Shape} is what a graph computes: it has 1 to 8 extents, each
 * at least 1.
 *
 * @param sizes at most {@value #MAX_RANK} of them, none negative
 */
public record Extents(List<Long> sizes) {
  /** The most extents that a tensor may have. */
  public static final int MAX_RANK = 8;

  /**
   * @throws IllegalArgumentException if there are too many, or one is negative
   */
  public Extents {
    sizes = List.copyOf(sizes);
    if (sizes.size() > MAX_RANK) {
      throw new IllegalArgumentException(
          sizes.size() + " dimensions, at most " + MAX_RANK + " are supported");
    }
    for (long size : sizes) {
      if (size < 0) {
        throw new IllegalArgumentException("negative dimension in " + sizes);
      }
    }
  }

  /**
   * @throws IllegalArgumentException if there are too many, or one is negative
   */
  public static Extents of(long... sizes) {
    Long[] boxed = new Long[sizes.length];
    for (int i = 0; i < sizes.length; i++) {
      boxed[i] = sizes[i];
    }
    return new Extents(List.of(boxed));
  }

  /** How many there are. */
  public int rank() {
    return sizes.size();
  }

  /** One of them, counted from the outermost. */
  public long get(int index) {
    return sizes.get(index);
  }

  public long[] toArray() {
    return sizes.stream().mapToLong(Long::longValue).toArray();
  }

  /**
   * Bytes that so many numbers of a format take.
   *
   * @throws ArithmeticException if they are beyond 63 bits
   */
  public long bytes(DType dtype) {
    long bytes = dtype.bytes();
    try {
      for (long size : sizes) {
        bytes = Math.multiplyExact(bytes, size);
      }
    } catch (ArithmeticException e) {
      throw new ArithmeticException("more than 2^63 bytes in " + dtype + " " + this);
    }
    return bytes;
  }

  /** For people: {@code [32, 3, 3, 3]}. */
  @Override
  public String toString() {
    return sizes.stream().map(String::valueOf).collect(Collectors.joining(", ", "[", "]"));
  }
}
