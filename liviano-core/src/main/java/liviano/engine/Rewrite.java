package liviano.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/** A function from plan to plan that computes the same with less. */
@FunctionalInterface
interface Rewrite {
  Plan apply(Plan plan);

  /** Merges a task with tasks before it. */
  @FunctionalInterface
  interface Merge {
    /**
     * @param producers the tasks so far, merged ones among them
     * @return empty if the task stays as it is
     */
    Optional<Merged> merge(PlannedTask task, Producers producers);
  }

  /** Who gives an operand to its only consumer. */
  @FunctionalInterface
  interface Producers {
    /**
     * The producer of an operand that has exactly one consumer. If a reshape is between the two,
     * the producer's output has the same bytes in another shape.
     */
    Optional<PlannedTask> of(Operand operand);
  }

  /**
   * One task for several.
   *
   * @param task comes in the place of the last of them
   * @param earlier the others
   */
  record Merged(PlannedTask task, List<PlannedTask> earlier) {}

  /** Merges a task with its producer. */
  @FunctionalInterface
  interface PairMerge {
    /**
     * @param giver the producer of one of the later task's inputs, which has no other consumer and
     *     no reshape before it
     * @return one task for both, in the place of the later one; empty if they are not merged
     */
    Optional<PlannedTask> merge(PlannedTask giver, PlannedTask task);
  }

  /**
   * One pass over the plan that merges tasks; a merged task can be merged again with its consumer.
   */
  static Rewrite merging(Merge merge) {
    return plan -> {
      Map<Integer, Integer> readers = readers(plan);
      SequencedMap<Integer, PlannedTask> byOutput = new LinkedHashMap<>();
      Producers producers =
          operand ->
              Optional.ofNullable(byOutput.get(operand.id()))
                  .filter(_ -> readers.get(operand.id()) == 1);
      for (PlannedTask task : plan.tasks()) {
        Merged merged = merge.merge(task, producers).orElseGet(() -> new Merged(task, List.of()));
        merged.earlier().forEach(earlier -> byOutput.remove(earlier.output().id()));
        byOutput.put(merged.task().output().id(), merged.task());
      }
      return plan.withTasks(List.copyOf(byOutput.values()));
    };
  }

  /** One pass over the plan that merges tasks with their producers, two at a time. */
  static Rewrite mergingPairs(PairMerge merge) {
    return merging((task, producers) -> merged(merge, task, producers));
  }

  private static Optional<Merged> merged(PairMerge merge, PlannedTask task, Producers producers) {
    // Of several inputs, merge the one produced last: the other is then needed for a shorter time.
    List<Operand> latestFirst = new ArrayList<>(task.inputs());
    latestFirst.sort((a, b) -> Integer.compare(b.id(), a.id()));
    for (Operand input : latestFirst) {
      Optional<PlannedTask> giver =
          producers.of(input).filter(given -> given.output().equals(input));
      Optional<PlannedTask> both = giver.flatMap(given -> merge.merge(given, task));
      if (both.isPresent()) {
        return Optional.of(new Merged(both.get(), List.of(giver.get())));
      }
    }
    return Optional.empty();
  }

  /** The number of consumers of each operand; the caller counts as one. */
  static Map<Integer, Integer> readers(Plan plan) {
    Map<Integer, Integer> readers = new HashMap<>();
    for (PlannedTask task : plan.tasks()) {
      task.inputs().forEach(input -> readers.merge(input.id(), 1, Integer::sum));
    }
    plan.outputs().values().forEach(output -> readers.merge(output.id(), 1, Integer::sum));
    return readers;
  }
}
