package liviano.formats.importer;

import java.util.ArrayList;
import java.util.List;
import liviano.formats.importer.ForeignOp.Steps;
import liviano.formats.importer.ForeignValue.Computed;
import liviano.formats.importer.Sliding.Axis;
import liviano.graph.Op;
import liviano.graph.Padding;
import liviano.graph.Value;
import liviano.graph.Window;
import liviano.tensor.DType;
import liviano.tensor.Reduction;
import liviano.tensor.Shape;
import liviano.weights.Tensor;

/** Convolutions and pools whose padding depends on the map, and maps of one or three axes. */
record SlidingLayers(Assembly assembly, WindowLayers windows) {

  Computed convolution(ForeignNode node, TensorOp.Filter op) {
    Computed data = assembly.any(node, 0);
    Tensor filter =
        assembly.isIntegerProduct(node, data)
            ? assembly.constant(node, 1)
            : assembly.reals(node, 1);
    int axes = data.dims().size() - 2;
    if (axes < 1 || axes > 2 || filter.rank() != axes + 2) {
      throw node.unsupported("it filters " + data.dims() + " with " + filter.dims());
    }
    List<Integer> extents = new ForeignValue.Known(filter).dims();
    Sliding sliding = kernel(node, op.sliding(), extents.subList(2, extents.size()));
    Computed map = flat(node, assembly.channelsLast(node, data));
    if (axes == 1) {
      sliding = sliding.behindOne();
      filter = Numbers.reshaped(filter, List.of(extents.get(0), extents.get(1), 1, extents.get(2)));
    }
    int groups = op.groups();
    if (groups < 1 || map.channels() != (long) groups * filter.dim(1)) {
      throw node.malformed(
          "weights of " + extents + " in " + groups + " groups do not fit " + data.dims());
    }
    Steps steps = steps(node, sliding, map);
    boolean each = groups > 1 && filter.dim(1) == 1 && filter.dim(0) % groups == 0;
    Tensor ours = moved(node, filter, each ? List.of(1, 2, 3, 0) : List.of(0, 2, 3, 1));
    Computed given =
        new EachMap(assembly)
            .of(
                node,
                map,
                one ->
                    each
                        ? windows.depthwise(node, one, steps, ours)
                        : windows.convolution(node, one, steps, ours));
    return axes == 1 ? given.without(List.of(rows())) : given;
  }

  private int rows() {
    return assembly.layout().channelsLast(4).get(1);
  }

  private Tensor moved(ForeignNode node, Tensor filter, List<Integer> order) {
    assembly.made().spend(node, filter.data().byteSize());
    return Numbers.transposed(filter, order);
  }

  private static Sliding kernel(ForeignNode node, Sliding sliding, List<Integer> extents) {
    if (!sliding.kernel().isEmpty() && !sliding.kernel().equals(extents)) {
      throw node.malformed("a kernel of " + sliding.kernel() + " and weights for " + extents);
    }
    Sliding whole = sliding.withKernel(extents);
    whole.require(node, extents.size());
    return whole;
  }

  /** A map of one axis as one row: {@code [batch, 1, width, channels]}. */
  private Computed flat(ForeignNode node, Computed map) {
    if (map.dims().size() == 4) {
      return map;
    }
    List<Integer> dims = List.of(map.dims().get(0), 1, map.dims().get(1), map.dims().get(2));
    return Computed.of(assembly.bare(node, map), dims);
  }

  /** The window of a filter of a map of rows and columns. */
  Window window(ForeignNode node, Sliding sliding, Tensor filter, Computed map) {
    List<Integer> extents = new ForeignValue.Known(filter).dims();
    Steps steps = steps(node, kernel(node, sliding, extents.subList(2, 4)), map);
    return new Window(
        extents.get(2),
        extents.get(3),
        steps.strideH(),
        steps.strideW(),
        steps.dilationH(),
        steps.dilationW(),
        steps.padding());
  }

  private static Steps steps(ForeignNode node, Sliding sliding, Computed map) {
    Axis rows = sliding.axis(0, map.dims().get(1));
    Axis columns = sliding.axis(1, map.dims().get(2));
    return new Steps(
        rows.stride(),
        columns.stride(),
        rows.dilation(),
        columns.dilation(),
        new Padding.Explicit(rows.before(), rows.after(), columns.before(), columns.after()));
  }

