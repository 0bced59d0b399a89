package liviano.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import liviano.kernels.Clamped;
import liviano.kernels.Elementwise;
import liviano.kernels.Epilogue;
import liviano.kernels.Formats;
import liviano.kernels.Linear;
import liviano.kernels.Task;

/**
 * Moves the clamp and the shortcut addition that follow a sum into its epilogue. An epilogue adds
 * the bias, then the residual, then clamps; so a shortcut is moved only if the sum was not clamped
 * before.
 */
final class FuseEpilogue {
  static final Rewrite REWRITE = Rewrite.mergingPairs(FuseEpilogue::merge);

  private FuseEpilogue() {}

  private static Optional<PlannedTask> merge(PlannedTask giver, PlannedTask task) {
    return switch (task.task()) {
      case Elementwise.Clip clip ->
          clamped(giver.task(), clip)
              .map(t -> new PlannedTask(giver.name(), t, giver.inputs(), task.output()));
      case Elementwise.Add add -> withResidual(giver, task, add);
      default -> Optional.empty();
    };
  }

  private static Optional<Task> clamped(Task task, Elementwise.Clip clip) {
    Formats formats = new Formats(task.formats().inputs(), clip.formats().output());
    return task instanceof Clamped t
        ? Optional.of(t.withClamp(t.clamp().then(clip.clamp()), formats))
        : Optional.empty();
  }

  private static Optional<PlannedTask> withResidual(
      PlannedTask giver, PlannedTask task, Elementwise.Add add) {
    if (!(giver.task() instanceof Linear linear) || !linear.epilogue().isAtMostABias()) {
      return Optional.empty();
    }
    boolean first = task.inputs().getFirst().equals(giver.output());
    List<Operand> inputs = new ArrayList<>(giver.inputs());
    inputs.add(task.inputs().get(first ? 1 : 0));
    Epilogue epilogue = linear.epilogue().withResidual().withClamp(add.clamp());
    Linear fused = linear.with(epilogue, PlannedTask.formats(inputs, task.output()));
    return Optional.of(new PlannedTask(giver.name(), fused, inputs, task.output()));
  }
}
