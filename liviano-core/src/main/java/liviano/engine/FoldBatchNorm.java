package liviano.engine;

import java.util.Optional;
import liviano.kernels.Epilogue;
import liviano.kernels.Formats;
import liviano.kernels.Param;
import liviano.kernels.Task;

/**
 * Folds a batch norm into the convolution before it: {@code scale * (W x + b) + offset} is a
 * convolution with weights {@code scale * W} and bias {@code scale * b + offset}.
 */
final class FoldBatchNorm {
  static final Rewrite REWRITE = Rewrite.merging(FoldBatchNorm::merge);

  private FoldBatchNorm() {}

  private static Optional<PlannedTask> merge(PlannedTask giver, PlannedTask task) {
    if (!(task.task() instanceof Task.Affine affine)) {
      return Optional.empty();
    }
    return folded(giver.task(), affine)
        .map(fold -> new PlannedTask(giver.name(), fold, giver.inputs(), task.output()));
  }

  private static Optional<Task> folded(Task task, Task.Affine affine) {
    Formats formats = new Formats(task.formats().inputs(), affine.formats().output());
    return switch (task) {
      case Task.Pointwise t when isBare(t.epilogue()) ->
          Optional.of(
              new Task.Pointwise(
                  t.rows(),
                  t.inChannels(),
                  t.outChannels(),
                  outermost(t.weight(), affine),
                  epilogue(t.epilogue(), t.weight(), affine),
                  formats));
      case Task.Convolution t when isBare(t.epilogue()) ->
          Optional.of(
              new Task.Convolution(
                  t.geometry(),
                  t.groups(),
                  outermost(t.weight(), affine),
                  epilogue(t.epilogue(), t.weight(), affine),
                  formats));
      case Task.Depthwise t when isBare(t.epilogue()) ->
          Optional.of(
              new Task.Depthwise(
                  t.geometry(),
                  innermost(t.weight(), affine),
                  epilogue(t.epilogue(), t.weight(), affine),
                  formats));
      default -> Optional.empty();
    };
  }

  /** Nothing but a bias stands between the sum and the batch norm. */
  private static boolean isBare(Epilogue epilogue) {
    return !epilogue.residual() && epilogue.clamp().isNone();
  }

  private static Epilogue epilogue(Epilogue before, Param weight, Task.Affine affine) {
    float[] offset = affine.offset().toFloats();
    float[] bias = new float[offset.length];
    for (int c = 0; c < bias.length; c++) {
      float old = before.bias().isPresent() ? before.bias().get().at(c) : 0;
      bias[c] = old * affine.scale().at(c) + offset[c];
    }
    String name = foldedName(weight, affine) + ".bias";
    return new Epilogue(
        Optional.of(Constants.floats(name, affine.offset().dims(), bias)), false, affine.clamp());
  }

  /** Weights whose output channel is the outermost extent. */
  private static Param outermost(Param weight, Task.Affine affine) {
    float[] values = weight.toFloats();
    int each = values.length / affine.channels();
    for (int i = 0; i < values.length; i++) {
      values[i] *= affine.scale().at(i / each);
    }
    return Constants.floats(foldedName(weight, affine), weight.dims(), values);
  }

  /** Weights whose output channel is the innermost extent. */
  private static Param innermost(Param weight, Task.Affine affine) {
    float[] values = weight.toFloats();
    for (int i = 0; i < values.length; i++) {
      values[i] *= affine.scale().at(i % affine.channels());
    }
    return Constants.floats(foldedName(weight, affine), weight.dims(), values);
  }

  private static String foldedName(Param weight, Task.Affine affine) {
    return weight.name() + " * " + affine.scale().name();
  }
}
