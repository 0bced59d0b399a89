package liviano.tensor;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The extents of a tensor of one sample: {@code [height, width, channels]} for a map, {@code
 * [channels]} for a vector.
 *
 * <p>Plain loops: compiling a network asks thousands of times, in a JVM that has compiled nothing.
 *
 * @param dims the extents, outermost first, from 1 to 8 of them, each at least 1
 */
public record Shape(List<Integer> dims) {
  /** The most numbers that one tensor may hold: 2^30, which is 4 GiB of floats. */
  public static final long MAX_ELEMENTS = 1L << 30;

  private static final int MAX_RANK = Extents.MAX_RANK;

  /**
   * @throws IllegalArgumentException if there are no or too many extents, one is below 1, or they
   *     hold over {@link #MAX_ELEMENTS} numbers
   */
  public Shape {
    dims = List.copyOf(dims);
    if (dims.isEmpty()) {
      throw new IllegalArgumentException(
          "a shape needs at least one extent; a number alone is [1]");
    }
    if (dims.size() > MAX_RANK) {
      throw new IllegalArgumentException("a shape of rank " + dims.size() + " is over " + MAX_RANK);
    }
    long elements = 1;
    for (int dim : dims) {
      if (dim < 1) {
        throw new IllegalArgumentException("shape " + dims + " has an extent below 1");
      }
      elements *= dim;
      if (elements > MAX_ELEMENTS) {
        throw new IllegalArgumentException("shape " + dims + " holds over 2^30 numbers");
      }
    }
  }

  /**
   * @throws IllegalArgumentException if there are no or too many extents, or one is below 1
   */
  public static Shape of(int... dims) {
    Integer[] boxed = new Integer[dims.length];
    for (int i = 0; i < dims.length; i++) {
      boxed[i] = dims[i];
    }
    return new Shape(List.of(boxed));
  }

  /** The same as those of a stored tensor. */
  public Extents extents() {
    long[] sizes = new long[rank()];
    for (int i = 0; i < sizes.length; i++) {
      sizes[i] = dims.get(i);
    }
    return Extents.of(sizes);
  }

  /** The extents, outermost first. */
  public int[] toArray() {
    int[] extents = new int[rank()];
    for (int i = 0; i < extents.length; i++) {
      extents[i] = dims.get(i);
    }
    return extents;
  }

  /** How many numbers it holds. */
  public int elements() {
    int elements = 1;
    for (int dim : dims) {
      elements *= dim;
    }
    return elements;
  }

  /** How many extents it has. */
  public int rank() {
    return dims.size();
  }

  /** Whether it is {@code [height, width, channels]}. */
  public boolean isMap() {
    return rank() == 3;
  }

  public int height() {
    return map().get(0);
  }

  public int width() {
    return map().get(1);
  }

  /** The innermost extent, of a map or of a vector. */
  public int channels() {
    return dims.getLast();
  }

  private List<Integer> map() {
    if (!isMap()) {
      throw new IllegalStateException("shape " + this + " is no [height, width, channels]");
    }
    return dims;
  }

  /** The same but for the innermost extent. */
  public Shape withChannels(int channels) {
    int[] extents = toArray();
    extents[extents.length - 1] = channels;
    return of(extents);
  }

  /** For people: {@code 112x112x32}. */
  @Override
  public String toString() {
    return dims.stream().map(String::valueOf).collect(Collectors.joining("x"));
  }
}