  Computed transposed(ForeignNode node, TensorOp.TransposedFilter op) {
    Tensor filter = assembly.reals(node, 1);
    Computed map = assembly.map(node, 0);
    int groups = op.groups();
    if (filter.rank() != 4
        || groups < 1
        || filter.dim(0) != map.channels()
        || map.channels() % groups != 0) {
      throw node.malformed("weights of " + filter.dims() + " do not fit " + map.dims());
    }
    List<Integer> extents = new ForeignValue.Known(filter).dims();
    Sliding sliding = kernel(node, op.sliding(), extents.subList(2, 4));
    Cut rows = cut(node, op, sliding, 0, map.dims().get(1));
    Cut columns = cut(node, op, sliding, 1, map.dims().get(2));
    Axis down = sliding.axis(0, map.dims().get(1));
    Axis across = sliding.axis(1, map.dims().get(2));
    Window window =
        new Window(
            down.kernel(),
            across.kernel(),
            down.stride(),
            across.stride(),
            down.dilation(),
            across.dilation(),
            new Padding.Explicit(rows.before(), rows.after(), columns.before(), columns.after()));
    int each = map.channels() / groups;
    int out = Math.multiplyExact(extents.get(1), groups);
    List<Integer> apart = List.of(groups, each, extents.get(1), extents.get(2), extents.get(3));
    Tensor ordered = moved(node, Numbers.reshaped(filter, apart), List.of(0, 2, 3, 4, 1));
    List<Integer> dims = List.of(out, extents.get(2), extents.get(3), each);
    List<Tensor> constants = windows.constants(node, ordered, Numbers.extents(dims), out);
    Op layer =
        new Op.TransposedConv2d(
            out, window, rows.more(), columns.more(), groups, constants.size() > 1);
    return new EachMap(assembly)
        .of(
            node,
            map,
            one ->
                assembly.asInFile(
                    assembly.add(
                        node, assembly.name(node), layer, constants, assembly.memory(node, one))));
  }

  /** Along an axis: what is cut off before and after the result, and what is added. */
  private record Cut(int before, int after, int more) {}

  private static Cut cut(
      ForeignNode node, TensorOp.TransposedFilter op, Sliding sliding, int axis, int in) {
    Axis window = sliding.axis(axis, in);
    int more = op.more().isEmpty() ? 0 : op.more().get(axis);
    boolean same =
        sliding.rule() == Sliding.Rule.SAME_UPPER || sliding.rule() == Sliding.Rule.SAME_LOWER;
    if (op.size().isEmpty() && !same) {
      return new Cut(window.before(), window.after(), more);
    }
    long wanted = op.size().isEmpty() ? (long) in * window.stride() : op.size().get(axis);
    int all = Math.toIntExact((in - 1L) * window.stride() + window.extent() + more - wanted);
    if (all < 0) {
      return new Cut(0, 0, more - all);
    }
    int before = sliding.rule() == Sliding.Rule.SAME_UPPER ? all / 2 : all - all / 2;
    return new Cut(before, all - before, more);
  }

  Computed average(ForeignNode node, TensorOp.AveragePool op) {
    Computed data = assembly.computed(node, 0);
    op.sliding().require(node, data.dims().size() - 2);
    boolean padded = isPadded(op.sliding(), data);
    if (op.sliding().kernel().size() > 2 && padded) {
      throw node.unsupported("it averages over padding along three axes");
    }
    return slid(
        node,
        data,
        op.sliding(),
        (map, down, across) -> {
          boolean whole =
              down.kernel() == map.shape().height()
                  && across.kernel() == map.shape().width()
                  && !padded;
          if (whole) {
            Value average = assembly.add(node, new Op.GlobalAveragePool(), map);
            return assembly.shaped(node, average, Shape.of(1, 1, average.shape().channels()));
          }
          if (op.sliding().ceil() && op.countPadding() && !fits(map, down, across)) {
            throw node.unsupported("its last window ends beyond padding that counts");
          }
          return assembly.add(
              node, new Op.AveragePool(window(down, across), op.countPadding()), map);
        });
  }

  private boolean isPadded(Sliding sliding, Computed data) {
    List<Integer> last = assembly.layout().channelsLast(data.dims().size());
    for (int axis = 0; axis < sliding.kernel().size(); axis++) {
      Axis along = sliding.axis(axis, data.dims().get(last.get(axis + 1)));
      if (along.before() + along.after() > 0) {
        return true;
      }
    }
    return false;
  }

  private static boolean fits(Value map, Axis down, Axis across) {
    return (map.shape().height() + down.before() + down.after() - down.extent()) % down.stride()
            == 0
        && (map.shape().width() + across.before() + across.after() - across.extent())
                % across.stride()
            == 0
        && down.after() <= down.before()
        && across.after() <= across.before();
  }

