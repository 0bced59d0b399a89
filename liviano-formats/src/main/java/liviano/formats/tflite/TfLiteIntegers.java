package liviano.formats.tflite;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import liviano.UnsupportedModelException;
import liviano.formats.GraphRewriting;
import liviano.formats.GraphRewriting.Rewritten;
import liviano.graph.Graph;
import liviano.graph.Node;
import liviano.graph.Op;
import liviano.graph.ParamSpec;
import liviano.graph.TensorType;
import liviano.graph.Value;
import liviano.tensor.DType;
import liviano.tensor.Quantization;
import liviano.tensor.Rescaling;
import liviano.weights.Tensor;
import liviano.weights.Weights;

/**
 * A quantized network as TensorFlow Lite computes it in integers of 8 bits.
 *
 * <p>Its kernels for weights with a scale for each channel read and give <b>signed</b> bytes, and
 * their weights are signed around 0. So unsigned bytes of zero point {@code z} become signed ones
 * of zero point {@code z - 128}: every integer is less by 128, and stands for the same number.
 * Inputs and outputs of the network that are unsigned stay so, with a QUANTIZE operator beside
 * them. Sums are rounded as its own kernels round them ({@link Rescaling#FIXED_POINT}): a result
 * may differ by a step from the nearest one. {@link XnnpackRounding} makes of this form what
 * XNNPACK computes of the same file.
 *
 * <p>Where it asks for one scale for what an operator reads and gives (pools, resizing, whatever
 * moves numbers, parts of a concatenation), the operator has that of its input, or that of the
 * concatenation, and a QUANTIZE operator makes up the difference. What it does not compute in
 * integers is computed in floats, between DEQUANTIZE and QUANTIZE.
 */
public final class TfLiteIntegers {
  /** What softmax and sigmoid give must count in these steps, from -128. */
  private static final Quantization OF_PROBABILITIES = Quantization.of(1 / 256f, -128);

  private static final int HALF = 128;

  private final Graph graph;
  private final GraphRewriting rewriting;

  private TfLiteIntegers(Graph graph, Weights weights) {
    this.graph = graph;
    this.rewriting = new GraphRewriting(graph, weights);
  }

  /**
   * The network in that form; the same one, if it is not quantized.
   *
   * @throws UnsupportedModelException if TensorFlow Lite does not have such integers; the message
   *     names the layer, and says what to do
   */
  public static Rewritten of(Graph graph, Weights weights) {
    return graph.isQuantized()
        ? new TfLiteIntegers(graph, weights).rewritten()
        : new Rewritten(graph, weights);
  }

  private Rewritten rewritten() {
    for (Value input : graph.inputs()) {
      requireOneScale(input);
      Value given = rewriting.input(input, input.type());
      if (isUnsigned(input)) {
        TensorType signed = SignedBytes.of(input.type());
        rewriting.put(input, quantized(input.name() + ".signed", given, signed));
      }
    }
    for (Node node : graph.nodes()) {
      node.outputs().forEach(TfLiteIntegers::requireOneScale);
      rewrite(node);
    }
    return rewriting.build(
        (name, value) ->
            isUnsigned(graph.outputs().get(name))
                ? quantized(name + ".unsigned", value, graph.outputs().get(name).type())
                : value);
  }

  private void rewrite(Node node) {
    switch (node.op()) {
      case Op.Quantized quantized -> rewrite(node, quantized);
      case Op.Quantize _ -> {
        Value read = rewriting.now(node.input());
        TensorType wanted = SignedBytes.of(node.output().type());
        if (read.type().equals(wanted)) {
          rewriting.put(node.output(), read);
        } else {
          keep(node, quantize(read, wanted));
        }
      }
      case Op.Move move when isQuantized(node.input()) -> moved(node, move, Rescaling.NEAREST);
      default -> keep(node, node.op());
    }
  }

  private void rewrite(Node node, Op.Quantized op) {
    switch (op.real()) {
      case Op.Convolution _, Op.TransposedConv2d _, Op.Dense _ -> product(node, op);
      case Op.Add _, Op.Subtract _, Op.Multiply _ -> counted(node, op, Rescaling.FIXED_POINT);
      case Op.Relu _, Op.Relu6 _ -> counted(node, op, Rescaling.FIXED_POINT);
      case Op.GlobalAveragePool _ -> counted(node, op, Rescaling.FIXED_POINT);
      case Op.Mean(List<Integer> axes, boolean keepDims) -> {
        boolean maps = keepDims && axes.equals(List.of(0, 1)) && node.input().shape().isMap();
        counted(node, op, maps ? Rescaling.FIXED_POINT_AS_THEY_LIE : Rescaling.FIXED_POINT);
      }
      case Op.AveragePool pool -> moved(node, pool, Rescaling.NEAREST_AS_THEY_LIE);
      case Op.ResizeBilinear resize -> moved(node, resize, Rescaling.NEAREST_AS_THEY_LIE);
      case Op.MaxPool _, Op.ResizeNearest _ -> moved(node, op.real(), Rescaling.NEAREST);
      case Op.Surround _, Op.Tile _ -> throughReals(node, op);
      case Op.Move move -> moved(node, move, Rescaling.NEAREST);
      case Op.Concat concat -> concat(node, concat);
      case Op.Softmax _, Op.Sigmoid _ -> {
        if (SignedBytes.of(op.format(), op.quantization()).equals(OF_PROBABILITIES)) {
          counted(node, op, Rescaling.NEAREST);
        } else {
          throughReals(node, op);
        }
      }
      case Op.Constant _ -> constant(node, op);
      default -> throughReals(node, op);
    }
  }

