package liviano.model;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import liviano.tensor.Extents;
import liviano.tensor.Shape;

/**
 * How the file that a network came from has one of its inputs or outputs. The numbers are those of
 * ours; extents and order may be others: the file may count the batch, and may have the channels
 * first where ours come last.
 *
 * @param extents as the file counts them, outermost first, each at least 1
 * @param axes the file's axes from the outermost to the innermost in our memory: {@code [0, 2, 3,
 *     1]} for a file's {@code [1, channels, height, width]}
 */
public record TensorLayout(List<Integer> extents, List<Integer> axes) {

  /**
   * @throws IllegalArgumentException if there are too many extents, one is below 1, their product
   *     is more than a graph computes, or the axes are no permutation
   */
  public TensorLayout {
    extents = List.copyOf(extents);
    axes = List.copyOf(axes);
    requireExtents(extents);
    List<Integer> all = IntStream.range(0, extents.size()).boxed().toList();
    if (!axes.stream().sorted().toList().equals(all)) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "axes %s are no order of %d extents", axes, extents.size()));
    }
  }

  /** The file's order is ours. */
  public static TensorLayout of(List<Integer> extents) {
    return new TensorLayout(extents, IntStream.range(0, extents.size()).boxed().toList());
  }

  /** Of a network that no file says more of: a batch of one. */
  public static TensorLayout of(Shape shape) {
    return of(
        IntStream.concat(IntStream.of(1), shape.dims().stream().mapToInt(Integer::intValue))
            .boxed()
            .toList());
  }

  private static void requireExtents(List<Integer> extents) {
    long elements = 1;
    for (int extent : extents) {
      elements = extent < 1 ? -1 : elements * extent;
      if (elements < 1 || elements > Shape.MAX_ELEMENTS || extents.size() > Extents.MAX_RANK) {
        throw new IllegalArgumentException(
            String.format(Locale.ROOT, "no network has an input or output of %s", extents));
      }
    }
  }

  /** How many numbers. */
  public int elements() {
    return extents.stream().reduce(1, Math::multiplyExact);
  }

  /** Whether the numbers lie as the file has them. */
  public boolean isPlain() {
    return IntStream.range(0, axes.size()).allMatch(i -> axes.get(i) == i);
  }

  /** For a tensor of the file. */
  public Extents dims() {
    return new Extents(extents.stream().map(Integer::longValue).toList());
  }

  /**
   * From the file's order to ours.
   *
   * @param file all numbers of the tensor
   * @param memory receives them
   * @param bytes of a number
   */
  public void toMemory(MemorySegment file, MemorySegment memory, int bytes) {
    permute(file, memory, bytes, true);
  }

  /** From our order to the file's. */
  public void toFile(MemorySegment memory, MemorySegment file, int bytes) {
    permute(memory, file, bytes, false);
  }

  /** Walks through memory in its order, and through the file in strides. */
  private void permute(MemorySegment from, MemorySegment to, int bytes, boolean intoMemory) {
    if (isPlain()) {
      to.copyFrom(from);
      return;
    }
    int rank = axes.size();
    long[] strides = new long[rank];
    long stride = bytes;
    for (int axis = rank - 1; axis >= 0; axis--) {
      strides[axes.indexOf(axis)] = stride;
      stride *= extents.get(axis);
    }
    int[] at = new int[rank];
    long file = 0;
    long count = elements();
    for (long i = 0; i < count; i++) {
      MemorySegment.copy(
          from, intoMemory ? file : i * bytes, to, intoMemory ? i * bytes : file, bytes);
      for (int axis = rank - 1; axis >= 0; axis--) {
        file += strides[axis];
        if (++at[axis] < extents.get(axes.get(axis))) {
          break;
        }
        file -= strides[axis] * at[axis];
        at[axis] = 0;
      }
    }
  }
}
