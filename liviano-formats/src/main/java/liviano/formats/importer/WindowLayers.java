package liviano.formats.importer;

import java.util.ArrayList;
import java.util.List;
import liviano.formats.Pads;
import liviano.formats.importer.ForeignOp.Steps;
import liviano.formats.importer.ForeignValue.Computed;
import liviano.graph.Op;
import liviano.graph.Padding;
import liviano.graph.Value;
import liviano.graph.Window;
import liviano.tensor.Extents;
import liviano.tensor.Shape;
import liviano.weights.Tensor;

/** Layers that slide over a map, and dense ones. */
record WindowLayers(Assembly assembly) {

  ForeignValue convolution(ForeignNode node, Steps steps) {
    return convolution(node, map(node), steps, filter(node));
  }

  /** The same of a map and a filter that are given. */
  Computed convolution(ForeignNode node, Computed map, Steps steps, Tensor filter) {
    int out = extent(node, filter, 0);
    int each = extent(node, filter, 3);
    if (map.channels() % each != 0) {
      throw misfit(node, filter, map);
    }
    Window window = window(steps, extent(node, filter, 1), extent(node, filter, 2), map);
    List<Tensor> constants = constants(node, filter, filter.dims(), out);
    int groups = map.channels() / each;
    if (groups == 1 && isDense(window, map)) {
      return assembly.asInFile(
          dense(node, map, constants, out, ForeignValue.withLast(map.dims(), out)));
    }
    Op op = new Op.Conv2d(out, window, groups, constants.size() > 1);
    return slid(assembly.add(node, assembly.name(node), op, constants, read(node, map, steps)));
  }

  ForeignValue depthwise(ForeignNode node, Steps steps) {
    return depthwise(node, map(node), steps, filter(node));
  }

  /** The same of a map and a filter that are given. */
  Computed depthwise(ForeignNode node, Computed map, Steps steps, Tensor filter) {
    int out = extent(node, filter, 3);
    if (filter.dim(0) != 1 || out % map.channels() != 0) {
      throw misfit(node, filter, map);
    }
    Window window = window(steps, extent(node, filter, 1), extent(node, filter, 2), map);
    Extents dims = Extents.of(filter.dim(1), filter.dim(2), filter.dim(3));
    List<Tensor> constants = constants(node, filter, dims, out);
    Op op = new Op.DepthwiseConv2d(window, out / map.channels(), constants.size() > 1);
    return slid(assembly.add(node, assembly.name(node), op, constants, read(node, map, steps)));
  }

  /** Rows of numbers become the positions of a map, so that a dense layer is a 1x1 convolution. */
  ForeignValue dense(ForeignNode node, boolean keepsRank) {
    return dense(node, assembly.computed(node, 0), assembly.constant(node, 1), keepsRank, true);
  }

  /**
   * The same of rows and weights that are given.
   *
   * @param bias whether the node's third input is one, if it is there
   */
  Computed dense(ForeignNode node, Computed data, Tensor weights, boolean keepsRank, boolean bias) {
    if (weights.rank() != 2) {
      throw node.malformed("its weights have the shape " + weights.dims());
    }
    int units = extent(node, weights, 0);
    int in = extent(node, weights, 1);
    int elements = ForeignValue.elements(data.dims());
    if (elements % in != 0) {
      throw misfit(node, weights, data);
    }
    int rows = elements / in;
    List<Integer> dims =
        keepsRank ? ForeignValue.withLast(data.dims(), units) : List.of(rows, units);
    Extents filter = Extents.of(units, 1, 1, in);
    List<Tensor> used = constants(node, weights, rows == 1 ? weights.dims() : filter, units, bias);
    if (rows == 1) {
      return dense(node, data, used, units, dims);
    }
    Value lines = assembly.shaped(node, assembly.value(node, data), Shape.of(rows, 1, in));
    Op op = new Op.Conv2d(units, Window.square(1, 1, Padding.NONE), 1, used.size() > 1);
    return Computed.of(assembly.add(node, assembly.name(node), op, used, lines), dims);
  }

  private Computed dense(
      ForeignNode node, Computed data, List<Tensor> constants, int units, List<Integer> dims) {
    Tensor weights = constants.getFirst();
    long in = weights.dim(weights.rank() - 1);
    List<Tensor> matrix = new ArrayList<>(constants);
    matrix.set(0, new Tensor("", weights.type(), Extents.of(units, in), weights.data()));
    Computed plain = assembly.ordered(node, data, ForeignValue.plain(data.dims().size()));
    Value vector = assembly.bare(node, plain);
    Op op = new Op.Dense(units, constants.size() > 1);
    return Computed.of(
        assembly.add(
            node,
            assembly.name(node),
            op,
            matrix,
            assembly.shaped(node, vector, Shape.of(Math.toIntExact(in)))),
        dims);
  }

  ForeignValue averagePool(ForeignNode node, ForeignOp.AveragePool pool) {
    Computed map = map(node);
    // Zeros of a layer before count as numbers of the map, which they are.
    boolean merged = !map.pads().equals(Pads.NONE) && pool.steps().padding().equals(Padding.NONE);
    if (!merged) {
      map = unpadded(node, map);
    }
    Window window = window(pool.steps(), pool.kernelH(), pool.kernelW(), map);
    if (!merged && seesWholeMap(window, map)) {
      return assembly.asInFile(average(node, map, List.of(1, 1, 1, map.channels())));
    }
    return slid(
        assembly.add(
            node,
            new Op.AveragePool(window, pool.countPadding() || merged),
            read(node, map, pool.steps())));
  }

