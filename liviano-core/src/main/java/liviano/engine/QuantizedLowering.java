package liviano.engine;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import liviano.graph.Node;
import liviano.graph.Op;
import liviano.graph.TensorType;
import liviano.graph.Value;
import liviano.kernels.Clamp;
import liviano.kernels.Formats;
import liviano.kernels.Grid;
import liviano.kernels.Quantizing;
import liviano.kernels.Rows;
import liviano.tensor.DType;
import liviano.tensor.Quantization;

/**
 * Quantized values in a plan, in one of two ways. In <b>integers</b> they lie in memory as they
 * are: what has a formula of integers is computed by it ({@link IntegerTasks}), and every other
 * layer as integers to floats, the layer on these, floats to integers. As floats <b>on the grid</b>
 * they lie as the real numbers that the integers stand for: every layer is the ordinary one of
 * floats, its result rounded to the nearest of these. Inputs and outputs of the network are
 * integers in both.
 */
final class QuantizedLowering {
  private final Lowering lowering;
  private final boolean integers;
  private final IntegerTasks formulas;

  /** The real numbers of quantized values. */
  private final Map<Value, Value> reals = new HashMap<>();

  /**
   * @param integers whether values lie in memory as integers
   */
  QuantizedLowering(Lowering lowering, boolean integers) {
    this.lowering = lowering;
    this.integers = integers;
    this.formulas = new IntegerTasks(lowering);
  }

  /** Whether a node reads or gives quantized values. */
  static boolean concerns(Node node) {
    return node.op() instanceof Op.Quantized
        || node.op() instanceof Op.Quantize
        || node.inputs().stream().anyMatch(QuantizedLowering::isQuantized);
  }

  static boolean isQuantized(Value value) {
    return value.type().quantization().isPresent();
  }

  void lower(Node node) {
    switch (node.op()) {
      case Op.Dequantize _ -> lowering.rename(lowering.operand(reals(node.input())), node.output());
      case Op.Quantize _ -> quantize(node);
      case Op.Quantized quantized -> quantized(node, quantized.real());
      // A layer that moves quantized numbers of any format is one on the integers.
      default -> quantized(wrapped(node), node.op());
    }
  }

  /** The integers of a value that the caller reads. */
  Operand output(Value value) {
    if (!isQuantized(value)) {
      return lowering.operand(value);
    }
    return lowering.operand(integers(value));
  }

  private static Node wrapped(Node node) {
    TensorType type = node.output().type();
    Op op = new Op.Quantized(node.op(), type.dtype(), type.quantization().orElseThrow());
    return new Node(node.name(), op, node.inputs(), node.outputs());
  }

  private void quantize(Node node) {
    Value in = node.input();
    if (!integers) {
      round(node, isQuantized(in) ? reals(in) : in, grid(node.output()));
    } else if (isQuantized(in)) {
      rescale(node, in, grid(node.output()));
    } else {
      store(node.name(), in, node.output());
    }
  }

  private void quantized(Node node, Op real) {
    if (real instanceof Op.Constant) {
      constant(node);
      return;
    }
    Optional<Clamp> clamp = Clamps.of(real);
    boolean oneScale = !quantization(node.outputs().getFirst()).isPerChannel();
    if (clamp.isPresent() && isQuantized(node.input()) && oneScale) {
      clamp(node, grid(node.output()).within(clamp.get()));
    } else if (!integers) {
      onGrid(node);
    } else if (!formulas.lower(node, this::integers)) {
      throughFloats(node);
    }
  }

  /** In either form, made when it is first read. */
  private void constant(Node node) {
    Op.Quantized op = (Op.Quantized) node.op();
    Value value = node.output();
    lowering.plain(
        new Node(node.name(), new Op.Constant(value.shape(), op.format()), List.of(), value));
    Value twin = twin(value);
    lowering.plain(
        new Node(node.name(), new Op.Constant(value.shape(), DType.F32), List.of(), twin));
  }

  /** An activation that is a narrower range of integers. */
  private void clamp(Node node, Grid range) {
    Value in = node.input();
    boolean same =
        quantization(in).equals(range.quantization()) && in.type().dtype() == range.format();
    if (same && range.isWhole()) {
      lowering.rename(lowering.operand(integers ? integers(in) : reals(in)), held(node.output()));
    } else if (integers) {
      rescale(node, in, range);
    } else {
      round(node, reals(in), range);
    }
  }

