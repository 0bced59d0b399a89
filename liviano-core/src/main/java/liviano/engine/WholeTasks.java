package liviano.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import liviano.graph.Node;
import liviano.graph.Op;
import liviano.graph.ParamSpec.Role;
import liviano.graph.Value;
import liviano.kernels.Elementwise;
import liviano.kernels.Epilogue;
import liviano.kernels.FixedPoint;
import liviano.kernels.Formats;
import liviano.kernels.Grid;
import liviano.kernels.Linear;
import liviano.kernels.Param;
import liviano.kernels.Requantize;
import liviano.kernels.Rows.Rounding;
import liviano.kernels.Task;
import liviano.tensor.DType;
import liviano.tensor.Quantization;
import liviano.tensor.Rescaling;

/** The layers on quantized values that are computed on whole numbers in floats. */
record WholeTasks(Lowering lowering, QuantizedForms forms) {
  /** By which a sum of 32 bits is not half a step; no lesser factor makes a difference. */
  private static final double LEAST = 0x1p-60;

  /** A factor beyond which no network is quantized. */
  private static final double MOST = 0x1p20;

  /**
   * Adds the tasks of a node.
   *
   * @return whether the node is such a layer; nothing is added if not
   */
  boolean lower(Node node, Op.Quantized op) {
    if (!QuantizedForms.haveOneScale(node.inputs())
        || !QuantizedForms.haveOneScale(node.outputs())) {
      return false;
    }
    return switch (op.real()) {
      case Op.Convolution _, Op.TransposedConv2d _, Op.Dense _ -> product(node, op);
      case Op.Add _ -> add(node, op);
      case Op.Subtract _ when op.rescaling() == Rescaling.FIXED_POINT -> subtract(node, op.real());
      case Op.Multiply _ when op.rescaling() == Rescaling.FIXED_POINT -> multiply(node, op.real());
      case Op.ResizeBilinear _ when op.rescaling() == Rescaling.NEAREST_AS_THEY_LIE ->
          resize(node, op);
      case Op.AveragePool _, Op.GlobalAveragePool _, Op.Mean _ ->
          new WholeAverages(lowering, forms).lower(node, op);
      case Op.Concat _ -> joined(node, op);
      case Op.Surround _ -> false;
      case Op.Move _, Op.MaxPool _, Op.ResizeNearest _ -> moved(node, op);
      default -> false;
    };
  }

  /** Whole numbers of one scale as those of another, within a range. */
  void rescale(Value from, Value to, Grid range, Rescaling rescaling) {
    if (rescaling == Rescaling.FIXED_POINT) {
      List<Double> factor = List.of(Math.max(LEAST, (double) scale(from) / scale(to)));
      forms.round(forms.wholes(from), to, range, Rounding.FIXED_POINT_AWAY, factor);
    } else {
      forms.round(forms.wholes(from), to, range, Rounding.PRODUCT, factor(from, to));
    }
  }

  private boolean product(Node node, Op.Quantized op) {
    Quantization in = QuantizedForms.quantization(node.input());
    Quantization weights = op.weights().orElseThrow().quantization();
    List<Double> factors = factors(node, op);
    if (!factors.stream().allMatch(factor -> factor <= MOST)) {
      return false;
    }
    Operand input = lowering.operand(forms.wholes(node.input()));
    Linear real = (Linear) lowering.task(node.onReals(), List.of(input), Formats.f32(1));
    Param weight =
        DequantizedParameters.whole(lowering.stored(node, Role.WEIGHT).orElseThrow(), node);
    Optional<Param> bias = lowering.stored(node, Role.BIAS);
    // So many bits of it that the sum stays exact; the others are added when it is rounded.
    Epilogue end =
        bias.map(b -> Epilogue.NONE.withBias(DequantizedParameters.low(b))).orElse(Epilogue.NONE);
    Value sums = forms.fresh(node.output());
    lowering.add(
        node.name(), real.with(weight, end, Formats.f32(1)), List.of(input), lowering.define(sums));
    boolean fixed = op.rescaling() == Rescaling.FIXED_POINT;
    List<Double> rounded = fixed ? factors : single(in, weights, op.quantization());
    forms.round(
        sums,
        bias.map(DequantizedParameters::high),
        node.output(),
        QuantizedForms.grid(node.output()),
        fixed ? fixedPoint(op) : Rounding.PRODUCT,
        rounded);
    return true;
  }

  /** What sums are multiplied with, in fixed point. */
  static Requantize.Fixed fixed(Node node, Op.Quantized op) {
    return new Requantize.Fixed(
        factors(node, op).stream().map(FixedPoint::of).toList(),
        fixedPoint(op) == Rounding.FIXED_POINT_AWAY);
  }

  private static List<Double> factors(Node node, Op.Quantized op) {
    float in = QuantizedForms.quantization(node.input()).scale(0);
    double out = op.quantization().scale(0);
    boolean single = isSingle(node, op);
    return op.weights().orElseThrow().quantization().scales().stream()
        .mapToDouble(scale -> single ? in * scale : (double) in * scale)
        .mapToObj(scale -> Math.max(LEAST, scale / out))
        .toList();
  }

  /** TensorFlow Lite's matrix products of signed bytes round otherwise than its other kernels. */
  private static Rounding fixedPoint(Op.Quantized op) {
    boolean matrices = op.real() instanceof Op.Conv2d || op.real() instanceof Op.Dense;
    return matrices && op.format() == DType.I8 ? Rounding.FIXED_POINT : Rounding.FIXED_POINT_AWAY;
  }

