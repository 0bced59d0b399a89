package liviano.formats.importer;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import liviano.formats.Pads;
import liviano.formats.importer.ForeignValue.Computed;
import liviano.graph.Op;
import liviano.graph.Value;
import liviano.tensor.BlockOrder;
import liviano.tensor.Shape;
import liviano.weights.Tensor;

/** Layers that move numbers. Most of what only renames extents becomes no layer at all. */
record ShapeLayers(Assembly assembly) {
  /** Of a list of integers, with the integer. */
  private static final long BYTES_OF_AN_ENTRY = 24;

  ForeignValue reshape(ForeignNode node, List<Integer> dims) {
    Computed data = assembly.computed(node, 0);
    List<Integer> wanted = node.has(1) ? assembly.integers(node, 1) : dims;
    return renamed(
        node, data, ForeignAxes.filled(node, wanted, ForeignValue.elements(data.dims())));
  }

  ForeignValue squeeze(ForeignNode node, List<Integer> axes) {
    Computed data = assembly.computed(node, 0);
    int rank = data.dims().size();
    List<Integer> counted = axes.stream().map(axis -> ForeignAxes.of(node, axis, rank)).toList();
    List<Integer> dims = new ArrayList<>();
    for (int axis = 0; axis < rank; axis++) {
      boolean single = data.dims().get(axis) == 1;
      if (counted.contains(axis) && !single) {
        throw node.malformed("it leaves out axis " + axis + " of " + data.dims());
      }
      if (!single || !axes.isEmpty() && !counted.contains(axis)) {
        dims.add(data.dims().get(axis));
      }
    }
    return renamed(node, data, dims);
  }

  ForeignValue expandDims(ForeignNode node) {
    Computed data = assembly.computed(node, 0);
    int axis = single(node, assembly.integers(node, 1));
    List<Integer> dims = new ArrayList<>(data.dims());
    dims.add(ForeignAxes.of(node, axis, dims.size() + 1), 1);
    return renamed(node, data, dims);
  }

  /** Extents of 1 change their places without a layer. */
  ForeignValue transpose(ForeignNode node) {
    Computed data = assembly.computed(node, 0);
    int rank = data.dims().size();
    List<Integer> order =
        assembly.integers(node, 1).stream().map(axis -> ForeignAxes.of(node, axis, rank)).toList();
    if (order.size() != rank || order.stream().distinct().count() != rank) {
      throw node.malformed("it puts " + rank + " axes in the order " + order);
    }
    List<Integer> moved = order.stream().filter(axis -> data.dims().get(axis) != 1).toList();
    List<Integer> dims = order.stream().map(data.dims()::get).toList();
    if (moved.equals(moved.stream().sorted().toList())) {
      return renamed(node, data, dims);
    }
    Value whole = assembly.shaped(node, assembly.value(node, data), new Shape(data.dims()));
    return Computed.of(assembly.add(node, new Op.Transpose(order), whole), dims);
  }

  /** Zeros around a map wait for the window that reads them. */
  ForeignValue pad(ForeignNode node) {
    Computed data = assembly.computed(node, 0);
    float value = node.has(2) ? number(node, assembly.reals(node, 2)) : 0;
    List<Integer> around = assembly.integers(node, 1);
    if (around.size() != 2 * data.dims().size()) {
      throw node.malformed("it pads " + data.dims() + " by " + around);
    }
    if (around.stream().allMatch(zeros -> zeros == 0)) {
      return data;
    }
    if (around.stream().anyMatch(zeros -> zeros < 0)) {
      throw node.unsupported("it pads " + data.dims() + " by " + around);
    }
    if (value != 0 || data.dims().getFirst() != 1) {
      return new PartLayers(assembly).surround(node, around, value);
    }
    List<Integer> others = new ArrayList<>(around);
    if (data.isMap()) {
      others.subList(2, 6).clear();
    }
    return data.isMap() && others.stream().allMatch(zeros -> zeros == 0)
        ? aroundMap(data, around)
        : axisByAxis(node, data, around);
  }

  private static ForeignValue aroundMap(Computed data, List<Integer> around) {
    Pads before = data.pads();
    Pads pads =
        new Pads(
            Math.addExact(before.top(), around.get(2)),
            Math.addExact(before.left(), around.get(4)),
            Math.addExact(before.bottom(), around.get(3)),
            Math.addExact(before.right(), around.get(5)));
    List<Integer> dims = new ArrayList<>(data.dims());
    dims.set(1, Math.addExact(dims.get(1), Math.addExact(around.get(2), around.get(3))));
    dims.set(2, Math.addExact(dims.get(2), Math.addExact(around.get(4), around.get(5))));
    ForeignValue.elements(dims);
    return new Computed(data.value(), dims, pads);
  }

