package liviano.train.tasks;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import liviano.graph.ParamSpec;
import liviano.train.data.BatchPlan;
import liviano.train.loop.TrainSettings;
import liviano.train.loop.TrainTask;
import liviano.train.network.Mode;
import liviano.train.network.TorchNetwork;
import liviano.train.parallel.WorkerPlace;
import liviano.train.recipe.TrainRecipe;
import liviano.train.torch.Autocast;
import liviano.train.torch.Tensors;
import liviano.train.torch.TorchScope;

/** From a recipe and options to batches and the settings of the loop, for any task. */
final class Plans {
  private static final Duration BETWEEN_CHECKPOINTS = Duration.ofMinutes(5);

  private Plans() {}

  /**
   * The batches of training, of one worker.
   *
   * @param place this worker's; empty where it is alone
   * @throws IllegalArgumentException if the workers cannot share a batch evenly
   */
  static BatchPlan of(
      TrainRecipe recipe, TrainingOptions options, long seed, Optional<WorkerPlace> place) {
    int world = place.map(WorkerPlace::world).orElse(1);
    return BatchPlan.training(recipe.share(world), seed)
        .withShard(place.map(WorkerPlace::rank).orElse(0), world)
        .withThreads(options.threads());
  }

  /** Tells a network what of it is trained, and how its batch norm moves. */
  static void settle(TorchNetwork network, TrainingOptions options) {
    network.batchNormMomentum(NormChoice.MOMENTUM);
    if (!options.freeze().isEmpty()) {
      network.freeze(options.freeze());
    }
  }

  /** Whether some mean is another than that which all begin with. */
  private static boolean isMeasured(TorchNetwork network) {
    try (TorchScope _ = TorchScope.open()) {
      return network.statistics().entrySet().stream()
          .filter(one -> one.getKey().endsWith("." + ParamSpec.Role.MEAN.suffix()))
          .anyMatch(one -> Tensors.number(one.getValue().abs().max()) > 0);
    }
  }

  /**
   * How the loop is to go.
   *
   * @throws liviano.train.torch.TorchException if bf16 is asked for on a CPU without it, as when a
   *     run goes on on another machine
   */
  static TrainSettings settings(
      TrainRecipe recipe, TrainingOptions options, long seed, TrainTask<?> task) {
    if (options.bfloat16()) {
      Autocast.requireBfloat16();
    }
    long steps = (long) recipe.stages().getLast().epochs() * task.batchesPerEpoch();
    Mode norm = NormChoice.mode(options.norm(), steps, isMeasured(task.network()));
    return new TrainSettings(
        Phases.of(recipe, task.headPrefixes(), norm),
        seed,
        recipe.ema(),
        recipe.clip(),
        options.bfloat16(),
        options.patience() == 0 ? OptionalInt.empty() : OptionalInt.of(options.patience()),
        BETWEEN_CHECKPOINTS);
  }
}
