package liviano.formats.tflite;

import java.util.List;
import java.util.Optional;
import liviano.MalformedModelException;
import liviano.formats.importer.ForeignOp;
import liviano.formats.importer.ForeignOp.Combination;
import liviano.formats.importer.ForeignOp.Steps;
import liviano.formats.tflite.TfLiteModel.Operator;
import liviano.formats.tflite.TfLiteModel.Tensor;
import liviano.graph.Op;
import liviano.graph.Padding;
import liviano.tensor.Nearest;
import liviano.tensor.Sampling;

/**
 * TensorFlow Lite's operators in the importer's words. Tables of settings have the numbers of the
 * union {@code BuiltinOptions}, their fields those of the public {@code schema.fbs}.
 */
final class TfLiteOperations {
  /** Of {@code ActivationFunctionType}. */
  private static final int RELU = 1;

  private static final int RELU_N1_TO_1 = 2;
  private static final int RELU6 = 3;
  private static final int TANH = 4;

  /** TensorFlow Lite divides by the length, but at least by this. */
  private static final float LEAST_LENGTH = 1e-6f;

  private TfLiteOperations() {}

  /**
   * What an operator does.
   *
   * @param fused the activation after it; empty for none
   */
  record Step(ForeignOp op, Optional<ForeignOp> fused) {
    static Optional<Step> of(ForeignOp op) {
      return Optional.of(new Step(op, Optional.empty()));
    }

    static Optional<Step> of(ForeignOp op, Operator operator, int activation) {
      return Optional.of(new Step(op, activationAfter(operator, activation)));
    }
  }

  /**
   * An operator's step; empty if it is not computed here.
   *
   * @param tensors of the network
   * @throws MalformedModelException if its settings are those of another operation, or unknown
   */
  static Optional<Step> step(Operator operator, List<Tensor> tensors) {
    return BuiltinOp.find(operator.code()).flatMap(op -> step(op, operator, tensors));
  }

  private static Optional<Step> step(BuiltinOp op, Operator operator, List<Tensor> tensors) {
    return switch (op) {
      case CONV_2D -> {
        Options o = Options.of(operator, 1);
        yield Step.of(new ForeignOp.Convolution(steps(operator, o, 4)), operator, o.small(3));
      }
      case DEPTHWISE_CONV_2D -> {
        Options o = Options.of(operator, 2);
        yield Step.of(new ForeignOp.Depthwise(steps(operator, o, 5)), operator, o.small(4));
      }
      case TRANSPOSE_CONV -> transposed(operator, Options.of(operator, 49));
      case FULLY_CONNECTED -> fullyConnected(operator, Options.of(operator, 8));
      case AVERAGE_POOL_2D, MAX_POOL_2D -> pool(op, operator, Options.of(operator, 5));
      case MEAN -> Step.of(new ForeignOp.Mean(Options.of(operator, 27).flag(0)));
      case ADD -> combined(Combination.ADD, operator, 11);
      case SUB -> combined(Combination.SUBTRACT, operator, 28);
      case MUL -> combined(Combination.MULTIPLY, operator, 21);
      case DIV -> combined(Combination.DIVIDE, operator, 29);
      case MAXIMUM -> Step.of(new ForeignOp.Combine(Combination.MAXIMUM));
      case MINIMUM -> Step.of(new ForeignOp.Combine(Combination.MINIMUM));
      case CONCATENATION -> {
        Options o = Options.of(operator, 10);
        yield Step.of(new ForeignOp.Concatenate(o.integer(0, 0)), operator, o.small(1));
      }
      case SOFTMAX -> Step.of(new ForeignOp.Softmax(Options.of(operator, 9).real(0)));
      case L2_NORMALIZATION -> {
        int fused = Options.of(operator, 12).small(0);
        yield Step.of(new ForeignOp.L2Normalize(LEAST_LENGTH * LEAST_LENGTH), operator, fused);
      }
      case RELU -> activation(new Op.Relu());
      case RELU6 -> activation(new Op.Relu6());
      case RELU_N1_TO_1 -> Step.of(new ForeignOp.Clamp(-1, 1));
      case RELU_0_TO_1 -> Step.of(new ForeignOp.Clamp(0, 1));
      case LEAKY_RELU -> activation(new Op.LeakyRelu(Options.of(operator, 75).real(0)));
      case PRELU -> Step.of(new ForeignOp.PRelu());
      case LOGISTIC -> activation(new Op.Sigmoid());
      case TANH -> activation(new Op.Tanh(1, 1));
      case HARD_SWISH -> activation(new Op.HardSwish());
      case RESHAPE -> Step.of(new ForeignOp.Reshape(Options.of(operator, 17).integers(0)));
      case SQUEEZE -> Step.of(new ForeignOp.Squeeze(Options.of(operator, 30).integers(0)));
      case EXPAND_DIMS -> Step.of(new ForeignOp.ExpandDims());
      case TRANSPOSE -> Step.of(new ForeignOp.Transpose());
      case PAD, PADV2 -> Step.of(new ForeignOp.Pad());
      case RESIZE_BILINEAR -> {
        Options o = Options.of(operator, 15);
        yield Step.of(new ForeignOp.ResizeBilinear(sampling(operator, o.flag(2), o.flag(3))));
      }
      case RESIZE_NEAREST_NEIGHBOR -> {
        Options o = Options.of(operator, 74);
        yield Step.of(new ForeignOp.ResizeNearest(nearest(operator, o.flag(0), o.flag(1))));
      }
      case SPACE_TO_DEPTH ->
          Step.of(new ForeignOp.SpaceToDepth(Options.of(operator, 19).integer(0, 0)));
      case DEPTH_TO_SPACE ->
          Step.of(new ForeignOp.DepthToSpace(Options.of(operator, 94).integer(0, 0)));
      case SPACE_TO_BATCH_ND -> Step.of(new ForeignOp.SpaceToBatch());
      case BATCH_TO_SPACE_ND -> Step.of(new ForeignOp.BatchToSpace());
      case QUANTIZE, DEQUANTIZE, DENSIFY -> Step.of(new ForeignOp.Same());
      case SHAPE -> Step.of(new ForeignOp.ShapeOf());
      case STRIDED_SLICE -> slice(Options.of(operator, 32));
      case PACK -> Step.of(new ForeignOp.Pack(Options.of(operator, 59).integer(1, 0)));
      default -> TfLiteArithmetic.step(op, operator, tensors);
    };
  }

