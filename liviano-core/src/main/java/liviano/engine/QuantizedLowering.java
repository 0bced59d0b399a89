package liviano.engine;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import liviano.graph.Node;
import liviano.graph.Op;
import liviano.graph.TensorType;
import liviano.graph.Value;
import liviano.kernels.Clamp;
import liviano.kernels.Grid;
import liviano.kernels.Rows;
import liviano.kernels.Task;
import liviano.tensor.DType;
import liviano.tensor.Quantization;
import liviano.tensor.Rescaling;

/**
 * Layers on quantized values, each in the first of three ways that serves. In <b>integers</b>
 * values lie in memory as they are: what has a formula of integers and is computed so by the
 * kernels ({@link IntegerTasks}). As <b>whole floats</b> they lie as floats that hold the integers
 * less their zero point: sums of products are then exact as long as they stay within 2^24, and are
 * rounded by a task of their own ({@link WholeTasks}). Every other layer is computed on the real
 * numbers that the integers stand for, and its result quantized. Inputs and outputs of the network
 * are integers.
 */
final class QuantizedLowering {
  private final Lowering lowering;
  private final Predicate<Task> integers;
  private final QuantizedForms forms;
  private final IntegerTasks integerTasks;
  private final WholeTasks wholeTasks;
  private final Optional<RealLayers> realLayers;

  /**
   * @param integers whether a task is computed in integers
   * @param asReals whether every layer is computed on real numbers, whatever is served
   */
  QuantizedLowering(Lowering lowering, Predicate<Task> integers, boolean asReals) {
    this.lowering = lowering;
    this.integers = integers;
    this.forms = new QuantizedForms(lowering);
    this.integerTasks = new IntegerTasks(lowering, forms, integers);
    this.wholeTasks = new WholeTasks(lowering, forms);
    this.realLayers = asReals ? Optional.of(new RealLayers(lowering, forms)) : Optional.empty();
  }

  /** Whether a node reads or gives quantized values. */
  static boolean concerns(Node node) {
    if (node.op() instanceof Op.Quantized || node.op() instanceof Op.Quantize) {
      return true;
    }
    for (Value input : node.inputs()) {
      if (QuantizedForms.isQuantized(input)) {
        return true;
      }
    }
    return false;
  }

  void lower(Node node) {
    if (realLayers.isPresent() && !isConstant(node)) {
      realLayers.get().lower(node);
      return;
    }
    switch (node.op()) {
      case Op.Dequantize _ ->
          lowering.rename(lowering.operand(forms.reals(node.input())), node.output());
      case Op.Quantize(_, _, Rescaling rescaling) -> quantize(node, rescaling);
      case Op.Quantized(Op.Constant _, _, _, _, _) -> constant(node);
      case Op.Quantized quantized -> quantized(node, quantized);
      // A layer that moves quantized numbers of any format is one on the integers.
      default -> {
        TensorType type = node.outputs().getFirst().type();
        Op.Quantized op =
            new Op.Quantized(node.op(), type.dtype(), type.quantization().orElseThrow());
        quantized(new Node(node.name(), op, node.inputs(), node.outputs()), op);
      }
    }
  }

  private static boolean isConstant(Node node) {
    return node.op() instanceof Op.Quantized quantized && quantized.real() instanceof Op.Constant;
  }

  /** The integers of a value that the caller reads. */
  Operand output(Value value) {
    if (realLayers.isPresent() && QuantizedForms.isQuantized(value) && !lowering.has(value)) {
      forms.store(forms.reals(value), value);
    }
    return lowering.operand(QuantizedForms.isQuantized(value) ? forms.integers(value) : value);
  }

  private void quantize(Node node, Rescaling rescaling) {
    if (QuantizedForms.isQuantized(node.input())) {
      rescale(node, QuantizedForms.grid(node.output()), rescaling);
    } else {
      quantize(node.input(), node.output());
    }
  }

  private void quantized(Node node, Op.Quantized op) {
    Optional<Clamp> clamp = Clamps.of(op.real());
    if (clamp.isPresent() && QuantizedForms.haveOneScale(List.of(node.input(), node.output()))) {
      Grid range = QuantizedForms.grid(node.output()).within(clamp.get());
      clamp(node, range, op.rescaling());
      return;
    }
    if (!integerTasks.lower(node, op) && !wholeTasks.lower(node, op)) {
      throughReals(node, op);
    }
  }

  /** In every form, made when it is first read. */
  private void constant(Node node) {
    Value value = node.output();
    Op asStored = new Op.Constant(value.shape(), value.type().dtype());
    lowering.plain(new Node(node.name(), asStored, List.of(), value));
    Op real = new Op.Constant(value.shape(), DType.F32);
    lowering.plain(new Node(node.name(), real, List.of(), forms.newReals(value)));
  }

  /** An activation that is a narrower range of integers. */
  private void clamp(Node node, Grid range, Rescaling rescaling) {
    Value in = node.input();
    Value out = node.output();
    boolean same =
        in.type().dtype() == range.format()
            && QuantizedForms.quantization(in).equals(range.quantization());
    if (!same || !range.isWhole()) {
      rescale(node, range, rescaling);
    } else if (lowering.has(in)) {
      lowering.rename(lowering.operand(forms.integers(in)), out);
    } else {
      lowering.rename(lowering.operand(forms.wholes(in)), forms.newWholes(out));
    }
  }

  private void rescale(Node node, Grid to, Rescaling rescaling) {
    Value in = node.input();
    Value out = node.output();
    boolean nearest = rescaling != Rescaling.FIXED_POINT || haveTheSameScales(in, out);
    if (nearest && lowering.has(in) || !QuantizedForms.haveOneScale(List.of(in, out))) {
      integerTasks.rescale(node.name(), forms.integers(in), out, to);
    } else {
      wholeTasks.rescale(in, out, to, rescaling);
    }
  }

  /** Then integers are moved by the difference of the zero points, however they are rounded. */
  private static boolean haveTheSameScales(Value in, Value out) {
    return QuantizedForms.quantization(in)
        .scales()
        .equals(QuantizedForms.quantization(out).scales());
  }

  private void throughReals(Node node, Op.Quantized op) {
    List<Value> results = node.outputs().stream().map(forms::fresh).toList();
    lowering.plain(
        new Node(
            node.name(), op.real(), node.inputs().stream().map(forms::reals).toList(), results));
    for (int i = 0; i < results.size(); i++) {
      quantize(results.get(i), node.outputs().get(i));
    }
  }

  /** The nearest integers to real numbers. */
  private void quantize(Value reals, Value to) {
    Quantization quantization = QuantizedForms.quantization(to);
    if (quantization.isPerChannel() || integers.test(forms.storing(reals, to))) {
      forms.store(reals, to);
    } else {
      List<Double> scale = List.of((double) quantization.scale(0));
      forms.round(reals, to, QuantizedForms.grid(to), Rows.Rounding.QUOTIENT, scale);
    }
  }
}
