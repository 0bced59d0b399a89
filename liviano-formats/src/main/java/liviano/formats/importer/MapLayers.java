package liviano.formats.importer;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import liviano.formats.importer.ForeignValue.Computed;
import liviano.formats.importer.Resampling.Axis;
import liviano.formats.importer.Resampling.Mode;
import liviano.graph.Op;
import liviano.tensor.Nearest;
import liviano.tensor.Sampling;
import liviano.tensor.Shape;
import liviano.weights.Tensor;

/** Layers that bring maps to other heights and widths, or blocks of positions to channels. */
record MapLayers(Assembly assembly, ShapeLayers shapes) {

  /** By an operation of ours where one has the rule, else axis by axis. */
  Computed resize(ForeignNode node, Resampling resampling) {
    Computed data = assembly.any(node, 0);
    List<Axis> axes = axes(node, data.dims());
    Optional<Computed> map = asMap(node, data, resampling, axes);
    if (map.isPresent()) {
      return map.get();
    }
    Computed given = data;
    for (int axis = 0; axis < axes.size(); axis++) {
      Axis along = axes.get(axis);
      boolean region = resampling.positions() == Resampling.Positions.REGION;
      if (along.in() != along.out() || region && (along.begin() != 0 || along.end() != 1)) {
        given = new AxisResampling(assembly, resampling, along).of(node, given, axis);
      }
    }
    return given;
  }

  private List<Axis> axes(ForeignNode node, List<Integer> dims) {
    int rank = dims.size();
    float[] region = numbers(node, 1);
    float[] factors = numbers(node, 2);
    List<Integer> sizes = node.has(3) ? assembly.integers(node, 3) : List.of();
    boolean bySize = !sizes.isEmpty();
    if ((bySize ? sizes.size() : factors.length) != rank
        || region.length != 0 && region.length != 2 * rank) {
      throw node.malformed(
          "it resizes " + dims + " by " + factors.length + " factors and to " + sizes);
    }
    List<Axis> axes = new ArrayList<>();
    for (int axis = 0; axis < rank; axis++) {
      int in = dims.get(axis);
      float begin = region.length == 0 ? 0 : region[axis];
      float end = region.length == 0 ? 1 : region[axis + rank];
      double whole =
          bySize ? sizes.get(axis) : Math.floor((double) in * factors[axis] * (end - begin));
      if (region.length != 0 && bySize) {
        whole = sizes.get(axis);
      }
      if (!(whole >= 1 && whole <= Shape.MAX_ELEMENTS)) {
        throw node.malformed("it resizes an extent of " + in + " to " + whole);
      }
      int out = (int) whole;
      axes.add(new Axis(in, out, bySize ? (float) out / in : factors[axis], begin, end));
    }
    return axes;
  }

  private float[] numbers(ForeignNode node, int input) {
    return node.has(input) ? assembly.constant(node, input).toFloats() : new float[0];
  }

  private Optional<Computed> asMap(
      ForeignNode node, Computed data, Resampling how, List<Axis> axes) {
    Optional<Sampling> sampling = how.sampling();
    List<Integer> last = assembly.layout().channelsLast(axes.size());
    boolean exact = axes.stream().allMatch(axis -> (float) axis.out() / axis.in() == axis.factor());
    if (axes.size() != 4
        || sampling.isEmpty()
        || how.mode() == Mode.CUBIC
        || how.excludesOutside()
        || !exact
        || data.dims().getFirst() != 1
        || axes.get(last.get(3)).in() != axes.get(last.get(3)).out()
        || axes.get(0).out() != 1) {
      return Optional.empty();
    }
    List<Integer> size = List.of(axes.get(last.get(1)).out(), axes.get(last.get(2)).out());
    Sampling rule = sampling.get();
    Nearest nearest = new Nearest(rule, how.rounding());
    return Optional.of(
        how.mode() == Mode.LINEAR
            ? shapes.resize(
                node, size, (height, width) -> new Op.ResizeBilinear(height, width, rule))
            : shapes.resize(
                node, size, (height, width) -> new Op.ResizeNearest(height, width, nearest)));
  }

  /** One number a tap of an axis, as it lies beside others. */
  static Tensor along(float[] numbers, int axis, int rank) {
    List<Integer> dims = new ArrayList<>();
    for (int i = 0; i < rank; i++) {
      dims.add(i == axis ? numbers.length : 1);
    }
    return Tensor.of("", Numbers.extents(dims), numbers);
  }

  Computed depthToSpace(ForeignNode node, int block, boolean depthFirst) {
    Computed data = assembly.any(node, 0);
    List<Integer> d = requireRank4(node, data);
    int area = Math.multiplyExact(block, block);
    if (block < 1 || d.get(1) % area != 0) {
      throw node.malformed("it makes blocks of " + block + " of " + d);
    }
    int channels = d.get(1) / area;
    List<Integer> apart =
        depthFirst
            ? List.of(d.get(0), block, block, channels, d.get(2), d.get(3))
            : List.of(d.get(0), channels, block, block, d.get(2), d.get(3));
    List<Integer> order = depthFirst ? List.of(0, 3, 4, 1, 5, 2) : List.of(0, 1, 4, 2, 5, 3);
    Computed moved = assembly.reshaped(node, data, apart).transposed(order);
    return assembly.reshaped(
        node, moved, List.of(d.get(0), channels, d.get(2) * block, d.get(3) * block));
  }

  Computed spaceToDepth(ForeignNode node, int block) {
    Computed data = assembly.any(node, 0);
    List<Integer> d = requireRank4(node, data);
    if (block < 1 || d.get(2) % block != 0 || d.get(3) % block != 0) {
      throw node.malformed("it makes blocks of " + block + " of " + d);
    }
    List<Integer> apart =
        List.of(d.get(0), d.get(1), d.get(2) / block, block, d.get(3) / block, block);
    Computed moved = assembly.reshaped(node, data, apart).transposed(List.of(0, 3, 5, 1, 2, 4));
    int channels = Math.multiplyExact(d.get(1), block * block);
    return assembly.reshaped(
        node, moved, List.of(d.get(0), channels, d.get(2) / block, d.get(3) / block));
  }

  /** Such layers come with their channels first. */
  private List<Integer> requireRank4(ForeignNode node, Computed data) {
    if (data.dims().size() != 4 || assembly.layout() != MapLayout.CHANNELS_FIRST) {
      throw node.unsupported("it reads " + data.dims());
    }
    return data.dims();
  }
}