  private static Optional<Step> transposed(Operator operator, Options options) {
    Steps steps =
        new Steps(options.integer(2, 0), options.integer(1, 0), 1, 1, padding(operator, options));
    return Step.of(new ForeignOp.TransposedConvolution(steps), operator, options.small(3));
  }

  private static Optional<Step> activation(Op.Activation activation) {
    return Step.of(new ForeignOp.Activate(activation));
  }

  private static Optional<Step> combined(Combination how, Operator operator, int options) {
    return Step.of(new ForeignOp.Combine(how), operator, Options.of(operator, options).small(0));
  }

  /** Weights in another order than rows of units are for accelerators. */
  private static Optional<Step> fullyConnected(Operator operator, Options options) {
    return options.small(1) == 0
        ? Step.of(new ForeignOp.Dense(options.flag(2)), operator, options.small(0))
        : Optional.empty();
  }

  private static Optional<Step> pool(BuiltinOp op, Operator operator, Options options) {
    Steps steps =
        new Steps(options.integer(2, 0), options.integer(1, 0), 1, 1, padding(operator, options));
    int kernelW = options.integer(3, 0);
    int kernelH = options.integer(4, 0);
    ForeignOp pool =
        op == BuiltinOp.MAX_POOL_2D
            ? new ForeignOp.MaxPool(kernelH, kernelW, steps)
            : new ForeignOp.AveragePool(kernelH, kernelW, steps, false);
    return Step.of(pool, operator, options.small(5));
  }

  /** Fields 0 to 4: begin, end, an ellipsis, new axes and axes that shrink. */
  private static Optional<Step> slice(Options options) {
    return Step.of(
        new ForeignOp.StridedSlice(
            options.integer(0, 0),
            options.integer(1, 0),
            options.integer(2, 0),
            options.integer(3, 0),
            options.integer(4, 0)));
  }

  /**
   * @param dilation the field of the horizontal one, before that of the vertical
   */
  private static Steps steps(Operator operator, Options options, int dilation) {
    return new Steps(
        options.integer(2, 0),
        options.integer(1, 0),
        options.integer(dilation + 1, 1),
        options.integer(dilation, 1),
        padding(operator, options));
  }

  private static Padding padding(Operator operator, Options options) {
    return switch (options.small(0)) {
      case 0 -> Padding.SAME;
      case 1 -> Padding.NONE;
      default -> throw unknown(operator, "padding", options.small(0));
    };
  }

  private static Nearest nearest(Operator operator, boolean corners, boolean halfPixels) {
    return switch (sampling(operator, corners, halfPixels)) {
      case ALIGN_CORNERS -> Nearest.ALIGN_CORNERS;
      case HALF_PIXEL, PYTORCH_HALF_PIXEL -> Nearest.HALF_PIXEL;
      case LEGACY -> Nearest.LEGACY;
    };
  }

  private static Sampling sampling(Operator operator, boolean corners, boolean halfPixels) {
    if (corners && halfPixels) {
      throw new MalformedModelException(
          operator.title() + ": it aligns corners and has half-pixel centres at once");
    }
    return corners ? Sampling.ALIGN_CORNERS : halfPixels ? Sampling.HALF_PIXEL : Sampling.LEGACY;
  }

  private static Optional<ForeignOp> activationAfter(Operator operator, int activation) {
    return switch (activation) {
      case 0 -> Optional.empty();
      case RELU -> Optional.of(new ForeignOp.Activate(new Op.Relu()));
      case RELU_N1_TO_1 -> Optional.of(new ForeignOp.Clamp(-1, 1));
      case RELU6 -> Optional.of(new ForeignOp.Activate(new Op.Relu6()));
      case TANH -> Optional.of(new ForeignOp.Activate(new Op.Tanh(1, 1)));
      default -> throw unknown(operator, "activation", activation);
    };
  }

  private static MalformedModelException unknown(Operator operator, String what, int number) {
    return new MalformedModelException(operator.title() + ": " + what + " number " + number);
  }
}
