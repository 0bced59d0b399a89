package liviano.train.network;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import liviano.graph.Node;
import liviano.graph.Op;
import liviano.graph.ParamSpec;
import liviano.graph.ParamSpec.Role;
import liviano.graph.Value;
import liviano.tensor.DType;
import liviano.tensor.Quantization;
import liviano.train.torch.NoGrad;
import liviano.train.torch.Tensors;
import liviano.vision.quantize.ByteRange;
import liviano.vision.quantize.Scheme;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * Real numbers rounded to those that integers of 8 bits stand for, as Jacob et al. 2018 train
 * (arXiv:1712.05877): gradients pass as if nothing were rounded, but for numbers beyond the range,
 * which have none. Ranges of values follow the least and the greatest number of each batch, ranges
 * of weights are those of the weights.
 */
final class FakeIntegers {
  /** Part of an old range that stays at each step. */
  private static final double KEPT = 0.99;

  private static final int MOST_WEIGHT = 127;

  private static final long[] INNERMOST = {1};

  /** Below every scale of weights that are not all 0. */
  private static final double LEAST_SCALE = 1e-30;

  private final Scheme scheme;
  private final Constants constants;

  /**
   * @param constants with the ranges of the values that are rounded
   */
  FakeIntegers(Scheme scheme, Constants constants) {
    this.scheme = scheme;
    this.constants = constants;
  }

  /** Whether a node multiplies with weights that are rounded. */
  static boolean isProduct(Node node) {
    return node.op() instanceof Op.Convolution || node.op() instanceof Op.Dense;
  }

  /**
   * A layer with rounded weights and biases.
   *
   * @param read the range of the bytes that it reads
   * @param layer makes it of the network's constants, among them the rounded ones
   */
  Layer product(Node node, Tensor read, Function<Constants, Layer> layer) {
    ParamSpec weight = node.param(Role.WEIGHT).orElseThrow();
    Optional<ParamSpec> bias = node.param(Role.BIAS);
    return (inputs, mode) -> {
      Tensor real = constants.get(weight.name());
      Tensor scales = scales(real);
      Constants seen = constants.with(weight.name(), weight(real, scales));
      if (bias.isPresent()) {
        String name = bias.get().name();
        seen = seen.with(name, bias(constants.get(name), scales, range(read)));
      }
      return layer.apply(seen).apply(inputs, mode);
    };
  }

  /** A layer whose values are rounded where they have a range. */
  Layer rounding(Node node, Layer layer) {
    List<Value> outputs = node.outputs();
    if (outputs.stream().allMatch(value -> constants.range(value.name()).isEmpty())) {
      return layer;
    }
    return (inputs, mode) -> {
      List<Tensor> given = layer.apply(inputs, mode);
      return IntStream.range(0, given.size())
          .mapToObj(i -> rounded(outputs.get(i), given.get(i), mode))
          .toList();
    };
  }

  /** A value, rounded where it has a range, which moves with it while the network is trained. */
  Tensor rounded(Value value, Tensor numbers, Mode mode) {
    Optional<Tensor> range = constants.range(value.name());
    if (range.isEmpty()) {
      return numbers;
    }
    if (mode != Mode.EVALUATION) {
      follow(range.get(), numbers);
    }
    Quantization bytes = range(range.get()).quantization();
    return torch.fake_quantize_per_tensor_affine(
        numbers, bytes.scale(0), bytes.zeroPoint(0), DType.U8.least(), DType.U8.greatest());
  }

  private static void follow(Tensor range, Tensor numbers) {
    try (NoGrad _ = NoGrad.open()) {
      Tensor ends = torch.stack(new TensorVector(numbers.min(), numbers.max()));
      range.mul_(new Scalar(KEPT)).add_(ends, new Scalar(1 - KEPT));
    }
  }

  /** The range that a tensor of two numbers says. */
  static ByteRange range(Tensor ends) {
    float[] numbers = Tensors.floats(ends);
    return new ByteRange(numbers[0], numbers[1]);
  }

  /** The output channels are outermost. */
  private Tensor weight(Tensor weight, Tensor scales) {
    Tensor zeros = torch.zeros_like(scales).to(torch.ScalarType.Int);
    return scheme == Scheme.PER_CHANNEL
        ? torch.fake_quantize_per_channel_affine(
            weight, scales, zeros, 0, -MOST_WEIGHT, MOST_WEIGHT)
        : torch.fake_quantize_per_tensor_affine(weight, scales, zeros, -MOST_WEIGHT, MOST_WEIGHT);
  }

  /** To multiples of what a product of two integers stands for. */
  private static Tensor bias(Tensor bias, Tensor scales, ByteRange read) {
    Tensor off;
    try (NoGrad _ = NoGrad.open()) {
      Tensor steps = scales.mul(new Scalar((double) read.quantization().scale(0)));
      off = bias.div(steps).round().mul(steps).sub(bias);
    }
    return bias.add(off);
  }

  private Tensor scales(Tensor weight) {
    try (NoGrad _ = NoGrad.open()) {
      Tensor sizes = weight.detach().abs();
      Tensor greatest =
          scheme == Scheme.PER_CHANNEL
              ? sizes.reshape(weight.size(0), -1).amax(INNERMOST, false)
              : sizes.max();
      return greatest.div(new Scalar((double) MOST_WEIGHT)).clamp_min(new Scalar(LEAST_SCALE));
    }
  }
}
