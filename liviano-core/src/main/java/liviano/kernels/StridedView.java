package liviano.kernels;

import java.util.ArrayList;
import java.util.List;

/**
 * Numbers of a tensor at regular distances along each axis, in the order of their indices, the last
 * axis fastest. Number {@code [i, j, ...]} is number {@code begin + i * strides[0] + j * strides[1]
 * + ...} of the tensor. Axes of one number are left out and axes that go on where the next one ends
 * are joined with it, so that equal views have equal axes; there is always one.
 *
 * @param begin index of the first number in the tensor
 * @param extents numbers along each axis, outermost first
 * @param strides from one to the next along each axis; 0 repeats the same number
 */
public record StridedView(long begin, List<Integer> extents, List<Long> strides) {

  /**
   * @throws IllegalArgumentException if there are not as many strides as extents, an extent is not
   *     positive, a stride or the begin is negative, or there are over {@link Task#MAX_ELEMENTS}
   *     numbers or over {@link Geometry#MAX_POSITIONS} rows of them
   */
  public StridedView {
    TaskChecks.view(begin, extents, strides);
    List<Integer> sizes = new ArrayList<>();
    List<Long> steps = new ArrayList<>();
    for (int axis = extents.size() - 1; axis >= 0; axis--) {
      int size = extents.get(axis);
      long step = strides.get(axis);
      if (size == 1) {
        continue;
      }
      boolean goesOn =
          !sizes.isEmpty()
              && step == sizes.getFirst() * steps.getFirst()
              && (long) size * sizes.getFirst() <= Integer.MAX_VALUE;
      if (goesOn) {
        sizes.set(0, size * sizes.getFirst());
      } else {
        sizes.addFirst(size);
        steps.addFirst(step);
      }
    }
    extents = sizes.isEmpty() ? List.of(1) : List.copyOf(sizes);
    strides = steps.isEmpty() ? List.of(1L) : List.copyOf(steps);
    TaskChecks.rows(rows(extents), extents.getLast());
  }

  /** All numbers of a dense tensor, one after the other. */
  public static StridedView dense(List<Integer> extents) {
    return new StridedView(0, extents, denseStrides(extents));
  }

  /** How far apart the numbers of a dense tensor are along each of its axes. */
  public static List<Long> denseStrides(List<Integer> extents) {
    List<Long> strides = new ArrayList<>();
    long stride = 1;
    for (int extent : extents.reversed()) {
      strides.addFirst(stride);
      stride *= extent;
    }
    return strides;
  }

  /** How many numbers it has. */
  public long elements() {
    return (long) rows() * columns();
  }

  /** How many runs along the last axis it has. */
  public int rows() {
    return rows(extents);
  }

  /** How many numbers a row has. */
  public int columns() {
    return extents.getLast();
  }

  /** From one number of a row to the next. */
  public long columnStride() {
    return strides.getLast();
  }

  /** The index in the tensor of the first number of a row. */
  public long rowStart(int row) {
    long at = begin;
    int rest = row;
    for (int axis = extents.size() - 2; axis >= 0; axis--) {
      int extent = extents.get(axis);
      at += rest % extent * strides.get(axis);
      rest /= extent;
    }
    return at;
  }

  /** The greatest index in the tensor. */
  public long last() {
    long at = begin;
    for (int axis = 0; axis < extents.size(); axis++) {
      at += (extents.get(axis) - 1) * strides.get(axis);
    }
    return at;
  }

  private static int rows(List<Integer> extents) {
    long rows = 1;
    for (int extent : extents.subList(0, extents.size() - 1)) {
      rows *= extent;
    }
    return Math.toIntExact(rows);
  }
}
