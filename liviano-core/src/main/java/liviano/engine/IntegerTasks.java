package liviano.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import liviano.graph.Node;
import liviano.graph.Op;
import liviano.graph.ParamSpec.Role;
import liviano.graph.TensorType;
import liviano.graph.Value;
import liviano.kernels.Clamp;
import liviano.kernels.Elementwise;
import liviano.kernels.Epilogue;
import liviano.kernels.Formats;
import liviano.kernels.Grid;
import liviano.kernels.Linear;
import liviano.kernels.Move;
import liviano.kernels.Param;
import liviano.kernels.Quantizing;
import liviano.kernels.Requantize;
import liviano.kernels.Resample;
import liviano.kernels.StridedView;
import liviano.kernels.Task;
import liviano.tensor.DType;
import liviano.tensor.Quantization;
import liviano.tensor.Rescaling;

/**
 * The layers on quantized values that have a formula of integers, as tasks.
 *
 * @param served whether a task is computed in integers
 */
record IntegerTasks(Lowering lowering, QuantizedForms forms, Predicate<Task> served) {

  /**
   * Adds the tasks of a node.
   *
   * @return whether the node has a formula, and is computed by it; nothing is added if not
   */
  boolean lower(Node node, Op.Quantized op) {
    return switch (op.real()) {
      case Op.Convolution _, Op.Dense _ -> product(node, op);
      case Op.Add _ -> add(node, op);
      case Op.AveragePool _, Op.GlobalAveragePool _, Op.Mean _ when isNearest(node, op) ->
          average(node, op);
      case Op.Concat _ when node.inputs().stream().anyMatch(lowering::has) -> concat(node);
      case Op.ResizeBilinear _, Op.ResizeNearest _ when lowering.has(node.input()) ->
          spread(node, op);
      case Op.Surround _ -> false;
      case Op.Move move when lowering.has(node.input()) -> move(node, move);
      default -> false;
    };
  }

