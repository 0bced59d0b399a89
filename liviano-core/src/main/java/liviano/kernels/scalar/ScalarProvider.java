package liviano.kernels.scalar;

import java.util.Optional;
import liviano.kernels.Kernel;
import liviano.kernels.KernelProvider;
import liviano.kernels.PackedWeights;
import liviano.kernels.Task;
import liviano.tensor.DType;

/**
 * Plain loops: the definition of right, against which every other provider is held, and the last
 * resort. It computes every task in {@link DType#F32}.
 */
public final class ScalarProvider implements KernelProvider {

  @Override
  public String name() {
    return "scalar";
  }

  @Override
  public String description() {
    return "plain Java loops";
  }

  @Override
  public Optional<Kernel> prepare(Task task, PackedWeights cache) {
    if (!task.isIn(DType.F32)) {
      return Optional.empty();
    }
    return Optional.of(
        switch (task) {
          case Task.Pointwise t -> new ScalarPointwise(t, Floats.of(t.weight(), cache));
          case Task.Convolution t -> new ScalarConvolution(t, Floats.of(t.weight(), cache));
          case Task.Depthwise t -> new ScalarDepthwise(t, Floats.of(t.weight(), cache));
          case Task.InvertedResidual t -> block(t, cache);
          case Task.AveragePool t -> new ScalarAveragePool(t);
          case Task.PooledPointwise t ->
              new ScalarPooledPointwise(
                  t,
                  prepare(t.pointwise(), cache).orElseThrow(),
                  prepare(t.pool(), cache).orElseThrow());
          case Task.MaxPool t -> new ScalarMaxPool(t);
          case Task.Resize t -> new ScalarResize(t);
          case Task.ResizeNearest t -> ScalarMove.of(t);
          case Task.Add t -> ScalarElementwise.of(t);
          case Task.Affine t -> ScalarElementwise.of(t);
          case Task.Clip t -> ScalarElementwise.of(t);
          case Task.Sigmoid t -> ScalarElementwise.of(t);
          case Task.HardSigmoid t -> ScalarElementwise.of(t);
          case Task.HardSwish t -> ScalarElementwise.of(t);
          case Task.Pairwise t -> new ScalarPairwise(t);
          case Task.LeakyRelu t -> ScalarElementwise.of(t);
          case Task.PRelu t -> ScalarElementwise.of(t);
          case Task.Tanh t -> ScalarElementwise.of(t);
          case Task.ResponseNorm t -> ScalarRows.of(t);
          case Task.L2Normalize t -> ScalarRows.of(t);
          case Task.SquaredDistance t -> ScalarRows.of(t, cache);
          case Task.SelectChannels t -> ScalarMove.of(t);
          case Task.SpaceToDepth t -> ScalarMove.of(t);
          case Task.Crop t -> ScalarMove.of(t);
          case Task.Pad t -> ScalarMove.of(t);
          case Task.Softmax t -> new ScalarSoftmax(t);
          case Task.Concat t -> new ScalarConcat(t);
        });
  }

  private Kernel block(Task.InvertedResidual task, PackedWeights cache) {
    return new ScalarInvertedResidual(
        task, task.layers().map(layer -> prepare(layer, cache).orElseThrow()).toList());
  }
}
