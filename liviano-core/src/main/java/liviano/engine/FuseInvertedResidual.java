package liviano.engine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
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
    Map<Integer, Integer> readers = Rewrite.readers(plan);
    SequencedMap<Integer, PlannedTask> byOutput = new LinkedHashMap<>();
    for (PlannedTask task : plan.tasks()) {
      PlannedTask fused = task;
      Optional<PlannedTask> filter =
          giver(task.inputs().getFirst(), byOutput, readers).filter(given -> filters(given, task));
      if (filter.isPresent()) {
        Optional<PlannedTask> expand =
            giver(filter.get().inputs().getFirst(), byOutput, readers)
                .filter(given -> expands(given, filter.get()));
        Optional<PlannedTask> whole =
            fused(expand, filter.get(), task).or(() -> fused(Optional.empty(), filter.get(), task));
        if (whole.isPresent()) {
          fused = whole.get();
          byOutput.remove(filter.get().output().id());
          if (((Fused.InvertedResidual) fused.task()).expand().isPresent()) {
            byOutput.remove(expand.orElseThrow().output().id());
          }
        }
      }
      byOutput.put(fused.output().id(), fused);
    }
    return plan.withTasks(List.copyOf(byOutput.values()));
  }

  private Optional<PlannedTask> fused(
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
    return Optional.of(new PlannedTask(name(filter, project), task, inputs, project.output()));
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

  /** The producer of an operand that has exactly one consumer. */
  private static Optional<PlannedTask> giver(
      Operand operand, Map<Integer, PlannedTask> byOutput, Map<Integer, Integer> readers) {
    return Optional.ofNullable(byOutput.get(operand.id()))
        .filter(task -> readers.get(operand.id()) == 1);
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
    return switch (given.task()) {
      // A reshape between the two tasks may change the number of channels.
      case Linear.Pointwise t ->
          !t.epilogue().residual()
              && t.outChannels() == g.inC()
              && t.rows() == positions(g.batch() * g.inH(), g.inW());
      case Linear.Convolution t ->
          !t.epilogue().residual()
              && t.geometry().outC() == g.inC()
              && t.geometry().outH() == g.inH()
              && t.geometry().outW() == g.inW();
      default -> false;
    };
  }

  private static int positions(int rows, int columns) {
    return Math.multiplyExact(rows, columns);
  }
}
