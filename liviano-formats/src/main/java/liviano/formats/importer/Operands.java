package liviano.formats.importer;

import java.util.ArrayList;
import java.util.List;
import liviano.formats.importer.ForeignValue.Computed;
import liviano.formats.importer.ForeignValue.Known;
import liviano.graph.Op;
import liviano.graph.Value;
import liviano.tensor.DType;
import liviano.tensor.Shape;
import liviano.weights.Tensor;

/** What layers read, computed or constant, with all its extents or without the batch. */
record Operands(Assembly assembly) {

  /**
   * A tensor whose extents are those of the file from axis {@code lead} on.
   *
   * @param lead 1 if there is a batch of one that the value lacks, else 0
   */
  record View(Value value, int lead) {
    int axis(int axis) {
      return axis - lead;
    }
  }

  /** An input in its extents without the batch; a constant becomes a layer that gives it. */
  Value value(ForeignNode node, int input) {
    return switch (assembly.operand(node, input)) {
      case Computed computed -> assembly.value(node, computed);
      case Known _ -> constant(node, "constant", assembly.reals(node, input));
    };
  }

  /** An input in all its extents. */
  Value whole(ForeignNode node, int input) {
    return whole(node, value(node, input), assembly.operand(node, input).dims());
  }

  private Value whole(ForeignNode node, Value value, List<Integer> dims) {
    return assembly.shaped(node, value, dims.isEmpty() ? Shape.of(1) : new Shape(dims));
  }

  /**
   * An input for an operation along some axes: without the batch, if it is none of these.
   *
   * @param axes of the file, counted from 0
   */
  View along(ForeignNode node, int input, List<Integer> axes) {
    return along(node, value(node, input), assembly.operand(node, input).dims(), axes);
  }

  /** The same of what a node has computed so far. */
  View along(ForeignNode node, Computed data, List<Integer> axes) {
    return along(node, assembly.value(node, data), data.dims(), axes);
  }

  private View along(ForeignNode node, Value value, List<Integer> dims, List<Integer> axes) {
    boolean batch = dims.size() > 1 && dims.getFirst() == 1 && !axes.contains(0);
    return batch ? new View(value, 1) : new View(whole(node, value, dims), 0);
  }

  /** A layer that gives the numbers of a constant. */
  Value constant(ForeignNode node, String part, Tensor tensor) {
    DType format = tensor.type().isFloating() ? DType.F32 : tensor.type();
    List<Integer> dims = tensor.dims().sizes().stream().map(Math::toIntExact).toList();
    Shape shape = ForeignValue.shape(dims);
    String name = assembly.name(node, part);
    Value value = assembly.graph().add(name, new Op.Constant(shape, format));
    assembly
        .weights()
        .add(new Tensor(name + ".value", tensor.type(), shape.extents(), tensor.data()));
    return value;
  }

  /** Axes of a tensor from a constant input, ascending; all where it is left out or empty. */
  List<Integer> axes(ForeignNode node, int input, int rank) {
    List<Integer> axes = new ArrayList<>();
    if (node.has(input)) {
      for (int axis : assembly.integers(node, input)) {
        axes.add(ForeignAxes.of(node, axis, rank));
      }
    }
    if (axes.isEmpty()) {
      for (int axis = 0; axis < rank; axis++) {
        axes.add(axis);
      }
    }
    return axes.stream().distinct().sorted().toList();
  }
}