  /** With a scale of its own for what it gives. */
  private void counted(Node node, Op.Quantized op, Rescaling rescaling) {
    if (node.inputs().stream().allMatch(TfLiteIntegers::isQuantized)) {
      keep(node, signed(op.real(), node.output(), rescaling));
    } else {
      throughReals(node, op);
    }
  }

  private void product(Node node, Op.Quantized op) {
    Op.WeightFormat stored = op.weights().orElseThrow();
    boolean unsigned = stored.format() == DType.U8;
    int zero = unsigned ? HALF : 0;
    for (int zeroPoint : stored.quantization().zeroPoints()) {
      if (zeroPoint != zero) {
        throw new UnsupportedModelException(
            String.format(
                Locale.ROOT,
                "layer %s: its weights are %s around %d, and TensorFlow Lite takes signed bytes"
                    + " around 0: quantize the model of floats with 'liviano quantize', and write"
                    + " that",
                node.name(),
                unsigned ? "unsigned bytes" : "signed bytes",
                zeroPoint));
      }
    }
    Op.WeightFormat format =
        new Op.WeightFormat(DType.I8, new Quantization(stored.quantization().scales(), 0));
    Op.Quantized signed =
        new Op.Quantized(
            op.real(),
            DType.I8,
            SignedBytes.of(op.format(), op.quantization()),
            Optional.of(format),
            Rescaling.FIXED_POINT);
    rewriting.keep(node, signed, rewriting.now(node.inputs()), signed(node));
  }

  private void constant(Node node, Op.Quantized op) {
    Op real = new Op.Constant(node.output().shape(), DType.I8);
    Op.Quantized signed =
        new Op.Quantized(real, DType.I8, SignedBytes.of(op.format(), op.quantization()));
    rewriting.keep(node, signed, List.of(), signed(node));
  }

  private List<Tensor> signed(Node node) {
    List<Tensor> tensors = new ArrayList<>();
    for (ParamSpec spec : node.params()) {
      tensors.add(SignedBytes.of(rewriting.constant(spec.name())));
    }
    return tensors;
  }

  /** What gives numbers in the steps that it reads them in. */
  private void moved(Node node, Op real, Rescaling rescaling) {
    Value read = rewriting.now(node.input());
    Op op =
        new Op.Quantized(
            real, DType.I8, read.type().quantization().orElseThrow(), Optional.empty(), rescaling);
    List<Value> given = rewriting.keep(node, op, List.of(read));
    for (int i = 0; i < given.size(); i++) {
      Value old = node.outputs().get(i);
      rewriting.put(old, stepped(old.name() + ".rescaled", given.get(i), old));
    }
  }

  private void concat(Node node, Op.Concat concat) {
    if (!node.inputs().stream().allMatch(TfLiteIntegers::isQuantized)) {
      throughReals(node, (Op.Quantized) node.op());
      return;
    }
    List<Value> parts = new ArrayList<>();
    for (Value part : node.inputs()) {
      parts.add(stepped(part.name() + ".rescaled", rewriting.now(part), node.output()));
    }
    rewriting.keep(node, signed(concat, node.output(), Rescaling.NEAREST), parts);
  }

  private void throughReals(Node node, Op.Quantized op) {
    List<Value> reals = new ArrayList<>();
    for (Value read : node.inputs()) {
      Value given = rewriting.now(read);
      reals.add(
          isQuantized(given)
              ? rewriting.add(read.name() + ".real", new Op.Dequantize(), given)
              : given);
    }
    List<Value> given = rewriting.keep(node, op.real(), reals);
    for (int i = 0; i < given.size(); i++) {
      Value old = node.outputs().get(i);
      rewriting.put(
          old, quantized(old.name() + ".quantized", given.get(i), SignedBytes.of(old.type())));
    }
  }

  /** A value of signed bytes in the steps of another one of the old graph. */
  private Value stepped(String name, Value given, Value old) {
    TensorType wanted = SignedBytes.of(old.type()).withShape(given.shape());
    return given.type().equals(wanted) ? given : quantized(name, given, wanted);
  }

  private Value quantized(String name, Value read, TensorType type) {
    return rewriting.add(name, quantize(read, type), read);
  }

  private static Op.Quantize quantize(Value read, TensorType to) {
    return new Op.Quantize(
        to.dtype(),
        to.quantization().orElseThrow(),
        isQuantized(read) ? Rescaling.FIXED_POINT : Rescaling.NEAREST);
  }

  private static Op.Quantized signed(Op real, Value output, Rescaling rescaling) {
    Quantization how = SignedBytes.of(output.type()).quantization().orElseThrow();
    return new Op.Quantized(real, DType.I8, how, Optional.empty(), rescaling);
  }

  private void keep(Node node, Op op) {
    rewriting.keep(node, op, rewriting.now(node.inputs()));
  }

  private static boolean isQuantized(Value value) {
    return value.type().isQuantized();
  }

  private static boolean isUnsigned(Value value) {
    return isQuantized(value) && value.type().dtype() == DType.U8;
  }

  private static void requireOneScale(Value value) {
    if (value.type().quantization().filter(Quantization::isPerChannel).isPresent()) {
      throw new UnsupportedModelException(
          String.format(
              Locale.ROOT,
              "layer %s gives integers with a scale for each channel, and TensorFlow Lite has one"
                  + " for all: quantize the model of floats with 'liviano quantize', and write that",
              value.name()));
    }
  }
}