  private Value held(Value output) {
    return integers ? output : twin(output);
  }

  private void onGrid(Node node) {
    Node real = real(node);
    lowering.plain(real);
    if (keepsGrid(node)) {
      return;
    }
    for (int i = 0; i < node.outputs().size(); i++) {
      Value unrounded = real.outputs().get(i);
      Value value = node.outputs().get(i);
      reals.remove(value);
      round(value, unrounded, grid(value));
    }
  }

  private void throughFloats(Node node) {
    Node real = real(node);
    lowering.plain(real);
    for (int i = 0; i < node.outputs().size(); i++) {
      Value value = node.outputs().get(i);
      reals.remove(value);
      store(value.name(), real.outputs().get(i), value);
    }
  }

  /** The layer on real numbers, its operands those of the plan. */
  private Node real(Node node) {
    Op op = ((Op.Quantized) node.op()).real();
    return new Node(
        node.name(),
        op,
        node.inputs().stream().map(in -> isQuantized(in) ? reals(in) : in).toList(),
        node.outputs().stream().map(this::twin).toList());
  }

  /** Whether every number of the result is one of the inputs, or 0. */
  private static boolean keepsGrid(Node node) {
    boolean moves =
        switch (((Op.Quantized) node.op()).real()) {
          case Op.Surround _ -> false;
          case Op.Move _, Op.Concat _, Op.MaxPool _, Op.ResizeNearest _ -> true;
          default -> false;
        };
    TensorType type = node.outputs().getFirst().type();
    return moves
        && node.inputs().stream()
            .filter(QuantizedLowering::isQuantized)
            .allMatch(
                in ->
                    in.type().dtype() == type.dtype()
                        && in.type().quantization().equals(type.quantization()));
  }

  /** The real numbers of a quantized value, loaded where it lies as integers alone. */
  private Value reals(Value value) {
    Value known = reals.get(value);
    if (known != null) {
      return known;
    }
    Value twin = twin(value);
    Operand in = lowering.operand(value);
    Operand out = lowering.define(twin);
    Formats formats = Formats.of(in.format(), out.format());
    lowering.add(
        value.name() + ".reals",
        new Quantizing.Load(in.rows(), in.shape().channels(), quantization(value), formats),
        List.of(in),
        out);
    return twin;
  }

  /** The integers of a quantized value, stored where it lies as real numbers alone. */
  private Value integers(Value value) {
    if (!lowering.has(value)) {
      store(value.name() + ".integers", reals.get(value), value);
    }
    return value;
  }

  private Value twin(Value value) {
    Value twin = lowering.fresh(value.name(), TensorType.f32(value.shape()));
    reals.put(value, twin);
    return twin;
  }

  private void store(String name, Value from, Value to) {
    Operand in = lowering.operand(from);
    Operand out = lowering.define(to);
    Formats formats = Formats.of(in.format(), out.format());
    lowering.add(
        name,
        new Quantizing.Store(in.rows(), in.shape().channels(), grid(to), formats),
        List.of(in),
        out);
  }

  private void round(Node node, Value from, Grid grid) {
    round(node.output(), from, grid);
  }

  private void round(Value value, Value from, Grid grid) {
    Operand in = lowering.operand(from);
    Operand out = lowering.define(twin(value));
    lowering.add(
        value.name() + ".rounded",
        new Rows.Round(in.rows(), in.shape().channels(), grid),
        List.of(in),
        out);
  }

  private void rescale(Node node, Value from, Grid to) {
    rescale(lowering, node.name(), integers(from), node.output(), to);
  }

  static void rescale(Lowering lowering, String name, Value from, Value to, Grid grid) {
    Operand in = lowering.operand(from);
    Operand out = lowering.define(to);
    lowering.add(
        name,
        new Quantizing.Rescale(
            in.rows(),
            in.shape().channels(),
            quantization(from),
            grid,
            Formats.of(in.format(), out.format())),
        List.of(in),
        out);
  }

  static Grid grid(Value value) {
    return Grid.of(value.type().dtype(), quantization(value));
  }

  static Quantization quantization(Value value) {
    return value.type().quantization().orElseThrow();
  }
}
