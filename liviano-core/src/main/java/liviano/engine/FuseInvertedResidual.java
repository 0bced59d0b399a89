package liviano.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import liviano.kernels.Fused;
import liviano.kernels.Geometry;
import liviano.kernels.Linear;

/**
 * Merges an expansion, a depthwise convolution and a projection into one task, if their inner
 * tensors have no other consumer. Merges only the last two if the expanded map has another
 * consumer, or if there is no expansion.
 */
final class FuseInvertedResidual implements Rewrite {
  private final Predicate<Fused.InvertedResidual> wanted;

  /**
   * @param wanted whether a block is faster as one task than layer by layer
   */
  FuseInvertedResidual(Predicate<Fused.InvertedResidual> wanted) {
    this.wanted = wanted;
  }

  @Override
  public Plan apply(Plan plan) {
    return Rewrite.merging(this::merge).apply(plan);
  }

  private Optional<Rewrite.Merged> merge(PlannedTask task, Rewrite.Producers producers) {
    if (!(task.task() instanceof Linear.Pointwise)) {
      return Optional.empty();
    }
    Optional<PlannedTask> filter =
        producers.of(task.inputs().getFirst()).filter(given -> filters(given, task));
    Optional<PlannedTask> expand =
        filter
            .flatMap(f -> producers.of(f.inputs().getFirst()))
            .filter(given -> expands(given, filter.get()));
    return filter.flatMap(f -> fused(expand, f, task).or(() -> fused(Optional.empty(), f, task)));
  }

  private Optional<Rewrite.Merged> fused(
      Optional<PlannedTask> expand, PlannedTask filter, PlannedTask project) {
    Fused.InvertedResidual task =
        new Fused.InvertedResidual(
            expand.map(e -> (Linear.Expansion) e.task()),
            (Linear.Depthwise) filter.task(),
            (Linear.Pointwise) project.task());
    if (!wanted.test(task)) {
      return Optional.empty();
    }
    List<Operand> inputs = new ArrayList<>();
    inputs.add(expand.orElse(filter).inputs().getFirst());
    inputs.addAll(project.inputs().subList(1, project.inputs().size()));
    PlannedTask block = new PlannedTask(name(filter, project), task, inputs, project.output());
    List<PlannedTask> merged = expand.isPresent() ? List.of(expand.get(), filter) : List.of(filter);
    return Optional.of(new Rewrite.Merged(block, merged));
  }

  /** The block's name, with which those of its layers begin; else the last layer's. */
  private static String name(PlannedTask filter, PlannedTask project) {
    String last = project.name();
    if (filter.name().startsWith(last + ".")) {
      return last;
    }
    int common = mismatch(filter.name(), last);
    int dot = last.lastIndexOf('.', common - 1);
    return dot < 0 ? last : last.substring(0, dot);
  }

  /** How many characters two names begin with alike. */
  private static int mismatch(String a, String b) {
    int most = Math.min(a.length(), b.length());
    int at = 0;
    while (at < most && a.charAt(at) == b.charAt(at)) {
      at++;
    }
    return at;
  }

  private static boolean filters(PlannedTask given, PlannedTask project) {
    return given.task() instanceof Linear.Depthwise d
        && project.task() instanceof Linear.Pointwise p
        && d.geometry().inC() == d.geometry().outC()
        && !d.epilogue().residual()
        && p.inChannels() == d.geometry().outC()
        && p.rows() == positions(d.geometry().outRows(), d.geometry().outW());
  }

  private static boolean expands(PlannedTask given, PlannedTask filter) {
    Geometry g = ((Linear.Depthwise) filter.task()).geometry();
    // A reshape between the two tasks may change the number of channels.
    return given.task() instanceof Linear.Expansion expansion
        && !expansion.epilogue().residual()
        && expansion.outChannels() == g.inC()
        && switch (expansion) {
          case Linear.Pointwise t -> t.rows() == positions(g.batch() * g.inH(), g.inW());
          case Linear.Convolution t ->
              t.geometry().outH() == g.inH() && t.geometry().outW() == g.inW();
        };
  }

  private static int positions(int rows, int columns) {
    return Math.multiplyExact(rows, columns);
  }
}
