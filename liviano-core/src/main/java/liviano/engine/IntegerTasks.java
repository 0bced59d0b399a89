package liviano.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import liviano.graph.Node;
import liviano.graph.Op;
import liviano.graph.ParamSpec.Role;
import liviano.graph.TensorType;
import liviano.graph.Value;
import liviano.kernels.Clamp;
import liviano.kernels.Epilogue;
import liviano.kernels.Formats;
import liviano.kernels.Grid;
import liviano.kernels.Linear;
import liviano.kernels.Param;
import liviano.kernels.Quantizing;
import liviano.kernels.Requantize;
import liviano.kernels.Resample;
import liviano.kernels.Task;
import liviano.tensor.DType;
import liviano.tensor.Quantization;

/** The layers on quantized values that have a formula of integers, as tasks. */
record IntegerTasks(Lowering lowering) {

  /**
   * Adds the tasks of a node.
   *
   * @param integers a quantized value whose operand there is, in integers
   * @return whether the node has a formula; nothing is added if not
   */
  boolean lower(Node node, UnaryOperator<Value> integers) {
    Op.Quantized op = (Op.Quantized) node.op();
    return switch (op.real()) {
      case Op.Convolution _, Op.Dense _ -> product(node, op, integers);
      case Op.Add _ -> add(node, integers);
      case Op.AveragePool _, Op.GlobalAveragePool _, Op.Mean _ -> average(node, integers);
      case Op.Concat _ -> concat(node, integers);
      case Op.Surround _ -> false;
      case Op.Move move -> move(node, move, integers);
      default -> false;
    };
  }

  private boolean product(Node node, Op.Quantized op, UnaryOperator<Value> integers) {
    Quantization in = QuantizedLowering.quantization(node.input());
    Quantization weights = op.weights().orElseThrow().quantization();
    Optional<List<Float>> scales = scales(in, weights, op.quantization());
    if (scales.isEmpty()) {
      return false;
    }
    Requantize step =
        new Requantize(
            in.zeroPoint(0),
            weights.zeroPoints(),
            scales.get(),
            op.quantization().zeroPoint(0),
            op.format());
    Operand input = lowering.operand(integers.apply(node.input()));
    Linear real = (Linear) lowering.task(node.onReals(), List.of(input), Formats.f32(1));
    Epilogue end = new Epilogue(param(node, Role.BIAS), false, Clamp.NONE, Optional.of(step));
    Operand output = lowering.define(node.output());
    Formats formats = Formats.of(input.format(), output.format());
    Param weight = param(node, Role.WEIGHT).orElseThrow();
    lowering.add(node.name(), real.with(weight, end, formats), List.of(input), output);
    return true;
  }

  /** The scales of sums; empty where one of them is beyond single precision. */
  private static Optional<List<Float>> scales(
      Quantization in, Quantization weights, Quantization out) {
    if (out.isPerChannel()) {
      return Optional.empty();
    }
    List<Float> scales =
        weights.scales().stream()
            .map(weight -> Requantize.scale(in.scale(0), weight, out.scale(0)))
            .toList();
    return scales.stream().allMatch(scale -> scale > 0 && Float.isFinite(scale))
        ? Optional.of(scales)
        : Optional.empty();
  }

  private Optional<Param> param(Node node, Role role) {
    return node.params().stream()
        .filter(spec -> spec.role() == role)
        .findFirst()
        .map(lowering.parameters()::get);
  }

  private boolean add(Node node, UnaryOperator<Value> integers) {
    Value first = node.inputs().get(0);
    Value second = node.inputs().get(1);
    if (!first.shape().equals(second.shape()) || !haveOneScale(first, second, node.output())) {
      return false;
    }
    List<Operand> inputs = operands(List.of(first, second), integers);
    Operand output = lowering.define(node.output());
    lowering.add(
        node.name(),
        new Quantizing.Add(
            output.elements(),
            QuantizedLowering.quantization(first),
            QuantizedLowering.quantization(second),
            QuantizedLowering.grid(node.output()),
            PlannedTask.formats(inputs, output)),
        inputs,
        output);
    return true;
  }

  private boolean average(Node node, UnaryOperator<Value> integers) {
    if (!haveOneScale(node.input(), node.output())) {
      return false;
    }
    List<Operand> inputs = operands(node.inputs(), integers);
    Task real = lowering.task(node.onReals(), inputs, Formats.f32(1));
    if (!(real instanceof Resample.AveragePool pool)) {
      return false;
    }
    Operand output = lowering.define(node.output());
    lowering.add(
        node.name(),
        new Quantizing.Average(
            pool.geometry(),
            pool.countPadding(),
            QuantizedLowering.quantization(node.input()),
            QuantizedLowering.grid(node.output()),
            PlannedTask.formats(inputs, output)),
        inputs,
        output);
    return true;
  }

  /** Of parts that have the quantization of the whole; others are rescaled to it before. */
  private boolean concat(Node node, UnaryOperator<Value> integers) {
    if (!haveOneScale(node.output())) {
      return false;
    }
    Grid grid = QuantizedLowering.grid(node.output());
    List<Value> parts = new ArrayList<>();
    for (Value part : node.inputs()) {
      parts.add(
          hasGrid(part, grid)
              ? integers.apply(part)
              : rescaled(integers.apply(part), node.name() + "." + part.name(), grid));
    }
    lowering.plain(new Node(node.name(), real(node), parts, node.outputs()));
    return true;
  }

  private Value rescaled(Value part, String name, Grid grid) {
    TensorType type = new TensorType(part.shape(), grid.format(), Optional.of(grid.quantization()));
    Value value = lowering.fresh(name, type);
    QuantizedLowering.rescale(lowering, name, part, value, grid);
    return value;
  }

  /** Numbers that are put elsewhere stay as they are; but what comes new among them is 0. */
  private boolean move(Node node, Op.Move move, UnaryOperator<Value> integers) {
    Value in = node.input();
    Grid grid = QuantizedLowering.grid(node.outputs().getFirst());
    boolean zeros = move instanceof Op.Pad || move instanceof Op.Crop;
    boolean allZero = grid.quantization().zeroPoints().stream().allMatch(zero -> zero == 0);
    if (!hasGrid(in, grid) || zeros && !allZero) {
      return false;
    }
    lowering.plain(new Node(node.name(), move, List.of(integers.apply(in)), node.outputs()));
    return true;
  }

  private static Op real(Node node) {
    return ((Op.Quantized) node.op()).real();
  }

  private static boolean hasGrid(Value value, Grid grid) {
    DType format = value.type().dtype();
    return format == grid.format()
        && QuantizedLowering.quantization(value).equals(grid.quantization());
  }

  private static boolean haveOneScale(Value... values) {
    return List.of(values).stream()
        .allMatch(
            v ->
                QuantizedLowering.isQuantized(v)
                    && !QuantizedLowering.quantization(v).isPerChannel());
  }

  private List<Operand> operands(List<Value> values, UnaryOperator<Value> integers) {
    return values.stream().map(integers).map(lowering::operand).toList();
  }
}