  /** The pool; bytes are pooled as the floats that they are. */
  Computed max(ForeignNode node, Sliding sliding) {
    Computed data = assembly.computed(node, 0);
    sliding.require(node, data.dims().size() - 2);
    DType format = data.value().type().dtype();
    boolean bytes = format.isByte() && !QuantizedLayers.isQuantized(data.value());
    Computed floats =
        bytes
            ? data.with(
                assembly.add(node, "real", new Op.Cast(DType.F32), assembly.bare(node, data)))
            : data;
    Computed given =
        slid(
            node,
            floats,
            sliding,
            (map, down, across) ->
                down.dilation() == 1 && across.dilation() == 1
                    ? assembly.add(node, new Op.MaxPool(window(down, across)), map)
                    : new Taps(assembly).greatest(node, map, down, across));
    return bytes ? given.with(assembly.add(node, new Op.Cast(format), given.value())) : given;
  }

  private static Window window(Axis down, Axis across) {
    return new Window(
        down.kernel(),
        across.kernel(),
        down.stride(),
        across.stride(),
        1,
        1,
        new Padding.Explicit(down.before(), down.after(), across.before(), across.after()));
  }

  /** A pool of {@code [height, width, channels]}. */
  private interface Pool {
    Value of(Value map, Axis down, Axis across);
  }

  /** Three axes are pooled one after the others, and maps of a batch as channels side by side. */
  private Computed slid(ForeignNode node, Computed data, Sliding sliding, Pool pool) {
    Computed map = assembly.channelsLast(node, data);
    List<Integer> dims = map.dims();
    int axes = dims.size() - 2;
    if (axes > 3) {
      throw node.unsupported("it pools along " + axes + " axes");
    }
    if (axes == 1) {
      return assembly.asInFile(
          pooled(node, flat(node, map), sliding.behindOne(), pool).without(List.of(1)));
    }
    if (axes == 2) {
      return assembly.asInFile(pooled(node, map, sliding, pool));
    }
    int channels = dims.getLast();
    Computed planes =
        assembly.reshaped(
            node,
            map,
            List.of(
                Math.multiplyExact(dims.get(0), dims.get(1)), dims.get(2), dims.get(3), channels));
    Computed first = pooled(node, planes, sliding.of(List.of(1, 2)), pool);
    int height = first.dims().get(1);
    int width = first.dims().get(2);
    Computed lines =
        assembly.reshaped(
            node,
            first,
            List.of(dims.get(0), dims.get(1), Math.multiplyExact(height, width), channels));
    Computed second = pooled(node, lines, sliding.of(List.of(0)).beforeOne(), pool);
    int depth = second.dims().get(1);
    return assembly.asInFile(
        assembly.reshaped(node, second, List.of(dims.get(0), depth, height, width, channels)));
  }

  private Computed pooled(ForeignNode node, Computed maps, Sliding sliding, Pool pool) {
    List<Integer> dims = maps.dims();
    Axis down = sliding.axis(0, dims.get(1));
    Axis across = sliding.axis(1, dims.get(2));
    int batch = dims.getFirst();
    if (batch == 1) {
      Computed plain = assembly.ordered(node, maps, ForeignValue.plain(4));
      Value given = pool.of(assembly.memory(node, plain), down, across);
      return Computed.of(
          given, List.of(1, given.shape().height(), given.shape().width(), dims.getLast()));
    }
    List<Integer> order = List.of(1, 2, 0, 3);
    int channels = Math.multiplyExact(batch, dims.getLast());
    Value side =
        assembly.shaped(
            node,
            assembly.ordered(node, maps, order).value(),
            Shape.of(dims.get(1), dims.get(2), channels));
    Value given = pool.of(side, down, across);
    return Computed.of(
        given,
        List.of(batch, given.shape().height(), given.shape().width(), dims.getLast()),
        order);
  }

  /** Over all rows and columns. */
  Computed global(ForeignNode node, boolean greatest) {
    Computed data = assembly.computed(node, 0);
    int rank = data.dims().size();
    List<Integer> last = assembly.layout().channelsLast(rank);
    List<Integer> axes = new ArrayList<>(last.subList(1, rank - 1));
    if (axes.isEmpty()) {
      return data;
    }
    if (!greatest && rank == 4 && data.dims().getFirst() == 1) {
      Computed map = assembly.channelsLast(node, data);
      Value average = assembly.add(node, new Op.GlobalAveragePool(), assembly.memory(node, map));
      return assembly.asInFile(Computed.of(average, List.of(1, 1, 1, map.channels())));
    }
    return assembly.reduced(
        node,
        data,
        axes,
        true,
        places ->
            greatest ? new Op.Reduce(Reduction.MAX, places, true) : new Op.Mean(places, true));
  }
}
