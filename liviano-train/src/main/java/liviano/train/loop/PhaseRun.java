package liviano.train.loop;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SequencedMap;
import liviano.LivianoException;
import liviano.train.optimize.Clipping;
import liviano.train.optimize.Optimizer;
import liviano.train.optimize.TrainedParameter;
import liviano.train.parallel.GradientReducer;
import liviano.train.parallel.WorkerGroup;
import liviano.train.torch.Autocast;
import liviano.train.torch.Tensors;
import liviano.train.torch.Torch;
import liviano.train.torch.TorchException;
import liviano.train.torch.TorchScope;
import org.bytedeco.pytorch.Tensor;

/**
 * A phase under way: its optimizer, and which parameters have gradients.
 *
 * @param <B> a batch
 */
final class PhaseRun<B> implements AutoCloseable {
  /** Odd, so that every step has a seed of its own. */
  private static final long SPREAD = 0x9e3779b97f4a7c15L;

  private final TrainTask<B> task;
  private final Phase phase;
  private final int firstEpoch; // of the phase, counted over all
  private final List<TrainedParameter> trained;
  private final Optimizer optimizer;
  private final Optional<WorkerGroup> group;
  private final Optional<GradientReducer> reducer;

  PhaseRun(TrainTask<B> task, Phase phase, int firstEpoch, Optional<WorkerGroup> group) {
    this.task = task;
    this.phase = phase;
    this.firstEpoch = firstEpoch;
    this.group = group;
    this.trained = phase.trained().apply(task.network());
    SequencedMap<String, Tensor> parameters = new LinkedHashMap<>();
    trained.forEach(one -> parameters.put(one.name(), one.tensor()));
    task.network()
        .parameters()
        .forEach((name, tensor) -> tensor.set_requires_grad(parameters.containsKey(name)));
    this.optimizer = Optimizer.of(phase.optimizer(), trained);
    this.reducer = group.map(all -> new GradientReducer(all, parameters));
  }

  Phase phase() {
    return phase;
  }

  /** The epoch after its last one, counted over all. */
  int end() {
    return firstEpoch + phase.epochs();
  }

  /** What the optimizer must remember. */
  SequencedMap<String, Tensor> state() {
    return optimizer.state();
  }

  /**
   * The rate of a step.
   *
   * @param batches of an epoch
   */
  double rate(Progress at, int batches) {
    return phase.rate().applyAsDouble(at.epoch() - firstEpoch + (double) at.batch() / batches);
  }

  /**
   * One step of the optimizer; gives the loss before it.
   *
   * @throws TorchException if libtorch refuses, or another worker is gone: the parameters are as
   *     they were; the statistics of batch norm may have moved by this batch
   * @throws DivergedException if the loss is not finite, on one of the workers
   */
  double step(B batch, long step, double rate, TrainSettings settings) {
    Torch.seed(settings.seed() + SPREAD * step); // dropout, the same wherever a run goes on
    try {
      return taken(batch, step, rate, settings);
    } catch (LivianoException e) {
      throw e;
    } catch (RuntimeException e) { // as libtorch's errors come, also from other workers
      throw TorchException.of("step " + (step + 1) + " cannot be taken", e);
    }
  }

  private double taken(B batch, long step, double rate, TrainSettings settings) {
    try (TorchScope _ = TorchScope.open()) {
      optimizer.zeroGradients();
      reducer.ifPresent(GradientReducer::beforeForward);
      Tensor loss = loss(batch, settings.bfloat16());
      double number = Tensors.number(loss);
      if (!isFinite(number)) {
        throw new DivergedException(
            "the loss is no longer finite at step "
                + (step + 1)
                + ": the learning rate is too high, or a picture's labels are wrong");
      }
      reducer.ifPresent(all -> all.beforeBackward(loss));
      loss.backward();
      clip(settings.clip());
      optimizer.step(rate);
      return number;
    }
  }

  /** On all workers, so that all of them end. */
  private boolean isFinite(double loss) {
    boolean mine = Double.isFinite(loss);
    return group.map(all -> all.sum(mine ? 0 : 1)[0] == 0).orElse(mine);
  }

  private Tensor loss(B batch, boolean bfloat16) {
    if (!bfloat16) {
      return task.loss(batch, phase.mode());
    }
    try (Autocast _ = Autocast.bfloat16()) {
      return task.loss(batch, phase.mode());
    }
  }

  private void clip(OptionalDouble norm) {
    if (norm.isPresent()) {
      Clipping.clip(trained.stream().map(TrainedParameter::tensor).toList(), norm.getAsDouble());
    }
  }

  @Override
  public void close() {
    reducer.ifPresent(GradientReducer::close);
    optimizer.close();
  }
}
