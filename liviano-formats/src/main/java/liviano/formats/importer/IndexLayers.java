package liviano.formats.importer;

import java.util.ArrayList;
import java.util.List;
import liviano.formats.importer.ForeignOp.ArgMax;
import liviano.formats.importer.ForeignValue.Computed;
import liviano.formats.importer.ForeignValue.Known;
import liviano.formats.importer.Operands.View;
import liviano.graph.Op;
import liviano.graph.Value;
import liviano.tensor.Reduction;
import liviano.tensor.UnaryFunction.Plain;

/** Layers that find numbers by their places, the places of numbers, and sums along axes. */
record IndexLayers(Assembly assembly, Operands operands) {
  IndexLayers(Assembly assembly) {
    this(assembly, new Operands(assembly));
  }

  ForeignValue argMax(ForeignNode node, ArgMax op) {
    List<Integer> dims = assembly.operand(node, 0).dims();
    int axis =
        ForeignAxes.of(node, WholeNumbers.single(node, assembly.constant(node, 1)), dims.size());
    View view = operands.along(node, 0, List.of(axis));
    Value value = view.value();
    if (op.least()) {
      value = assembly.add(node, "negated", new Op.Map(Plain.NEGATE), value);
    }
    Value place = assembly.add(node, new Op.ArgMax(view.axis(axis), true, op.type()), value);
    return Computed.of(place, without(dims, List.of(axis), op.keepsRank()));
  }

  ForeignValue reduce(ForeignNode node, Reduction kind, boolean keepsRank) {
    List<Integer> dims = assembly.operand(node, 0).dims();
    List<Integer> axes = operands.axes(node, 1, dims.size());
    List<Integer> given = without(dims, axes, keepsRank);
    List<Integer> longer = axes.stream().filter(axis -> dims.get(axis) != 1).toList();
    if (longer.isEmpty()) {
      return Computed.of(operands.value(node, 0), given);
    }
    View view = operands.along(node, 0, longer);
    List<Integer> within = longer.stream().map(view::axis).toList();
    return Computed.of(assembly.add(node, new Op.Reduce(kind, within, true), view.value()), given);
  }

  /** Extents without some axes, or with extents of 1 there. */
  private static List<Integer> without(List<Integer> dims, List<Integer> axes, boolean keepsRank) {
    List<Integer> left = new ArrayList<>();
    for (int axis = 0; axis < dims.size(); axis++) {
      if (!axes.contains(axis)) {
        left.add(dims.get(axis));
      } else if (keepsRank) {
        left.add(1);
      }
    }
    return left;
  }

  /** Places that are constant and side by side, or equally far apart, are a slice. */
  ForeignValue gather(ForeignNode node, int counted) {
    List<Integer> dims = assembly.operand(node, 0).dims();
    ForeignValue places = assembly.operand(node, 1);
    int axis = ForeignAxes.of(node, counted, dims.size());
    List<Integer> given = new ArrayList<>(dims);
    given.remove(axis);
    given.addAll(axis, places.dims());
    ForeignValue.elements(given);
    View view = operands.along(node, 0, List.of(axis));
    if (places instanceof Known(var tensor)) {
      List<Integer> known = WholeNumbers.held(node, tensor, Integer.MAX_VALUE);
      Value value =
          new PartLayers(assembly)
              .taken(node, view.value(), view.axis(axis), counted(node, known, dims.get(axis)));
      return Computed.of(value, given);
    }
    Op op = new Op.Gather(view.axis(axis));
    return Computed.of(assembly.add(node, op, view.value(), operands.whole(node, 1)), given);
  }

  private static List<Integer> counted(ForeignNode node, List<Integer> places, int extent) {
    List<Integer> counted = new ArrayList<>();
    for (int place : places) {
      int from = place < 0 ? place + extent : place;
      if (from < 0 || from >= extent) {
        throw node.malformed("it takes number " + place + " of " + extent);
      }
      counted.add(from);
    }
    return counted;
  }

  ForeignValue gatherNd(ForeignNode node) {
    List<Integer> dims = assembly.operand(node, 0).dims();
    List<Integer> places = assembly.operand(node, 1).dims();
    int each = places.isEmpty() ? 0 : places.getLast();
    if (each < 1 || each > dims.size()) {
      throw node.malformed("it looks up " + places + " places in " + dims);
    }
    List<Integer> given = new ArrayList<>(places.subList(0, places.size() - 1));
    given.addAll(dims.subList(each, dims.size()));
    Value found =
        assembly.add(node, new Op.GatherNd(), operands.whole(node, 0), operands.whole(node, 1));
    return Computed.of(found, given);
  }
}
