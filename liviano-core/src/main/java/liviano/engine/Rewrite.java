package liviano.engine;

import java.util.Comparator;
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

  /** Merges a task with its producer. */
  @FunctionalInterface
  interface Merge {
    /**
     * @param giver the producer of one of the later task's inputs, which has no other consumer
     * @return one task for both, in the place of the later one; empty if they are not merged
     */
    Optional<PlannedTask> merge(PlannedTask giver, PlannedTask task);
  }

  /**
   * One pass over the plan that merges tasks with their producers; a merged task can be merged
   * again with its consumer.
   */
  static Rewrite merging(Merge merge) {
    return plan -> {
      Map<Integer, Integer> readers = readers(plan);
      SequencedMap<Integer, PlannedTask> byOutput = new LinkedHashMap<>();
      for (PlannedTask task : plan.tasks()) {
        PlannedTask merged = task;
        // Of several inputs, merge the one produced last: the other is then needed for a shorter
        // time.
        List<Operand> latestFirst =
            task.inputs().stream().sorted(Comparator.comparing(Operand::id).reversed()).toList();
        for (Operand input : latestFirst) {
          PlannedTask giver = byOutput.get(input.id());
          if (giver != null && giver.output().equals(input) && readers.get(input.id()) == 1) {
            Optional<PlannedTask> both = merge.merge(giver, task);
            if (both.isPresent()) {
              byOutput.remove(input.id());
              merged = both.get();
              break;
            }
          }
        }
        byOutput.put(merged.output().id(), merged);
      }
      return plan.withTasks(List.copyOf(byOutput.values()));
    };
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
