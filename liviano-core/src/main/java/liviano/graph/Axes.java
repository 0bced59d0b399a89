package liviano.graph;

import static liviano.graph.Inference.check;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;
import liviano.tensor.DetectionRule;
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
    requireAxis(in, axis);
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

  static Shape concat(List<Shape> inputs, int axis) {
    Shape first = inputs.getFirst();
    requireAxis(first, axis);
    int sum = 0;
    for (Shape input : inputs) {
      check(
          input.rank() == first.rank() && with(input, axis, 1).equals(with(first, axis, 1)),
          "cannot set %s and %s side by side",
          first,
          input);
      sum = Math.addExact(sum, input.dims().get(axis));
    }
    return with(first, axis, sum);
  }

  /** Some extents left out, or of 1. */
  static Shape reduced(Shape in, List<Integer> axes, boolean keepDims) {
    check(!axes.isEmpty(), "it sums up no axis");
    List<Integer> dims = new ArrayList<>(in.dims());
    int before = -1;
    for (int axis : axes) {
      check(axis > before && axis < in.rank(), "axes %s are not ascending axes of %s", axes, in);
      dims.set(axis, 1);
      before = axis;
    }
    if (!keepDims) {
      axes.reversed().forEach(axis -> dims.remove((int) axis));
    }
    return dims.isEmpty() ? Shape.of(1) : new Shape(dims);
  }

  /** The extents of the places in place of one of the tensor's. */
  static Shape gathered(Shape in, int axis, Shape places) {
    requireAxis(in, axis);
    List<Integer> dims = new ArrayList<>(in.dims());
    dims.remove(axis);
    dims.addAll(axis, places.dims());
    return new Shape(dims);
  }

  /** The outer extents of the places, then those of the tensor that no place says. */
  static Shape gatheredNd(Shape in, Shape places) {
    int each = places.channels();
    check(each <= in.rank(), "places along %d extents of %s", each, in);
    List<Integer> dims = new ArrayList<>(places.dims().subList(0, places.rank() - 1));
    dims.addAll(in.dims().subList(each, in.rank()));
    return dims.isEmpty() ? Shape.of(1) : new Shape(dims);
  }

  static Shape tiled(Shape in, List<Integer> repeats) {
    check(repeats.size() == in.rank(), "%d repeats of the extents of %s", repeats.size(), in);
    List<Integer> dims = new ArrayList<>();
    for (int axis = 0; axis < in.rank(); axis++) {
      check(repeats.get(axis) >= 1, "repeats must be at least 1, one is %d", repeats.get(axis));
      dims.add(Math.multiplyExact(in.dims().get(axis), repeats.get(axis)));
    }
    return new Shape(dims);
  }

  static Shape surrounded(Shape in, List<Integer> before, List<Integer> after) {
    check(
        before.size() == in.rank() && after.size() == in.rank(),
        "%d numbers before and %d after the extents of %s",
        before.size(),
        after.size(),
        in);
    List<Integer> dims = new ArrayList<>();
    for (int axis = 0; axis < in.rank(); axis++) {
      int first = before.get(axis);
      int last = after.get(axis);
      check(first >= 0 && last >= 0, "negative padding: %d before and %d after", first, last);
      dims.add(Math.addExact(in.dims().get(axis), Math.addExact(first, last)));
    }
    return new Shape(dims);
  }

  /** Boxes, classes, scores and their number. */
  static List<Shape> detections(List<Shape> inputs, DetectionRule rule) {
    check(inputs.size() == 3, "it reads 3 tensors, not %d", inputs.size());
    Shape boxes = inputs.getFirst();
    Shape scores = inputs.get(1);
    int anchors = boxes.dims().getFirst();
    boolean fits =
        boxes.rank() == 2
            && boxes.channels() >= 4
            && scores.rank() == 2
            && scores.dims().getFirst() == anchors
            && (scores.channels() == rule.classes() || scores.channels() == rule.classes() + 1)
            && inputs.get(2).equals(Shape.of(anchors, 4));
    check(
        fits,
        "boxes %s, scores %s and anchors %s of %d classes do not fit each other",
        boxes,
        scores,
        inputs.get(2),
        rule.classes());
    return List.of(
        Shape.of(rule.places(), 4), Shape.of(rule.places()), Shape.of(rule.places()), Shape.of(1));
  }

  private static void requireAxis(Shape in, int axis) {
    check(axis >= 0 && axis < in.rank(), "%s has no extent %d, counted from 0", in, axis);
  }

  private static Shape with(Shape in, int axis, int extent) {
    List<Integer> dims = new ArrayList<>(in.dims());
    dims.set(axis, extent);
    return new Shape(dims);
  }
}
