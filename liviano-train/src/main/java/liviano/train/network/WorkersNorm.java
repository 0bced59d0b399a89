package liviano.train.network;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.LongStream;
import liviano.graph.Node;
import liviano.graph.ParamSpec.Role;
import liviano.train.torch.NoGrad;
import liviano.train.torch.SummedGradients;
import liviano.train.torch.Tensors;
import liviano.train.torch.TorchException;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Batch norm over the batches of all workers: mean and variance of all their numbers, and gradients
 * that know of it. A worker's own sums carry the gradient, with the sums of the others added as
 * constants; on the way back the gradients of the sums are summed over the workers in turn.
 */
final class WorkersNorm {
  private final Node node;
  private final float epsilon;
  private final Constants constants;

  WorkersNorm(Node node, float epsilon, Constants constants) {
    this.node = node;
    this.epsilon = epsilon;
    this.constants = constants;
  }

  /**
   * The normalised input, of the same shape.
   *
   * @param x channels second
   * @param kept the part of the old statistics that stays
   */
  Tensor of(Tensor x, double kept, SummedGradients workers) {
    Tensor exact = x.to(ScalarType.Float); // bf16 would lose the sums
    int channels = (int) x.size(1);
    long[] others = LongStream.range(0, x.dim()).filter(axis -> axis != 1).toArray();
    Tensor own = Tensors.of(new float[] {x.numel() / channels}, 1);
    Tensor sums = workers.of(torch.cat(new TensorVector(sums(exact, others), own), 0));
    double count = sums.narrow(0, channels, 1).item().toDouble();
    if (count < 2) {
      throw new TorchException(
          "layer " + node.name() + ": batch norm needs more than one number of each channel");
    }
    Tensor mean = perChannel(sums.narrow(0, 0, channels).div(new Scalar(count)), x);
    Tensor centred = exact.sub(mean);
    Tensor squares = workers.of(sums(centred.square(), others));
    Tensor variance = perChannel(squares.div(new Scalar(count)), x);
    move(Role.MEAN, mean, 1, kept);
    move(Role.VARIANCE, variance, count / (count - 1), kept);
    Tensor y = centred.mul(variance.add(new Scalar((double) epsilon)).rsqrt());
    Tensor scaled = find(Role.SCALE).map(scale -> y.mul(perChannel(scale, x))).orElse(y);
    return find(Role.OFFSET)
        .map(offset -> scaled.add(perChannel(offset, x)))
        .orElse(scaled)
        .to(x.scalar_type());
  }

  private static Tensor sums(Tensor x, long[] others) {
    return x.sum(others, false, new ScalarTypeOptional());
  }

  /** A number for each channel, to be computed with {@code x}. */
  private static Tensor perChannel(Tensor numbers, Tensor x) {
    long[] extents = new long[(int) x.dim()];
    Arrays.fill(extents, 1);
    extents[1] = x.size(1);
    return numbers.view(extents);
  }

  private Optional<Tensor> find(Role role) {
    return Optional.ofNullable(constants.get(node.name() + "." + role.suffix()));
  }

  private void move(Role role, Tensor batch, double factor, double kept) {
    try (NoGrad _ = NoGrad.open()) {
      Tensor statistic = constants.get(node, role);
      Tensor now = batch.detach().view(statistic.numel()).mul(new Scalar(factor));
      statistic.lerp_(now, new Scalar(1 - kept));
    }
  }
}
