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
import liviano.kernels.Formats;
import liviano.kernels.Grid;
import liviano.kernels.Linear;
import liviano.kernels.Param;
import liviano.kernels.Requantize;
import liviano.kernels.Resample;
import liviano.kernels.Rows.Rounding;
import liviano.tensor.Quantization;
import liviano.tensor.Rescaling;

/** The layers on quantized values that are computed on whole numbers in floats. */
record WholeTasks(Lowering lowering, QuantizedForms forms) {
  /** Factors of sums beyond which no network is quantized. */
  private static final double LEAST = 0x1p-60;

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
      case Op.Add _ -> add(node);
      case Op.AveragePool _, Op.GlobalAveragePool _, Op.Mean _ -> average(node, op);
      case Op.Concat _ -> joined(node, op);
      case Op.Surround _ -> false;
      case Op.Move _, Op.MaxPool _, Op.ResizeNearest _ -> moved(node, op);
      default -> false;
    };
  }

  /** Whole numbers of one scale as those of another, within a range. */
  void rescale(Value from, Value to, Grid range) {
    forms.round(forms.wholes(from), to, range, Rounding.PRODUCT, factor(from, to));
  }

  private boolean product(Node node, Op.Quantized op) {
    Quantization in = QuantizedForms.quantization(node.input());
    Quantization weights = op.weights().orElseThrow().quantization();
    double out = op.quantization().scale(0);
    List<Double> factors =
        weights.scales().stream().map(scale -> (double) in.scale(0) * scale / out).toList();
    if (!factors.stream().allMatch(factor -> factor >= LEAST && factor <= MOST)) {
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
        fixed ? Rounding.FIXED_POINT : Rounding.PRODUCT,
        rounded);
    return true;
  }

  /** The factors as the plain loops form them. */
  private static List<Double> single(Quantization in, Quantization weights, Quantization out) {
    return weights.scales().stream()
        .map(scale -> (double) Requantize.scale(in.scale(0), scale, out.scale(0)))
        .toList();
  }

  private boolean add(Node node) {
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
    Operand output = lowering.define(forms.newWholes(out));
    lowering.add(
        node.name(),
        new Elementwise.AddScaled(
            output.elements(),
            scale(first) / scale(out),
            scale(second) / scale(out),
            grid.least() - zeroPoint,
            grid.greatest() - zeroPoint),
        inputs,
        output);
    return true;
  }

  private boolean average(Node node, Op.Quantized op) {
    List<Operand> input = List.of(lowering.operand(forms.wholes(node.input())));
    boolean pool =
        lowering.task(node.onReals(), input, Formats.f32(1)) instanceof Resample.AveragePool;
    if (!pool) {
      return false;
    }
    Value average = forms.fresh(node.output());
    lowering.plain(
        new Node(node.name(), op.real(), List.of(forms.wholes(node.input())), List.of(average)));
    Grid grid = QuantizedForms.grid(node.output());
    forms.round(
        average, node.output(), grid, Rounding.PRODUCT, factor(node.input(), node.output()));
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
        rescale(part, rescaled, QuantizedForms.grid(whole));
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