  private boolean product(Node node, Op.Quantized op) {
    Quantization in = QuantizedForms.quantization(node.input());
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
            op.format(),
            op.rescaling() == Rescaling.FIXED_POINT
                ? Optional.of(WholeTasks.fixed(node, op))
                : Optional.empty());
    List<Operand> like = List.of(forms.anyForm(node.input()));
    Linear real = (Linear) lowering.task(node.onReals(), like, Formats.f32(1));
    Epilogue end =
        new Epilogue(lowering.stored(node, Role.BIAS), false, Clamp.NONE, Optional.of(step));
    Param weight = lowering.stored(node, Role.WEIGHT).orElseThrow();
    return add(node, real.with(weight, end, formats(node, op)));
  }

  /**
   * Adds a task on the integers of a node's inputs.
   *
   * @return whether it is computed in integers; nothing is added if not
   */
  private boolean add(Node node, Task task) {
    if (!served.test(task)) {
      return false;
    }
    List<Operand> inputs =
        node.inputs().stream().map(forms::integers).map(lowering::operand).toList();
    lowering.add(node.name(), task, inputs, lowering.define(node.output()));
    return true;
  }

  private static Formats formats(Node node, Op.Quantized op) {
    List<DType> inputs = node.inputs().stream().map(value -> value.type().dtype()).toList();
    return new Formats(inputs, op.format());
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

  private boolean add(Node node, Op.Quantized op) {
    Value first = node.inputs().get(0);
    Value second = node.inputs().get(1);
    if (!first.shape().equals(second.shape())
        || !QuantizedForms.haveOneScale(List.of(first, second, node.output()))) {
      return false;
    }
    long count = forms.anyForm(first).elements();
    Quantization a = QuantizedForms.quantization(first);
    Quantization b = QuantizedForms.quantization(second);
    Grid to = QuantizedForms.grid(node.output());
    Formats formats = formats(node, op);
    return switch (op.rescaling()) {
      case NEAREST -> add(node, new Quantizing.Add(count, a, b, to, formats));
      case FIXED_POINT -> add(node, Quantizing.AddFixed.of(count, a, b, to, formats));
      case SHIFTED ->
          isShifted(a, b, to.quantization())
              && add(node, Quantizing.AddShifted.of(count, a, b, to, formats));
      default -> false;
    };
  }

  private static boolean isShifted(Quantization a, Quantization b, Quantization to) {
    return Elementwise.AddShifted.isFor(a.scale(0), b.scale(0), to.scale(0));
  }

  /** Whether an average is that of the numbers less their zero point, rounded half to even. */
  private static boolean isNearest(Node node, Op.Quantized op) {
    return op.rescaling() == Rescaling.NEAREST
        || op.rescaling() == Rescaling.SHIFTED
        || op.rescaling() == Rescaling.NEAREST_AS_THEY_LIE
            && !QuantizedForms.quantization(node.input())
                .equals(QuantizedForms.quantization(node.output()));
  }

  private boolean average(Node node, Op.Quantized op) {
    if (!QuantizedForms.haveOneScale(List.of(node.input(), node.output()))) {
      return false;
    }
    List<Operand> like = List.of(forms.anyForm(node.input()));
    Task real = lowering.task(node.onReals(), like, Formats.f32(1));
    return real instanceof Resample.AveragePool pool
        && add(
            node,
            new Quantizing.Average(
                pool.geometry(),
                pool.countPadding(),
                QuantizedForms.quantization(node.input()),
                QuantizedForms.grid(node.output()),
                formats(node, op)));
  }

  /** Of parts that have the quantization of the whole; others are rescaled to it before. */
  private boolean concat(Node node) {
    if (!QuantizedForms.haveOneScale(node.outputs())) {
      return false;
    }
    Grid grid = QuantizedForms.grid(node.output());
    List<Value> parts = new ArrayList<>();
    for (Value part : node.inputs()) {
      parts.add(
          hasGrid(part, grid)
              ? forms.integers(part)
              : rescaled(forms.integers(part), node.name() + "." + part.name(), grid));
    }
    lowering.plain(new Node(node.name(), real(node), parts, node.outputs()));
    return true;
  }

  /** Integers of one quantization as those of another, within a range. */
  void rescale(String name, Value from, Value to, Grid range) {
    Operand in = lowering.operand(from);
    Operand out = lowering.define(to);
    lowering.add(
        name,
        new Quantizing.Rescale(
            in.rows(),
            in.shape().channels(),
            QuantizedForms.quantization(from),
            range,
            Formats.of(in.format(), out.format())),
        List.of(in),
        out);
  }

  private Value rescaled(Value part, String name, Grid grid) {
    TensorType type = new TensorType(part.shape(), grid.format(), Optional.of(grid.quantization()));
    Value value = lowering.fresh(name, type);
    rescale(name, part, value, grid);
    return value;
  }

  /** A map of one position gives it everywhere, whatever the rule; others are resized as reals. */
  private boolean spread(Node node, Op.Quantized op) {
    Value in = node.input();
    if (in.shape().height() != 1
        || in.shape().width() != 1
        || !hasGrid(in, QuantizedForms.grid(node.output()))) {
      return false;
    }
    Operand map = forms.anyForm(in);
    StridedView everywhere = Views.spread(map.batch(), map.shape(), node.output().shape());
    return add(node, new Move.Strided(map.elements(), everywhere, formats(node, op)));
  }

  /** Numbers that are put elsewhere stay as they are; but what comes new among them is 0. */
  private boolean move(Node node, Op.Move move) {
    Value in = node.input();
    Grid grid = QuantizedForms.grid(node.outputs().getFirst());
    boolean zeros = move instanceof Op.Pad || move instanceof Op.Crop;
    boolean allZero = grid.quantization().zeroPoints().stream().allMatch(zero -> zero == 0);
    if (!hasGrid(in, grid) || zeros && !allZero) {
      return false;
    }
    lowering.plain(new Node(node.name(), move, List.of(forms.integers(in)), node.outputs()));
    return true;
  }

  private static Op real(Node node) {
    return ((Op.Quantized) node.op()).real();
  }

  private static boolean hasGrid(Value value, Grid grid) {
    DType format = value.type().dtype();
    return format == grid.format()
        && QuantizedForms.quantization(value).equals(grid.quantization());
  }
}