  ForeignValue maxPool(ForeignNode node, ForeignOp.MaxPool pool) {
    Computed map = unpadded(node, map(node));
    Window window = window(pool.steps(), pool.kernelH(), pool.kernelW(), map);
    return slid(assembly.add(node, new Op.MaxPool(window), assembly.value(node, map)));
  }

  /** The average of a map, or of the positions of any other tensor. */
  ForeignValue mean(ForeignNode node, boolean keepsRank) {
    Computed data = assembly.computed(node, 0);
    int rank = data.dims().size();
    List<Integer> axes =
        assembly.integers(node, 1).stream()
            .map(axis -> ForeignAxes.of(node, axis, rank))
            .distinct()
            .sorted()
            .toList();
    if (axes.isEmpty()) {
      return data;
    }
    if (rank == 4 && isRowsAndColumns(axes)) {
      Computed map = assembly.channelsLast(node, data);
      if (map.isMap()) {
        Computed kept = assembly.asInFile(average(node, map, List.of(1, 1, 1, map.channels())));
        return keepsRank ? kept : kept.without(axes);
      }
    }
    return assembly.reduced(node, data, axes, keepsRank, within -> new Op.Mean(within, true));
  }

  private boolean isRowsAndColumns(List<Integer> axes) {
    return axes.equals(assembly.layout().channelsLast(4).subList(1, 3));
  }

  private Computed average(ForeignNode node, Computed map, List<Integer> dims) {
    return Computed.of(
        assembly.add(node, new Op.GlobalAveragePool(), assembly.value(node, map)), dims);
  }

  private Computed map(ForeignNode node) {
    Computed map = assembly.map(node, 0);
    if (!map.isMap()) {
      throw node.unsupported("it reads a batch of " + map.dims().getFirst() + " maps at once");
    }
    return map;
  }

  private Tensor filter(ForeignNode node) {
    Tensor filter = assembly.constant(node, 1);
    if (filter.rank() != 4) {
      throw node.malformed("its filter has the shape " + filter.dims());
    }
    return filter;
  }

  /** Weights in other extents, and the bias where there is one. */
  List<Tensor> constants(ForeignNode node, Tensor weights, Extents dims, int out) {
    return constants(node, weights, dims, out, true);
  }

  private List<Tensor> constants(
      ForeignNode node, Tensor weights, Extents dims, int out, boolean bias) {
    Tensor matrix = new Tensor("", weights.type(), dims, weights.data());
    if (!bias || !node.has(2)) {
      return List.of(matrix);
    }
    Tensor summands =
        weights.type().isFloating() ? assembly.reals(node, 2) : assembly.constant(node, 2);
    if (summands.elementCount() != out) {
      throw node.malformed(
          "its bias has the shape " + summands.dims() + " for " + out + " channels");
    }
    return List.of(matrix, new Tensor("", summands.type(), Extents.of(out), summands.data()));
  }

  /** With the zeros around the map, where the window has none of its own. */
  private static Window window(Steps steps, int kernelH, int kernelW, Computed map) {
    Pads pads = map.pads();
    boolean merge = steps.padding() instanceof Padding.Explicit && !pads.equals(Pads.NONE);
    Padding padding = steps.padding();
    if (merge && padding instanceof Padding.Explicit(int top, int bottom, int left, int right)) {
      padding =
          new Padding.Explicit(
              top + pads.top(), bottom + pads.bottom(), left + pads.left(), right + pads.right());
    }
    return new Window(
        kernelH,
        kernelW,
        steps.strideH(),
        steps.strideW(),
        steps.dilationH(),
        steps.dilationW(),
        padding);
  }

  /** What a window reads: without the zeros that it makes itself. */
  private Value read(ForeignNode node, Computed map, Steps steps) {
    boolean merged = steps.padding() instanceof Padding.Explicit;
    return merged ? assembly.inside(node, map) : assembly.value(node, map);
  }

  private Computed unpadded(ForeignNode node, Computed map) {
    return Computed.of(assembly.value(node, map), map.dims());
  }

  private static boolean isDense(Window window, Computed map) {
    return map.dims().get(1) == 1
        && map.dims().get(2) == 1
        && window.kernelH() == 1
        && window.kernelW() == 1
        && map.pads().equals(Pads.NONE)
        && !(window.padding() instanceof Padding.Explicit pads && !pads.equals(Padding.NONE));
  }

  private static boolean seesWholeMap(Window window, Computed map) {
    Shape shape = ForeignValue.shape(map.dims());
    return window.kernelH() == shape.height()
        && window.kernelW() == shape.width()
        && window.dilationH() == 1
        && window.dilationW() == 1
        && window.rows(shape.height()).equals(new Window.Axis(1, 0))
        && window.columns(shape.width()).equals(new Window.Axis(1, 0))
        && Pads.of(window, shape).equals(Pads.NONE);
  }

  private Computed slid(Value value) {
    return assembly.asInFile(value);
  }

  private static int extent(ForeignNode node, Tensor filter, int index) {
    long extent = filter.dim(index);
    if (extent < 1 || extent > Shape.MAX_ELEMENTS) {
      throw node.malformed("its weights have the shape " + filter.dims());
    }
    return (int) extent;
  }

  private static RuntimeException misfit(ForeignNode node, Tensor filter, Computed map) {
    return node.malformed("weights of " + filter.dims() + " do not fit " + map.dims());
  }
}
