package liviano.formats.importer;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import liviano.formats.importer.ForeignValue.Computed;
import liviano.graph.Op;
import liviano.tensor.DType;
import liviano.tensor.Quantization;
import liviano.tensor.Rescaling;
import liviano.weights.Tensor;

/** Convolutions and dense layers of quantized tensors, and their weights in either world. */
record IntegerProducts(Assembly assembly) {
  /** How far scales may be apart that are the same: they were multiplied in floats. */
  private static final float NEAR = 1e-4f;

  /** A product of integers; empty if the file does not say so of its weights and its result. */
  Optional<Op.Quantized> product(ForeignNode node, Op op, List<Tensor> tensors) {
    if (!isProduct(op)) {
      return Optional.empty();
    }
    Optional<ForeignQuantization> weight = assembly.quantization(node.input(1));
    Optional<ForeignQuantization> given = assembly.quantization(node.output());
    boolean integers =
        tensors.getFirst().type().isByte()
            && (tensors.size() < 2 || tensors.get(1).type() == DType.I32);
    return integers && weight.isPresent() && given.isPresent()
        ? Optional.of(
            new Op.Quantized(
                op,
                given.get().format(),
                given.get().quantization(),
                Optional.of(QuantizedLayers.weights(weight.get(), outputAxis(op))),
                TfLiteRounding.isAsked(assembly) ? Rescaling.FIXED_POINT : Rescaling.NEAREST))
        : Optional.empty();
  }

  /** The axis of the output channels of weights, as the file has them. */
  private int outputAxis(Op op) {
    boolean last = op instanceof Op.DepthwiseConv2d && assembly.layout() == MapLayout.CHANNELS_LAST;
    return last ? 3 : 0;
  }

  /**
   * Whether a product of two inputs and a bias is one of integers: both are quantized, and so is
   * what is given, and the bias counts in steps of their scales.
   */
  boolean isOne(ForeignNode node, Computed data) {
    Optional<ForeignQuantization> weight = assembly.quantization(node.input(1));
    Optional<Quantization> read = data.value().type().quantization();
    if (weight.isEmpty()
        || read.isEmpty()
        || assembly.quantization(node.output()).isEmpty()
        || !assembly.constant(node, 1).type().isByte()) {
      return false;
    }
    if (!node.has(2) || assembly.constant(node, 2).type() != DType.I32) {
      return !node.has(2);
    }
    Optional<ForeignQuantization> bias = assembly.quantization(node.input(2));
    Quantization weights = weight.get().quantization();
    for (int i = 0; i < weights.scales().size() && bias.isPresent(); i++) {
      float scale = read.get().scale(0) * weights.scale(i);
      boolean fits = bias.get().quantization().scales().size() <= weights.scales().size();
      if (!fits || Math.abs(bias.get().quantization().scale(i) - scale) > NEAR * scale) {
        return false;
      }
    }
    return true;
  }

  /** Weights as floats; a file may have integers for them where it computes with floats. */
  List<Tensor> realWeights(ForeignNode node, Op op, List<Tensor> tensors) {
    List<Tensor> real = new ArrayList<>();
    for (int i = 0; i < tensors.size(); i++) {
      Tensor tensor = tensors.get(i);
      Tensor floats =
          isProduct(op) && !tensor.type().isFloating() ? assembly.reals(node, i + 1) : tensor;
      if (!floats.type().isFloating()) {
        throw node.unsupported("its constants are " + tensor.type());
      }
      real.add(new Tensor("", floats.type(), tensor.dims(), floats.data()));
    }
    return real;
  }

  private static boolean isProduct(Op op) {
    return op instanceof Op.Convolution
        || op instanceof Op.TransposedConv2d
        || op instanceof Op.Dense;
  }
}
