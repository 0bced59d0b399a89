package liviano.formats.importer;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import liviano.formats.importer.ForeignValue.Computed;
import liviano.formats.importer.Operands.View;
import liviano.graph.Op;
import liviano.graph.Value;
import liviano.tensor.DType;
import liviano.tensor.Extents;
import liviano.tensor.LittleEndian;
import liviano.tensor.Shape;
import liviano.weights.Tensor;

/** Layers that cut tensors into parts, join them, repeat them and put numbers around them. */
record PartLayers(Assembly assembly, Operands operands) {
  PartLayers(Assembly assembly) {
    this(assembly, new Operands(assembly));
  }

  /** Some numbers along each axis. */
  ForeignValue slice(ForeignNode node, List<Cut> cuts) {
    return slice(node, assembly.computed(node, 0), cuts);
  }

  /** The same of what a node has computed so far. */
  ForeignValue slice(ForeignNode node, Computed data, List<Cut> cuts) {
    List<Integer> dims = data.dims();
    List<Integer> changed = new ArrayList<>();
    List<Integer> given = new ArrayList<>();
    for (int axis = 0; axis < dims.size(); axis++) {
      Cut cut = cuts.get(axis);
      given.add(cut.count());
      if (cut.count() < 1) {
        throw node.unsupported("it takes no number of axis " + axis + " of " + dims);
      }
      if (!cut.isWhole(dims.get(axis))) {
        changed.add(axis);
      }
    }
    if (changed.isEmpty()) {
      return data;
    }
    View view = operands.along(node, data, changed);
    Value value = view.value();
    if (changed.stream().allMatch(axis -> cuts.get(axis).step() > 0)) {
      List<Cut> within = cuts.subList(view.lead(), cuts.size());
      Op op =
          new Op.Slice(
              within.stream().map(Cut::begin).toList(),
              within.stream().map(Cut::count).toList(),
              within.stream().map(Cut::step).toList());
      return Computed.of(assembly.add(node, op, value), given);
    }
    for (int axis : changed) {
      value = taken(node, value, view.axis(axis), cuts.get(axis).places());
    }
    return Computed.of(value, given);
  }

  /**
   * Numbers of an extent by their places, in their order.
   *
   * @param places counted from 0, on the extent
   */
  Value taken(ForeignNode node, Value value, int axis, List<Integer> places) {
    int step = places.size() > 1 ? places.get(1) - places.getFirst() : 1;
    boolean regular = step > 0;
    for (int i = 1; i < places.size() && regular; i++) {
      regular = places.get(i) - places.get(i - 1) == step;
    }
    int rank = value.shape().rank();
    if (regular) {
      List<Integer> begin = new ArrayList<>(Collections.nCopies(rank, 0));
      List<Integer> size = new ArrayList<>(value.shape().dims());
      List<Integer> stride = new ArrayList<>(Collections.nCopies(rank, 1));
      begin.set(axis, places.getFirst());
      size.set(axis, places.size());
      stride.set(axis, step);
      boolean whole = begin.get(axis) == 0 && size.equals(value.shape().dims());
      return whole ? value : assembly.add(node, new Op.Slice(begin, size, stride), value);
    }
    assembly.made().spend(node, (long) places.size() * Integer.BYTES);
    MemorySegment bytes = MemorySegment.ofArray(new byte[places.size() * Integer.BYTES]);
    for (int i = 0; i < places.size(); i++) {
      bytes.set(LittleEndian.INT_UNALIGNED, (long) i * Integer.BYTES, places.get(i));
    }
    Tensor tensor = new Tensor("", DType.I32, Extents.of(places.size()), bytes);
    Value at = operands.constant(node, "places", tensor);
    return assembly.add(node, new Op.Gather(axis), value, at);
  }

  /**
   * Adjacent parts along an axis.
   *
   * @param parts how many of the same size, where no input says their extents
   */
  List<ForeignValue> split(ForeignNode node, int parts) {
    List<Integer> dims = assembly.operand(node, 0).dims();
    int axis =
        ForeignAxes.of(node, WholeNumbers.single(node, assembly.constant(node, 1)), dims.size());
    int extent = dims.get(axis);
    List<Integer> sizes =
        node.has(2)
            ? ForeignAxes.parts(
                node, WholeNumbers.held(node, assembly.constant(node, 2), extent), extent)
            : equal(node, extent, parts);
    return parts(node, axis, sizes, false);
  }

  private static List<Integer> equal(ForeignNode node, int extent, int parts) {
    if (parts < 1 || parts > extent) {
      throw node.malformed("it makes " + parts + " parts of " + extent);
    }
    int each = Math.ceilDiv(extent, parts);
    List<Integer> sizes = new ArrayList<>(Collections.nCopies(parts - 1, each));
    sizes.add(extent - each * (parts - 1));
    if (sizes.getLast() < 1) {
      throw node.malformed("it makes " + parts + " parts of " + extent);
    }
    return sizes;
  }

