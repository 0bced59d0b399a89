package liviano.kernels.scalar;

import java.util.List;
import java.util.stream.IntStream;
import liviano.kernels.StridedView;

/**
 * Some axes of a dense tensor.
 *
 * @param strides numbers from one place along an axis to the next
 * @param count places of all of them together
 */
record ReducedAxes(int[] extents, long[] strides, long count) {

  /**
   * Those that a reduction leaves out, or those that stay.
   *
   * @param axes that are left out
   */
  static ReducedAxes of(List<Integer> extents, List<Integer> axes, boolean leftOut) {
    List<Long> dense = StridedView.denseStrides(extents);
    int[] chosen =
        IntStream.range(0, extents.size()).filter(axis -> axes.contains(axis) == leftOut).toArray();
    long[] strides = IntStream.of(chosen).mapToLong(dense::get).toArray();
    int[] sizes = IntStream.of(chosen).map(extents::get).toArray();
    long count = IntStream.of(sizes).asLongStream().reduce(1, (a, b) -> a * b);
    return new ReducedAxes(sizes, strides, count);
  }

  /** Where in the tensor the {@code index}-th of these places lies, in reading order. */
  long at(long index) {
    long at = 0;
    long rest = index;
    for (int i = extents.length - 1; i >= 0; i--) {
      at += rest % extents[i] * strides[i];
      rest /= extents[i];
    }
    return at;
  }

  /** Places along the innermost axis. */
  int innermost() {
    return extents[extents.length - 1];
  }

  /** Numbers from one place along the innermost axis to the next. */
  long innermostStride() {
    return strides[strides.length - 1];
  }
}
