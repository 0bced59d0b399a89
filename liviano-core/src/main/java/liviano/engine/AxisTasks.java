package liviano.engine;

import java.util.ArrayList;
import java.util.List;
import liviano.graph.Op;
import liviano.kernels.Formats;
import liviano.kernels.Lookup;
import liviano.kernels.Move;
import liviano.kernels.Resample;
import liviano.kernels.Task;
import liviano.tensor.Reduction;
import liviano.tensor.Shape;

/**
 * Tasks of operations along single extents, for so many samples together.
 *
 * @param batch the number of samples
 */
record AxisTasks(int batch) {

  /** The extents of all samples together. */
  List<Integer> extents(Shape sample) {
    List<Integer> extents = new ArrayList<>(List.of(batch));
    extents.addAll(sample.dims());
    return extents;
  }

  /** Axes of a sample as axes of all of them. */
  static List<Integer> behindBatch(List<Integer> axes) {
    return axes.stream().map(axis -> axis + 1).toList();
  }

  /** What lies along the axis and within it is one row of each tensor. */
  Task concat(Op.Concat op, List<Operand> inputs, Formats formats) {
    Shape first = inputs.getFirst().shape();
    int axis = op.axis(first.rank());
    List<Integer> widths =
        inputs.stream()
            .map(input -> product(input.shape().dims().subList(axis, first.rank())))
            .toList();
    return new Move.Concat(outer(first, axis), widths, formats);
  }

  Task argMax(Shape in, int axis, Formats formats) {
    return new Lookup.ArgMax(outer(in, axis), in.dims().get(axis), inner(in, axis + 1), formats);
  }

  Task gather(Shape in, int axis, Shape places, Formats formats) {
    return new Lookup.Pick(
        batch,
        product(in.dims().subList(0, axis)),
        List.of(in.dims().get(axis)),
        places.elements(),
        inner(in, axis + 1),
        formats);
  }

  Task gatherNd(Shape in, Shape places, Formats formats) {
    int each = places.channels();
    return new Lookup.Pick(
        batch, 1, in.dims().subList(0, each), places.elements() / each, inner(in, each), formats);
  }

  Task reduce(Reduction kind, Shape in, List<Integer> axes, Formats formats) {
    return new Resample.Reduce(kind, extents(in), behindBatch(axes), formats);
  }

  Task surround(Shape in, Op.Surround op, Formats formats) {
    return new Move.Surround(
        extents(in), samples(op.before()), samples(op.after()), op.value(), formats);
  }

  /** Nothing comes around the samples. */
  private static List<Integer> samples(List<Integer> around) {
    List<Integer> all = new ArrayList<>(List.of(0));
    all.addAll(around);
    return all;
  }

  /** Positions before an axis, of all samples. */
  private int outer(Shape in, int axis) {
    return Math.multiplyExact(batch, product(in.dims().subList(0, axis)));
  }

  /** Numbers of one position behind an axis. */
  private static int inner(Shape in, int from) {
    return product(in.dims().subList(from, in.rank()));
  }

  private static int product(List<Integer> extents) {
    return extents.stream().reduce(1, Math::multiplyExact);
  }
}
