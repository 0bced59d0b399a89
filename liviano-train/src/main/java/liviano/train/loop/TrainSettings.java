package liviano.train.loop;

import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * How a run goes.
 *
 * @param seed of all that is random
 * @param ema how much of the averaged weights stays at each step; empty where the weights
 *     themselves are used
 * @param clip the greatest norm of all gradients together; empty for any
 * @param bfloat16 whether matrix products are computed in bf16
 * @param patience after how many epochs without a better score it ends; empty for never
 * @param saveEvery the longest time between two checkpoints
 */
public record TrainSettings(
    List<Phase> phases,
    long seed,
    OptionalDouble ema,
    OptionalDouble clip,
    boolean bfloat16,
    OptionalInt patience,
    Duration saveEvery) {
  public TrainSettings {
    phases = List.copyOf(phases);
    if (phases.isEmpty()) {
      throw new IllegalArgumentException("a run without phases");
    }
  }

  /** Of all phases together. */
  public int epochs() {
    return phases.stream().mapToInt(Phase::epochs).sum();
  }
}
