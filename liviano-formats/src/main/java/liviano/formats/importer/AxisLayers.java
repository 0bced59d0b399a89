package liviano.formats.importer;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import liviano.formats.importer.ForeignValue.Computed;
import liviano.graph.Op;
import liviano.graph.Value;
import liviano.tensor.DType;
import liviano.tensor.Reduction;
import liviano.tensor.Shape;
import liviano.tensor.UnaryFunction.Plain;

/** Layers that work along single axes, and such as only count axes anew. */
record AxisLayers(Assembly assembly) {

  Computed reduce(ForeignNode node, TensorOp.Reduce op) {
    Computed data = assembly.any(node, 0);
    int rank = data.dims().size();
    List<Integer> given = node.has(1) ? assembly.integers(node, 1) : op.axes();
    if (given.isEmpty() && op.noneIsNone()) {
      return data;
    }
    List<Integer> axes =
        given.isEmpty()
            ? ForeignValue.plain(rank)
            : given.stream()
                .map(axis -> ForeignAxes.of(node, axis, rank))
                .distinct()
                .sorted()
                .toList();
    if (op.kind() == TensorOp.Reduce.Kind.MEAN) {
      return mean(node, data, axes, op.keepsRank());
    }
    return assembly.reduced(
        node,
        data,
        axes,
        op.keepsRank(),
        places -> new Op.Reduce(op.kind().reduction(), places, true));
  }

  private Computed mean(ForeignNode node, Computed data, List<Integer> axes, boolean keepsRank) {
    List<Integer> map = assembly.layout().channelsLast(4).subList(1, 3);
    if (data.dims().size() == 4 && axes.equals(map) && data.dims().getFirst() == 1) {
      Computed last = assembly.channelsLast(node, data);
      Value average = assembly.add(node, new Op.GlobalAveragePool(), assembly.memory(node, last));
      Computed kept = assembly.asInFile(Computed.of(average, List.of(1, 1, 1, last.channels())));
      return keepsRank ? kept : kept.without(axes);
    }
    return assembly.reduced(node, data, axes, keepsRank, places -> new Op.Mean(places, true));
  }

  Computed argMax(ForeignNode node, TensorOp.ArgMax op) {
    Computed data = assembly.any(node, 0);
    int axis = ForeignAxes.of(node, op.axis(), data.dims().size());
    if (op.last()) {
      throw node.unsupported("it gives the last of equal numbers");
    }
    Computed read = data;
    if (op.smallest()) {
      Op negative = new Op.Map(Plain.NEGATE);
      read = data.with(assembly.add(node, "negated", negative, assembly.memory(node, data)));
    }
    if (Assembly.place(read, axis) < 0) {
      Shape whole = new Shape(read.memory());
      Value value = assembly.shaped(node, assembly.bare(node, read), whole);
      int place = read.order().indexOf(axis);
      Op places = new Op.ArgMax(place, true, DType.I64);
      Computed kept = read.with(assembly.add(node, places, value));
      return op.keepsRank() ? kept : kept.without(List.of(axis));
    }
    return assembly.reduced(
        node,
        read,
        List.of(axis),
        op.keepsRank(),
        places -> new Op.ArgMax(places.getFirst(), true, DType.I64));
  }

  Computed softmax(ForeignNode node, TensorOp.Softmax op) {
    Computed data = assembly.any(node, 0);
    int rank = data.dims().size();
    int axis = op.flattens() && op.axis() == rank ? rank : ForeignAxes.of(node, op.axis(), rank);
    Computed read = data;
    if (op.flattens() && axis != rank - 1) {
      int outer = elements(data.dims().subList(0, axis));
      int inner = elements(data.dims().subList(axis, rank));
      read = assembly.reshaped(node, data, List.of(outer, inner));
      axis = 1;
    }
    List<Integer> order = new ArrayList<>(read.order());
    order.remove((Integer) axis);
    order.add(axis);
    Computed along = assembly.ordered(node, read, order);
    boolean vector = Computed.isVector(along.dims()) && along.dims().get(axis) != 1;
    Value value =
        vector
            ? assembly.shaped(node, assembly.bare(node, along), Shape.of(along.dims().get(axis)))
            : assembly.memory(node, along);
    Value given =
        op.logarithm() ? logarithm(node, value) : assembly.add(node, new Op.Softmax(), value);
    return assembly.reshaped(node, along.with(given), data.dims());
  }

  /** Without the numbers that a softmax rounds to 0: {@code x - max - log(sum(exp(x - max)))}. */
  private Value logarithm(ForeignNode node, Value value) {
    List<Integer> last = List.of(value.shape().rank() - 1);
    Op most = new Op.Reduce(Reduction.MAX, last, true);
    Op sum = new Op.Reduce(Reduction.SUM, last, true);
    Value greatest = assembly.add(node, "greatest", most, value);
    Value below = assembly.add(node, "below", new Op.Subtract(), value, greatest);
    Value powers = assembly.add(node, "powers", new Op.Map(Plain.EXP), below);
    Value all = assembly.add(node, "sum", sum, powers);
    Value logarithm = assembly.add(node, "logarithm", new Op.Map(Plain.LOG), all);
    return assembly.add(node, new Op.Subtract(), below, logarithm);
  }

  Computed cast(ForeignNode node, DType to) {
    Computed data = assembly.any(node, 0);
    DType format = to.isFloating() ? DType.F32 : to;
    if (data.value().type().dtype() == format) {
      return data;
    }
    Value value = assembly.add(node, new Op.Cast(format), assembly.bare(node, data));
    return Computed.of(value, data.dims(), data.order());
  }

