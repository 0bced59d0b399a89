package liviano.engine;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * A list of tasks, each after those it reads from. Every rewrite is a function from plan to plan.
 *
 * @param inputs what the caller fills, by name
 * @param outputs what the caller reads, by name
 */
public record Plan(
    List<PlannedTask> tasks,
    SequencedMap<String, Operand> inputs,
    SequencedMap<String, Operand> outputs) {
  public Plan {
    tasks = List.copyOf(tasks);
    inputs = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(inputs));
    outputs = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(outputs));
  }

  Plan withTasks(List<PlannedTask> newTasks) {
    return new Plan(newTasks, inputs, outputs);
  }
}