  /** Each axis as the columns of a map whose rows are the axes before it. */
  private ForeignValue axisByAxis(ForeignNode node, Computed data, List<Integer> around) {
    List<Integer> dims = new ArrayList<>(data.dims());
    Value value = assembly.bare(node, data);
    for (int axis = 0; axis < dims.size(); axis++) {
      int before = around.get(2 * axis);
      int after = around.get(2 * axis + 1);
      if (before + after == 0) {
        continue;
      }
      if (axis == 0) {
        throw node.unsupported("it pads the batch");
      }
      int outer = ForeignValue.elements(dims.subList(0, axis));
      int inner = value.shape().elements() / outer / dims.get(axis);
      Value map = assembly.shaped(node, value, Shape.of(outer, dims.get(axis), inner));
      value = assembly.add(node, new Op.Pad(0, 0, before, after), map);
      dims.set(axis, Math.addExact(dims.get(axis), Math.addExact(before, after)));
    }
    return Computed.of(value, dims);
  }

  private static float number(ForeignNode node, Tensor value) {
    if (value.elementCount() != 1) {
      throw node.malformed("it pads with " + value.type() + value.dims());
    }
    return value.type().isFloating() ? value.toFloats()[0] : WholeNumbers.single(node, value);
  }

  /**
   * A map in another height and width; in its own it stays.
   *
   * @param operation for a height and a width
   */
  ForeignValue resize(ForeignNode node, BiFunction<Integer, Integer, Op> operation) {
    Computed data = assembly.computed(node, 0);
    List<Integer> size = assembly.integers(node, 1);
    if (!data.isMap() || size.size() != 2) {
      throw node.malformed("it resizes " + data.dims() + " to " + size);
    }
    if (size.equals(data.dims().subList(1, 3))) {
      return data;
    }
    Op op = operation.apply(size.get(0), size.get(1));
    return Computed.of(
        assembly.add(node, op, assembly.value(node, data)),
        List.of(1, size.get(0), size.get(1), data.channels()));
  }

  ForeignValue spaceToDepth(ForeignNode node, int block) {
    Value value =
        assembly.add(
            node, new Op.SpaceToDepth(block, BlockOrder.BLOCK_MAJOR), assembly.value(node, 0));
    List<Integer> dims = new ArrayList<>(List.of(1));
    dims.addAll(value.shape().dims());
    return Computed.of(value, dims);
  }

  /**
   * A row of the map with all its channels holds {@code block} rows of the result: its numbers are
   * put into their order, which is the same for all rows.
   */
  ForeignValue depthToSpace(ForeignNode node, int block) {
    Computed data = assembly.computed(node, 0);
    int area = Math.multiplyExact(block, block);
    if (!data.isMap() || block < 1 || data.channels() % area != 0) {
      throw node.malformed("it makes blocks of " + block + " of " + data.dims());
    }
    int height = data.dims().get(1);
    int width = data.dims().get(2);
    int channels = data.channels() / area;
    Value value = assembly.value(node, data);
    Shape rows = Shape.of(height, Math.multiplyExact(width, data.channels()));
    assembly.spend(node, rows.channels() * BYTES_OF_AN_ENTRY);
    List<Integer> order = new ArrayList<>();
    for (int row = 0; row < block; row++) {
      for (int column = 0; column < width; column++) {
        int from = column * data.channels() + row * block * channels;
        for (int i = 0; i < block * channels; i++) {
          order.add(from + i);
        }
      }
    }
    Value ordered =
        assembly.add(node, new Op.SelectChannels(order), assembly.shaped(node, value, rows));
    return Computed.of(ordered, List.of(1, height * block, width * block, channels));
  }

  /** Zeros that wait are those of a map: they become a layer before its extents change. */
  private ForeignValue renamed(ForeignNode node, Computed data, List<Integer> dims) {
    if (dims.equals(data.dims())) {
      return data;
    }
    return Computed.of(assembly.bare(node, data), dims);
  }

  private static int single(ForeignNode node, List<Integer> integers) {
    if (integers.size() != 1) {
      throw node.malformed("one integer is needed, there are " + integers.size());
    }
    return integers.getFirst();
  }
}