  Computed tile(ForeignNode node) {
    Computed data = assembly.any(node, 0);
    List<Integer> repeats = assembly.integers(node, 1);
    if (repeats.size() != data.dims().size()) {
      throw node.malformed("it repeats " + data.dims() + " by " + repeats);
    }
    List<Integer> dims = new ArrayList<>();
    for (int axis = 0; axis < repeats.size(); axis++) {
      dims.add(Math.multiplyExact(data.dims().get(axis), repeats.get(axis)));
    }
    return new NumberLayers(assembly).repeated(node, data, dims);
  }

  Computed expand(ForeignNode node) {
    Computed data = assembly.any(node, 0);
    List<Integer> wanted = assembly.integers(node, 1);
    List<Integer> dims = Spread.together(node, data.dims(), wanted);
    Computed behind = data.behind(dims.size() - data.dims().size());
    return new NumberLayers(assembly).repeated(node, behind, dims);
  }

  Computed reshape(ForeignNode node, boolean zeroCopies) {
    Computed data = assembly.any(node, 0);
    return assembly.reshaped(
        node, data, reshaped(node, data.dims(), assembly.integers(node, 1), zeroCopies));
  }

  /** Extents of a result, one of which may be open and some copied. */
  static List<Integer> reshaped(
      ForeignNode node, List<Integer> dims, List<Integer> wanted, boolean zeroCopies) {
    List<Integer> filled = new ArrayList<>(wanted);
    for (int axis = 0; axis < filled.size(); axis++) {
      if (zeroCopies && filled.get(axis) == 0) {
        if (axis >= dims.size()) {
          throw node.malformed("it copies extent " + axis + " of " + dims);
        }
        filled.set(axis, dims.get(axis));
      }
    }
    return ForeignAxes.filled(node, filled, elements(dims));
  }

  Computed flatten(ForeignNode node, int axis) {
    Computed data = assembly.any(node, 0);
    return assembly.reshaped(node, data, flattened(node, data.dims(), axis));
  }

  static List<Integer> flattened(ForeignNode node, List<Integer> dims, int axis) {
    int rank = dims.size();
    int at = axis == rank ? rank : ForeignAxes.of(node, axis, rank);
    return List.of(elements(dims.subList(0, at)), elements(dims.subList(at, rank)));
  }

  Computed unsqueeze(ForeignNode node) {
    Computed data = assembly.any(node, 0);
    return assembly.reshaped(node, data, unsqueezed(node, data.dims(), assembly.integers(node, 1)));
  }

  static List<Integer> unsqueezed(ForeignNode node, List<Integer> dims, List<Integer> axes) {
    int rank = dims.size() + axes.size();
    List<Integer> counted = axes.stream().map(axis -> ForeignAxes.of(node, axis, rank)).toList();
    List<Integer> all = new ArrayList<>(dims);
    counted.stream().sorted().forEach(axis -> all.add(axis, 1));
    return all;
  }

  Computed squeeze(ForeignNode node) {
    Computed data = assembly.any(node, 0);
    return assembly.reshaped(node, data, squeezed(node, data.dims(), squeezedAxes(node)));
  }

  Optional<List<Integer>> squeezedAxes(ForeignNode node) {
    return node.has(1) ? Optional.of(assembly.integers(node, 1)) : Optional.empty();
  }

  static List<Integer> squeezed(
      ForeignNode node, List<Integer> dims, Optional<List<Integer>> axes) {
    if (axes.isEmpty()) {
      return dims.stream().filter(extent -> extent != 1).toList();
    }
    int rank = dims.size();
    List<Integer> counted =
        axes.get().stream().map(axis -> ForeignAxes.of(node, axis, rank)).toList();
    List<Integer> left = new ArrayList<>();
    for (int axis = 0; axis < rank; axis++) {
      if (!counted.contains(axis)) {
        left.add(dims.get(axis));
      } else if (dims.get(axis) != 1) {
        throw node.malformed("it leaves out axis " + axis + " of " + dims);
      }
    }
    return left;
  }

  List<Computed> split(ForeignNode node, TensorOp.Split op) {
    Computed data = assembly.any(node, 0);
    int axis = ForeignAxes.of(node, op.axis(), data.dims().size());
    int extent = data.dims().get(axis);
    List<Integer> given = node.has(1) ? assembly.integers(node, 1) : op.sizes();
    List<Integer> sizes = given.isEmpty() ? equal(extent, node.outputs().size()) : given;
    if (sizes.stream().anyMatch(size -> size < 1) || sizes.size() != node.outputs().size()) {
      throw node.unsupported("it cuts " + data.dims() + " into " + sizes);
    }
    if (sizes.size() == 1) {
      return List.of(data);
    }
    Value whole = assembly.shaped(node, assembly.bare(node, data), new Shape(data.memory()));
    String name = assembly.name(node);
    List<String> names = new ArrayList<>();
    for (int i = 0; i < sizes.size(); i++) {
      names.add(assembly.name(node, "part" + (i + 1)));
    }
    Op split = new Op.Split(data.order().indexOf(axis), sizes);
    List<Value> values = assembly.graph().add(name, split, List.of(whole), names);
    List<Computed> parts = new ArrayList<>();
    for (int i = 0; i < sizes.size(); i++) {
      List<Integer> dims = new ArrayList<>(data.dims());
      dims.set(axis, sizes.get(i));
      parts.add(Computed.of(values.get(i), dims, data.order()));
    }
    return parts;
  }

  /** Parts of one size, the last of which may be smaller. */
  private static List<Integer> equal(int extent, int parts) {
    int each = Math.ceilDiv(extent, parts);
    List<Integer> sizes = new ArrayList<>();
    for (int i = 0; i < parts; i++) {
      sizes.add(Math.min(each, extent - i * each));
    }
    return sizes;
  }

  private static int elements(List<Integer> dims) {
    return dims.stream().reduce(1, Math::multiplyExact);
  }
}
