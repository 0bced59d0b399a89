package liviano.formats.importer;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Stream;
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

  /** Only counts axes in another order. */
  ForeignValue transpose(ForeignNode node) {
    Computed data = assembly.computed(node, 0);
    return data.transposed(order(node, assembly.integers(node, 1), data.dims().size()));
  }

  /** An order of axes. */
  static List<Integer> order(ForeignNode node, List<Integer> axes, int rank) {
    List<Integer> order = axes.stream().map(axis -> ForeignAxes.of(node, axis, rank)).toList();
    if (order.size() != rank || order.stream().distinct().count() != rank) {
      throw node.malformed("it puts " + rank + " axes in the order " + order);
    }
    return order;
  }

  /** Zeros around a map wait for the window that reads them. */
  ForeignValue pad(ForeignNode node) {
    Computed data = assembly.computed(node, 0);
    float number = node.has(2) ? number(node, assembly.reals(node, 2)) : 0;
    List<Integer> pairs = assembly.integers(node, 1);
    if (pairs.size() != 2 * data.dims().size()) {
      throw node.malformed("it pads " + data.dims() + " by " + pairs);
    }
    List<Integer> before = new ArrayList<>();
    List<Integer> after = new ArrayList<>();
    for (int i = 0; i < pairs.size(); i += 2) {
      before.add(pairs.get(i));
      after.add(pairs.get(i + 1));
    }
    return pad(node, data, before, after, number);
  }

  /**
   * Numbers around a tensor.
   *
   * @param before how many come before each axis of the file
   * @param after how many come after it
   */
  Computed pad(
      ForeignNode node, Computed data, List<Integer> before, List<Integer> after, float number) {
    if (Stream.concat(before.stream(), after.stream()).allMatch(count -> count == 0)) {
      return data;
    }
    if (Stream.concat(before.stream(), after.stream()).anyMatch(count -> count < 0)) {
      throw node.unsupported("it pads " + data.dims() + " by " + before + " and " + after);
    }
    int rank = data.dims().size();
    List<Integer> last = assembly.layout().channelsLast(rank);
    List<Integer> first = last.stream().map(before::get).toList();
    List<Integer> second = last.stream().map(after::get).toList();
    boolean map = rank == 4 && data.transposed(last).isMap() && number == 0;
    if (map && first.get(0) + second.get(0) + first.get(3) + second.get(3) == 0) {
      Computed inside = assembly.channelsLast(node, data);
      return assembly.asInFile(aroundMap(inside, first, second));
    }
    Shape shape = new Shape(data.memory());
    Value value = assembly.shaped(node, assembly.bare(node, data), shape);
    Op op =
        new Op.Surround(
            data.order().stream().map(before::get).toList(),
            data.order().stream().map(after::get).toList(),
            number);
    List<Integer> dims = new ArrayList<>();
    for (int axis = 0; axis < rank; axis++) {
      dims.add(
          Math.addExact(data.dims().get(axis), Math.addExact(before.get(axis), after.get(axis))));
    }
    return Computed.of(assembly.add(node, op, value), dims, data.order());
  }

  private static Computed aroundMap(Computed data, List<Integer> before, List<Integer> after) {
    Pads inner = data.pads();
    Pads pads =
        new Pads(
            Math.addExact(inner.top(), before.get(1)),
            Math.addExact(inner.left(), before.get(2)),
            Math.addExact(inner.bottom(), after.get(1)),
            Math.addExact(inner.right(), after.get(2)));
    List<Integer> dims = new ArrayList<>(data.dims());
    for (int axis = 1; axis < 3; axis++) {
      dims.set(
          axis, Math.addExact(dims.get(axis), Math.addExact(before.get(axis), after.get(axis))));
    }
    ForeignValue.elements(dims);
    return new Computed(data.value(), dims, data.order(), pads);
  }

  static float number(ForeignNode node, Tensor value) {
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
    return resize(node, assembly.integers(node, 1), operation);
  }

  /** The same to a height and a width. */
  Computed resize(
      ForeignNode node, List<Integer> size, BiFunction<Integer, Integer, Op> operation) {
    Computed data = assembly.map(node, 0);
    if (size.size() != 2) {
      throw node.malformed("it resizes " + data.dims() + " to " + size);
    }
    if (size.equals(data.dims().subList(1, 3))) {
      return assembly.asInFile(data);
    }
    requireOne(node, data);
    Op op = operation.apply(size.get(0), size.get(1));
    return assembly.asInFile(assembly.add(node, op, assembly.memory(node, data)));
  }

  static void requireOne(ForeignNode node, Computed map) {
    if (!map.isMap()) {
      throw node.unsupported("it reads a batch of " + map.dims().getFirst() + " maps at once");
    }
  }

  ForeignValue spaceToDepth(ForeignNode node, int block) {
    Computed data = assembly.map(node, 0);
    requireOne(node, data);
    Op op = new Op.SpaceToDepth(block, BlockOrder.BLOCK_MAJOR);
    return assembly.asInFile(assembly.add(node, op, assembly.memory(node, data)));
  }

  /**
   * A row of the map with all its channels holds {@code block} rows of the result: its numbers are
   * put into their order, which is the same for all rows.
   */
  ForeignValue depthToSpace(ForeignNode node, int block) {
    Computed data = assembly.map(node, 0);
    int area = Math.multiplyExact(block, block);
    if (!data.isMap() || block < 1 || data.channels() % area != 0) {
      throw node.malformed("it makes blocks of " + block + " of " + data.dims());
    }
    int height = data.dims().get(1);
    int width = data.dims().get(2);
    int channels = data.channels() / area;
    Value value = assembly.memory(node, data);
    Shape rows = Shape.of(height, Math.multiplyExact(width, data.channels()));
    assembly.made().spend(node, rows.channels() * BYTES_OF_AN_ENTRY);
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
    return assembly.asInFile(
        Computed.of(ordered, List.of(1, height * block, width * block, channels)));
  }

  /** All lie as the first; outermost ones are joined as vectors. */
  ForeignValue concatenate(ForeignNode node, int axis) {
    List<Computed> parts = new ArrayList<>();
    for (int i = 0; i < node.inputs().size(); i++) {
      parts.add(assembly.any(node, i));
    }
    if (parts.isEmpty()) {
      throw node.malformed("it joins nothing");
    }
    Computed first = parts.getFirst();
    int at = ForeignAxes.of(node, axis, first.dims().size());
    List<Integer> dims = joined(node, parts, at);
    if (parts.size() == 1) {
      return first;
    }
    int place = first.order().indexOf(at);
    List<Integer> before = first.memory().subList(0, place);
    boolean outermost = before.stream().allMatch(extent -> extent == 1);
    boolean innermost = place == first.order().size() - 1;
    Value[] values =
        parts.stream()
            .map(part -> assembly.ordered(node, part, first.order()))
            .map(part -> outermost && !innermost ? vector(node, part) : assembly.memory(node, part))
            .toArray(Value[]::new);
    Op op = innermost || outermost ? new Op.Concat() : new Op.Concat(Assembly.place(first, at));
    return Computed.of(assembly.add(node, op, values), dims, first.order());
  }

  private static List<Integer> joined(ForeignNode node, List<Computed> parts, int at) {
    List<Integer> first = parts.getFirst().dims();
    List<Integer> dims = new ArrayList<>(first);
    dims.set(at, 0);
    for (Computed part : parts) {
      List<Integer> others = new ArrayList<>(part.dims());
      boolean fits = others.size() == first.size();
      int extent = fits ? others.set(at, dims.get(at)) : 0;
      if (!fits || !others.equals(dims)) {
        throw node.malformed("it joins " + first + " and " + part.dims() + " at axis " + at);
      }
      dims.set(at, Math.addExact(dims.get(at), extent));
    }
    return dims;
  }

  private Value vector(ForeignNode node, Computed part) {
    Value value = assembly.bare(node, part);
    return assembly.shaped(node, value, Shape.of(value.shape().elements()));
  }

  private Computed renamed(ForeignNode node, Computed data, List<Integer> dims) {
    return assembly.reshaped(node, data, dims);
  }

  private static int single(ForeignNode node, List<Integer> integers) {
    if (integers.size() != 1) {
      throw node.malformed("one integer is needed, there are " + integers.size());
    }
    return integers.getFirst();
  }
}
