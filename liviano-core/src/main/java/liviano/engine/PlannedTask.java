package liviano.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import liviano.kernels.Formats;
import liviano.kernels.Task;
import liviano.tensor.DType;

/**
 * A task at its place in a plan.
 *
 * @param name the layer it computes, for profiles; where layers were fused, the first of them
 * @param inputs what it reads, a residual last
 * @param output what it gives
 */
public record PlannedTask(String name, Task task, List<Operand> inputs, Operand output) {
  public PlannedTask {
    inputs = List.copyOf(inputs);
    if (inputs.size() != task.inputs()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "task %s reads %d tensors, not %d", name, task.inputs(), inputs.size()));
    }
    Formats stored = formats(inputs, output);
    if (!task.formats().equals(stored)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "task %s is of %s, its operands are %s", name, task.formats(), stored));
    }
  }

  /** How operands are stored. */
  static Formats formats(List<Operand> inputs, Operand output) {
    List<DType> formats = new ArrayList<>(inputs.size());
    for (Operand input : inputs) {
      formats.add(input.format());
    }
    return new Formats(formats, output.format());
  }
}
