package liviano.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import liviano.kernels.Clamp;
import liviano.kernels.Elementwise;
import liviano.kernels.Epilogue;
import liviano.kernels.Formats;
import liviano.kernels.Linear;
import liviano.kernels.Rows;
import liviano.kernels.Task;

/**
 * Moves the clamp and the shortcut addition that follow a sum into its epilogue. An epilogue adds
 * the bias, then the residual, then clamps; so a shortcut is moved only if the sum was not clamped
 * before.
 */
final class FuseEpilogue {
  static final Rewrite REWRITE = Rewrite.merging(FuseEpilogue::merge);

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
    Clamp clamp = clip.clamp();
    Formats formats = new Formats(task.formats().inputs(), clip.formats().output());
    return switch (task) {
      case Elementwise.Add t when t.clamp().isNone() ->
          Optional.of(new Elementwise.Add(t.count(), clamp, formats));
      case Rows.Affine t when t.clamp().isNone() ->
          Optional.of(
              new Rows.Affine(t.rows(), t.channels(), t.scale(), t.offset(), clamp, formats));
      default ->
          epilogue(task)
              .filter(epilogue -> epilogue.clamp().isNone())
              .map(epilogue -> with(task, epilogue.withClamp(clamp), formats));
    };
  }

  private static Optional<PlannedTask> withResidual(
      PlannedTask giver, PlannedTask task, Elementwise.Add add) {
    boolean first = task.inputs().getFirst().equals(giver.output());
    List<Operand> inputs = new ArrayList<>(giver.inputs());
    inputs.add(task.inputs().get(first ? 1 : 0));
    Formats formats = PlannedTask.formats(inputs, task.output());
    return epilogue(giver.task())
        .filter(epilogue -> epilogue.clamp().isNone() && !epilogue.residual())
        .map(
            epilogue -> with(giver.task(), epilogue.withResidual().withClamp(add.clamp()), formats))
        .map(fused -> new PlannedTask(giver.name(), fused, inputs, task.output()));
  }

  private static Optional<Epilogue> epilogue(Task task) {
    return switch (task) {
      case Linear.Pointwise t -> Optional.of(t.epilogue());
      case Linear.Convolution t -> Optional.of(t.epilogue());
      case Linear.Depthwise t -> Optional.of(t.epilogue());
      default -> Optional.empty();
    };
  }

  private static Task with(Task task, Epilogue epilogue, Formats formats) {
    return switch (task) {
      case Linear.Pointwise t ->
          new Linear.Pointwise(
              t.rows(), t.inChannels(), t.outChannels(), t.weight(), epilogue, formats);
      case Linear.Convolution t ->
          new Linear.Convolution(t.geometry(), t.groups(), t.weight(), epilogue, formats);
      case Linear.Depthwise t -> new Linear.Depthwise(t.geometry(), t.weight(), epilogue, formats);
      default -> throw new IllegalArgumentException(task + " has no epilogue");
    };
  }
}