  /**
   * Whether the scales of input and weights are multiplied in single precision, as TensorFlow Lite
   * does for unsigned bytes and for dense layers: the last bit decides where sums lie half way.
   */
  private static boolean isSingle(Node node, Op.Quantized op) {
    return node.input().type().dtype() == DType.U8 || op.real() instanceof Op.Dense;
  }

  /** The factors as the plain loops form them. */
  private static List<Double> single(Quantization in, Quantization weights, Quantization out) {
    return weights.scales().stream()
        .map(scale -> Math.max(LEAST, Requantize.scale(in.scale(0), scale, out.scale(0))))
        .toList();
  }

  private boolean add(Node node, Op.Quantized op) {
    Value first = node.inputs().get(0);
    Value second = node.inputs().get(1);
    Value out = node.output();
    if (!first.shape().equals(second.shape())) {
      return false;
    }
    List<Operand> inputs =
        List.of(lowering.operand(forms.wholes(first)), lowering.operand(forms.wholes(second)));
    Grid grid = QuantizedForms.grid(out);
    int zeroPoint = grid.quantization().zeroPoint(0);
    int least = grid.least() - zeroPoint;
    int greatest = grid.greatest() - zeroPoint;
    Operand output = lowering.define(forms.newWholes(out));
    lowering.add(node.name(), sum(output.elements(), node, op, least, greatest), inputs, output);
    return true;
  }

  private static Task sum(long count, Node node, Op.Quantized op, int least, int greatest) {
    float a = scale(node.inputs().get(0));
    float b = scale(node.inputs().get(1));
    float to = scale(node.output());
    if (op.rescaling() == Rescaling.FIXED_POINT) {
      return Elementwise.AddFixed.of(count, a, b, to, least, greatest);
    }
    return op.rescaling() == Rescaling.SHIFTED && Elementwise.AddShifted.isFor(a, b, to)
        ? Elementwise.AddShifted.of(count, a, b, to, least, greatest)
        : new Elementwise.AddScaled(count, a / to, b / to, least, greatest);
  }

  /** Of numbers on the result's scale; the second may repeat over the first. */
  private boolean subtract(Node node, Op real) {
    Value out = node.output();
    List<Value> scaled = node.inputs().stream().map(in -> onScaleOf(out, in)).toList();
    Value difference = forms.fresh(out);
    lowering.plain(new Node(node.name(), real, scaled, List.of(difference)));
    forms.round(difference, out, QuantizedForms.grid(out), Rounding.QUOTIENT_AWAY, List.of(1.0));
    return true;
  }

  private Value onScaleOf(Value out, Value in) {
    Operand whole = lowering.operand(forms.wholes(in));
    Value scaled = forms.fresh(in);
    lowering.add(
        in.name() + ".scaled",
        Affines.times(scale(in) / scale(out), whole.rows(), whole.shape().channels()),
        List.of(whole),
        lowering.define(scaled));
    return scaled;
  }

  private boolean multiply(Node node, Op real) {
    Value out = node.output();
    List<Value> inputs = node.inputs();
    // In single precision, as their quotient is formed there.
    double factor = Math.max(LEAST, scale(inputs.get(0)) * scale(inputs.get(1)) / scale(out));
    if (!(factor <= MOST)) {
      return false;
    }
    Value product = forms.fresh(out);
    List<Value> wholes = inputs.stream().map(forms::wholes).toList();
    lowering.plain(new Node(node.name(), real, wholes, List.of(product)));
    forms.round(product, out, QuantizedForms.grid(out), Rounding.FIXED_POINT_AWAY, List.of(factor));
    return true;
  }

  /** To the quantization of what is read. */
  private boolean resize(Node node, Op.Quantized op) {
    Value in = node.input();
    if (!QuantizedForms.quantization(in).equals(op.quantization())) {
      return false;
    }
    Value between = forms.fresh(node.output());
    lowering.plain(new Node(node.name(), op.real(), List.of(forms.wholes(in)), List.of(between)));
    int zeroPoint = op.quantization().zeroPoint(0);
    forms.roundAsTheyLie(between, node.output(), Rounding.QUOTIENT_AWAY, zeroPoint, 1, zeroPoint);
    return true;
  }

  /** Of parts that have the scale of the whole; others are rescaled to it before. */
  private boolean joined(Node node, Op.Quantized op) {
    Value whole = node.output();
    List<Value> parts = new ArrayList<>();
    for (Value part : node.inputs()) {
      if (part.type().quantization().equals(whole.type().quantization())) {
        parts.add(forms.wholes(part));
      } else {
        Value rescaled = lowering.fresh(part.name(), whole.type().withShape(part.shape()));
        rescale(part, rescaled, QuantizedForms.grid(whole), Rescaling.NEAREST);
        parts.add(forms.wholes(rescaled));
      }
    }
    lowering.plain(new Node(node.name(), op.real(), parts, List.of(forms.newWholes(whole))));
    return true;
  }

  /** Numbers that are put elsewhere, or left out; what comes new among them is 0. */
  private boolean moved(Node node, Op.Quantized op) {
    Value in = node.input();
    if (in.type().dtype() != op.format()
        || !QuantizedForms.quantization(in).equals(op.quantization())) {
      return false;
    }
    List<Value> outputs = node.outputs().stream().map(forms::newWholes).toList();
    lowering.plain(new Node(node.name(), op.real(), List.of(forms.wholes(in)), outputs));
    return true;
  }

  private static List<Double> factor(Value from, Value to) {
    return List.of((double) (scale(from) / scale(to)));
  }

  private static float scale(Value value) {
    return QuantizedForms.quantization(value).scale(0);
  }
}
