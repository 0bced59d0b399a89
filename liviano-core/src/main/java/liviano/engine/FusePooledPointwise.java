package liviano.engine;

import java.util.Optional;
import java.util.function.Predicate;
import liviano.kernels.Fused;
import liviano.kernels.Geometry;
import liviano.kernels.Linear;
import liviano.kernels.Resample;

/**
 * Merges a 1x1 convolution and the average of its map into one task, if the map has no other
 * consumer. Runs after {@link FuseInvertedResidual}, so that a projection stays with its block.
 */
final class FusePooledPointwise implements Rewrite {
  private final Predicate<Fused.PooledPointwise> wanted;

  /**
   * @param wanted whether the two are faster as one task
   */
  FusePooledPointwise(Predicate<Fused.PooledPointwise> wanted) {
    this.wanted = wanted;
  }

  @Override
  public Plan apply(Plan plan) {
    return Rewrite.mergingPairs(this::merge).apply(plan);
  }

  private Optional<PlannedTask> merge(PlannedTask giver, PlannedTask task) {
    if (!(giver.task() instanceof Linear.Pointwise p)
        || !(task.task() instanceof Resample.AveragePool pool)
        || p.epilogue().residual()
        || !pool.isGlobal()
        || !givesMap(p, pool.geometry())) {
      return Optional.empty();
    }
    return Optional.of(new Fused.PooledPointwise(p, pool))
        .filter(wanted)
        .map(both -> new PlannedTask(giver.name(), both, giver.inputs(), task.output()));
  }

  /** Compares shapes, because a reshape between the two tasks may change the number of channels. */
  private static boolean givesMap(Linear.Pointwise p, Geometry g) {
    return p.outChannels() == g.inC()
        && p.rows() == Math.multiplyExact(Math.multiplyExact(g.batch(), g.inH()), g.inW());
  }
}
