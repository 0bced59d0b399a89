package liviano.graph;

import static liviano.graph.Inference.check;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;
import liviano.tensor.Shape;

/** What operations on single extents make of a shape. All checks throw IllegalArgumentException. */
final class Axes {
  private Axes() {}

  static Shape slice(Shape in, List<Integer> begin, List<Integer> size, List<Integer> stride) {
    check(
        begin.size() == in.rank() && size.size() == in.rank() && stride.size() == in.rank(),
        "%d begins, %d sizes and %d strides for the %d extents of %s",
        begin.size(),
        size.size(),
        stride.size(),
        in.rank(),
        in);
    for (int axis = 0; axis < in.rank(); axis++) {
      int extent = in.dims().get(axis);
      int from = begin.get(axis);
      int step = stride.get(axis);
      check(step >= 1, "strides must be at least 1, one is %d", step);
      check(size.get(axis) >= 1, "sizes must be at least 1, one is %d", size.get(axis));
      long last = from + (size.get(axis) - 1L) * step;
      check(
          from >= 0 && last < extent,
          "numbers %d to %d are not on extent %d of %s",
          from,
          last,
          axis,
          in);
    }
    return new Shape(size);
  }

  static Stream<Shape> split(Shape in, int axis, List<Integer> sizes) {
    check(axis >= 0 && axis < in.rank(), "%s has no extent %d, counted from 0", in, axis);
    long sum = 0;
    for (int size : sizes) {
      check(size >= 1, "parts must be at least 1, one is %d", size);
      sum += size;
    }
    check(
        sum == in.dims().get(axis),
        "parts of %d together do not make extent %d of %s",
        sum,
        axis,
        in);
    return sizes.stream().map(size -> with(in, axis, size));
  }

  static Shape transpose(Shape in, List<Integer> order) {
    check(
        order.size() == in.rank()
            && new HashSet<>(order).size() == in.rank()
            && order.stream().allMatch(axis -> axis >= 0 && axis < in.rank()),
        "%s is no order of the %d extents of %s",
        order,
        in.rank(),
        in);
    return new Shape(order.stream().map(in.dims()::get).toList());
  }

  /** Whether each extent, from the innermost, is that of the other or 1; more of them must be 1. */
  static boolean isRepeatedOver(Shape shape, Shape over) {
    for (int i = 1; i <= shape.rank(); i++) {
      int extent = shape.dims().get(shape.rank() - i);
      int other = i <= over.rank() ? over.dims().get(over.rank() - i) : 1;
      if (extent != 1 && extent != other) {
        return false;
      }
    }
    return true;
  }

  private static Shape with(Shape in, int axis, int extent) {
    List<Integer> dims = new ArrayList<>(in.dims());
    dims.set(axis, extent);
    return new Shape(dims);
  }
}
