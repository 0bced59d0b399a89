package liviano.train.network;

import java.util.List;
import java.util.Optional;
import liviano.graph.Node;
import liviano.graph.Op;
import liviano.graph.ParamSpec.Role;
import liviano.tensor.Shape;
import liviano.train.torch.SummedGradients;
import liviano.train.torch.Tensors;
import liviano.train.torch.TorchException;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/** Layers that bring the channels of each position, or of a batch, to a common scale. */
final class Norms {
  private Norms() {}

  /**
   * Batch norm. While it trains, the variance that divides is that of the batch's numbers, and the
   * one that moves the model's is that of the population they are drawn from (divided by one less
   * than their number), as in PyTorch and in TensorFlow's fused batch norm.
   *
   * @param settings of the network's norms
   */
  static Layer batch(Node node, float epsilon, Constants constants, NormSettings settings) {
    Shape shape = node.input().shape();
    TensorOptional scale = constants.optional(node, Role.SCALE);
    TensorOptional offset = constants.optional(node, Role.OFFSET);
    TensorOptional mean = constants.optional(node, Role.MEAN);
    TensorOptional variance = constants.optional(node, Role.VARIANCE);
    int last = shape.rank();
    WorkersNorm together = new WorkersNorm(node, epsilon, constants);
    return (inputs, mode) -> {
      Tensor input = inputs.getFirst();
      boolean training = mode == Mode.TRAINING && !settings.frozen().test(node);
      double kept = settings.kept().getAsDouble();
      Optional<SummedGradients> workers = settings.workers().get();
      if (training && workers.isEmpty()) {
        requireSeveral(node, input, shape);
      }
      Tensor x = Layout.channelAxis(shape) == 1 ? input : input.transpose(1, last);
      Tensor y =
          training && workers.isPresent()
              ? together.of(x, kept, workers.get())
              : torch.batch_norm(
                  x, scale, offset, mean, variance, training, 1 - kept, epsilon, true);
      return List.of(x == input ? y : y.transpose(1, last));
    };
  }

  /** One number has no variance. */
  private static void requireSeveral(Node node, Tensor input, Shape shape) {
    if (input.numel() <= shape.channels()) {
      throw new TorchException(
          "layer "
              + node.name()
              + ": batch norm needs more than one number of each channel to train; take a batch of"
              + " 2 or more, or freeze it");
    }
  }

  /** A sum over neighbouring channels is a product with a matrix of ones around its diagonal. */
  static Layer localResponse(Node node, Op.LocalResponseNorm op, Constants constants) {
    Shape shape = node.input().shape();
    int channels = shape.channels();
    float[] ones = new float[Math.multiplyExact(channels, channels)];
    for (int row = 0; row < channels; row++) {
      for (int column = 0; column < channels; column++) {
        ones[row * channels + column] = Math.abs(row - column) <= op.size() / 2 ? 1 : 0;
      }
    }
    Tensor band = constants.own(Tensors.of(ones, channels, channels));
    Layer.Function layer =
        x -> {
          Tensor sums = Layout.fromGraph(Layout.toGraph(x.square(), shape).matmul(band), shape);
          return x.mul(
              sums.mul(new Scalar((double) op.alpha()))
                  .add(new Scalar((double) op.offset()))
                  .pow(new Scalar((double) -op.beta())));
        };
    return layer.layer();
  }

  /** To length 1 at each position. */
  static Layer length(Node node, double epsilon) {
    long[] channels = {Layout.channelAxis(node.input().shape())};
    Layer.Function layer =
        x -> {
          Tensor squares = x.square().sum(channels, true, new ScalarTypeOptional());
          return x.mul(squares.add(new Scalar(epsilon)).rsqrt());
        };
    return layer.layer();
  }

  /** Each channel times a number of its own. */
  static Layer scale(Node node, boolean biased, Constants constants) {
    Shape shape = node.input().shape();
    Layer.Function layer =
        x -> {
          Tensor scaled = x.mul(Layout.perChannel(constants.get(node, Role.WEIGHT), shape));
          return biased
              ? scaled.add(Layout.perChannel(constants.get(node, Role.BIAS), shape))
              : scaled;
        };
    return layer.layer();
  }

  /** A slope for each channel. */
  static Layer prelu(Node node, Constants constants) {
    Shape shape = node.input().shape();
    Layer.Function layer =
        x -> {
          Tensor slope = Layout.perChannel(constants.get(node, Role.SLOPE), shape);
          return torch.relu(x).sub(torch.relu(x.neg()).mul(slope));
        };
    return layer.layer();
  }
}
