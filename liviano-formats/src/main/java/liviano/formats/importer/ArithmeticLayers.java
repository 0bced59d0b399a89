package liviano.formats.importer;

import java.util.ArrayList;
import java.util.List;
import liviano.formats.importer.ForeignOp.Combination;
import liviano.formats.importer.ForeignValue.Computed;
import liviano.graph.Op;
import liviano.graph.Value;
import liviano.tensor.DType;
import liviano.tensor.Shape;

/** Layers that compute with two tensors of any extents, and those that change number formats. */
record ArithmeticLayers(Assembly assembly, Operands operands) {
  ArithmeticLayers(Assembly assembly) {
    this(assembly, new Operands(assembly));
  }

  /** Either of the two may be repeated along extents of 1, and either may be constant. */
  ForeignValue combine(ForeignNode node, Combination how) {
    List<Integer> a = assembly.operand(node, 0).dims();
    List<Integer> b = assembly.operand(node, 1).dims();
    List<Integer> dims = repeated(node, a, b);
    Shape shape = ForeignValue.shape(dims);
    Value first = operands.value(node, 0);
    Value second = operands.value(node, 1);
    boolean whole = first.shape().elements() == shape.elements();
    if (!whole && isCommutative(how) && second.shape().elements() == shape.elements()) {
      Value swapped = first;
      first = second;
      second = swapped;
    } else if (!whole) {
      first = tiled(node, first, shape);
    }
    Value value = assembly.add(node, operation(how), assembly.shaped(node, first, shape), second);
    return Computed.of(value, dims);
  }

  /** The extents that two tensors have together. */
  static List<Integer> repeated(ForeignNode node, List<Integer> a, List<Integer> b) {
    int rank = Math.max(a.size(), b.size());
    List<Integer> dims = new ArrayList<>();
    for (int i = rank; i >= 1; i--) {
      int one = i <= a.size() ? a.get(a.size() - i) : 1;
      int other = i <= b.size() ? b.get(b.size() - i) : 1;
      if (one != other && one != 1 && other != 1) {
        throw node.malformed("it combines " + a + " and " + b);
      }
      dims.add(one == 1 ? other : one);
    }
    return dims;
  }

  /** A tensor again and again along its extents of 1. */
  private Value tiled(ForeignNode node, Value value, Shape shape) {
    List<Integer> dims = new ArrayList<>(value.shape().dims());
    while (dims.size() < shape.rank()) {
      dims.addFirst(1);
    }
    while (dims.size() > shape.rank()) {
      dims.removeFirst(); // of 1: the other tensor has no such extent
    }
    List<Integer> repeats = new ArrayList<>();
    for (int axis = 0; axis < dims.size(); axis++) {
      repeats.add(shape.dims().get(axis) / dims.get(axis));
    }
    Value aligned = assembly.shaped(node, value, new Shape(dims));
    return assembly.add(node, "tiled", new Op.Tile(repeats), aligned);
  }

  private static boolean isCommutative(Combination how) {
    return switch (how) {
      case ADD, MULTIPLY, MAXIMUM, MINIMUM -> true;
      case SUBTRACT, DIVIDE, FLOOR_DIVIDE, POWER -> false;
    };
  }

  private static Op operation(Combination how) {
    return switch (how) {
      case ADD -> new Op.Add();
      case SUBTRACT -> new Op.Subtract();
      case MULTIPLY -> new Op.Multiply();
      case DIVIDE -> new Op.Divide();
      case FLOOR_DIVIDE -> new Op.FloorDivide();
      case POWER -> new Op.Power();
      case MAXIMUM -> new Op.Maximum();
      case MINIMUM -> new Op.Minimum();
    };
  }

  /** All real formats are computed in 32 bits. */
  ForeignValue cast(ForeignNode node, DType format) {
    Computed data = assembly.computed(node, 0);
    DType to = format.isFloating() ? DType.F32 : format;
    Value value = assembly.value(node, data);
    boolean same = value.type().dtype() == to && value.type().quantization().isEmpty();
    return Computed.of(same ? value : assembly.add(node, new Op.Cast(to), value), data.dims());
  }

  /** The activation that holds numbers in a range. */
  static Op.Activation clamp(float least, float most) {
    if (least == 0 && most == Float.POSITIVE_INFINITY) {
      return new Op.Relu();
    }
    return least == 0 && most == 6 ? new Op.Relu6() : new Op.Clip(least, most);
  }
}