  /** Each place of an axis by itself, without the axis. */
  List<ForeignValue> unpack(ForeignNode node, int counted) {
    List<Integer> dims = assembly.operand(node, 0).dims();
    int axis = ForeignAxes.of(node, counted, dims.size());
    return parts(node, axis, Collections.nCopies(dims.get(axis), 1), true);
  }

  private List<ForeignValue> parts(
      ForeignNode node, int axis, List<Integer> sizes, boolean leavesAxisOut) {
    List<Integer> dims = assembly.operand(node, 0).dims();
    View view = operands.along(node, 0, List.of(axis));
    int rank = view.value().shape().rank();
    List<ForeignValue> parts = new ArrayList<>();
    int from = 0;
    for (int size : sizes) {
      List<Integer> begin = new ArrayList<>(Collections.nCopies(rank, 0));
      List<Integer> extents = new ArrayList<>(view.value().shape().dims());
      begin.set(view.axis(axis), from);
      extents.set(view.axis(axis), size);
      List<Integer> given = new ArrayList<>(dims);
      if (leavesAxisOut) {
        given.remove(axis);
      } else {
        given.set(axis, size);
      }
      Op op = new Op.Slice(begin, extents, Collections.nCopies(rank, 1));
      // A part that nobody asks for is no layer.
      boolean read =
          parts.size() < node.outputs().size()
              && node.outputs().get(parts.size()) != ForeignNode.ABSENT;
      Value value =
          !read || sizes.size() == 1 ? view.value() : assembly.add(node, op, view.value());
      parts.add(Computed.of(value, given));
      from += size;
    }
    return parts;
  }

  /** Tensors of equal extents along a new axis. */
  ForeignValue pack(ForeignNode node, int counted) {
    List<Integer> first = assembly.operand(node, 0).dims();
    int axis = ForeignAxes.of(node, counted, first.size() + 1);
    for (int i = 1; i < node.inputs().size(); i++) {
      if (!assembly.operand(node, i).dims().equals(first)) {
        throw node.malformed("it packs " + first + " and " + assembly.operand(node, i).dims());
      }
    }
    List<Integer> single = new ArrayList<>(first);
    single.add(axis, 1);
    List<Integer> dims = new ArrayList<>(single);
    dims.set(axis, node.inputs().size());
    Value[] values = new Value[node.inputs().size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = assembly.shaped(node, operands.value(node, i), new Shape(single));
    }
    Value value =
        values.length == 1 ? values[0] : assembly.add(node, concat(axis, 0, dims), values);
    return Computed.of(value, dims);
  }

  /** Along the innermost axis as all networks of ours say it. */
  private static Op concat(int axis, int lead, List<Integer> dims) {
    return axis == dims.size() - 1 ? new Op.Concat() : new Op.Concat(axis - lead);
  }

  /** A tensor again and again along its axes. */
  ForeignValue tile(ForeignNode node) {
    List<Integer> dims = assembly.operand(node, 0).dims();
    List<Integer> repeats = WholeNumbers.held(node, assembly.constant(node, 1), Extents.MAX_RANK);
    if (repeats.size() != dims.size()) {
      throw node.malformed("it repeats " + dims + " by " + repeats);
    }
    List<Integer> changed = new ArrayList<>();
    List<Integer> given = new ArrayList<>();
    for (int axis = 0; axis < dims.size(); axis++) {
      given.add(Math.multiplyExact(dims.get(axis), repeats.get(axis)));
      if (repeats.get(axis) != 1) {
        changed.add(axis);
      }
    }
    if (changed.isEmpty()) {
      return assembly.operand(node, 0);
    }
    View view = operands.along(node, 0, changed);
    Op op = new Op.Tile(repeats.subList(view.lead(), repeats.size()));
    return Computed.of(assembly.add(node, op, view.value()), given);
  }

  /**
   * Copies of a number around a tensor.
   *
   * @param around numbers before and after each axis in turn, not negative
   */
  ForeignValue surround(ForeignNode node, List<Integer> around, float value) {
    List<Integer> dims = assembly.operand(node, 0).dims();
    List<Integer> changed = new ArrayList<>();
    List<Integer> before = new ArrayList<>();
    List<Integer> after = new ArrayList<>();
    List<Integer> given = new ArrayList<>();
    for (int axis = 0; axis < dims.size(); axis++) {
      before.add(around.get(2 * axis));
      after.add(around.get(2 * axis + 1));
      int more = Math.addExact(before.getLast(), after.getLast());
      given.add(Math.addExact(dims.get(axis), more));
      if (more != 0) {
        changed.add(axis);
      }
    }
    View view = operands.along(node, 0, changed);
    Op op =
        new Op.Surround(
            before.subList(view.lead(), dims.size()),
            after.subList(view.lead(), dims.size()),
            value);
    return Computed.of(assembly.add(node, op, view.value()), given);
  }
}
