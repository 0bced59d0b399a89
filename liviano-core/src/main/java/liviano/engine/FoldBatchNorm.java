package liviano.engine;

import java.util.Optional;
import liviano.kernels.Epilogue;
import liviano.kernels.Formats;
import liviano.kernels.Origin;
import liviano.kernels.Param;
import liviano.kernels.Task;

/**
 * Folds a batch norm into the convolution before it: {@code scale * (W x + b) + offset} is a
 * convolution with weights {@code scale * W} and bias {@code scale * b + offset}.
 */
final class FoldBatchNorm {
  static final Rewrite REWRITE = Rewrite.merging(FoldBatchNorm::merge);

  /** What is folded into one layer: norms and scales beyond these stay what they are. */
  private static final int MOST = 8;

  /** How folded constants are made; see {@link #folded}. */
  private enum Rule implements Origin.Rule {
    OUTERMOST,
    INNERMOST,
    BIAS
  }

  private FoldBatchNorm() {}

  private static Optional<PlannedTask> merge(PlannedTask giver, PlannedTask task) {
    if (!(task.task() instanceof Task.Affine affine) || isFull(giver.task())) {
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
                  epilogue(t.epilogue(), affine),
                  formats));
      case Task.Convolution t when isBare(t.epilogue()) ->
          Optional.of(
              new Task.Convolution(
                  t.geometry(),
                  t.groups(),
                  outermost(t.weight(), affine),
                  epilogue(t.epilogue(), affine),
                  formats));
      case Task.Depthwise t when isBare(t.epilogue()) ->
          Optional.of(
              new Task.Depthwise(
                  t.geometry(),
                  innermost(t.weight(), affine),
                  epilogue(t.epilogue(), affine),
                  formats));
      default -> Optional.empty();
    };
  }

  /** Every fold copies a weight; a chain of norms must not copy it once for each. */
  private static boolean isFull(Task task) {
    return task.params().anyMatch(param -> param.origin().depth() >= MOST);
  }

  /** Only a bias may be between the sum and the batch norm. */
  private static boolean isBare(Epilogue epilogue) {
    return !epilogue.residual() && epilogue.clamp().isNone();
  }

  private static Epilogue epilogue(Epilogue before, Task.Affine affine) {
    float[] offset = affine.offset().toFloats();
    float[] bias = new float[offset.length];
    for (int c = 0; c < bias.length; c++) {
      float old = before.bias().isPresent() ? before.bias().get().at(c) : 0;
      bias[c] = old * affine.scale().at(c) + offset[c];
    }
    Origin origin =
        before.bias().isPresent()
            ? Constants.made(Rule.BIAS, affine.scale(), affine.offset(), before.bias().get())
            : Constants.made(Rule.BIAS, affine.scale(), affine.offset());
    return new Epilogue(
        Optional.of(Constants.floats(origin, affine.offset().dims(), bias)), false, affine.clamp());
  }

  /** Weights whose output channel is the outermost extent. */
  private static Param outermost(Param weight, Task.Affine affine) {
    float[] values = weight.toFloats();
    int each = values.length / affine.channels();
    for (int i = 0; i < values.length; i++) {
      values[i] *= affine.scale().at(i / each);
    }
    Origin origin = Constants.made(Rule.OUTERMOST, weight, affine.scale());
    return Constants.floats(origin, weight.dims(), values);
  }

  /** Weights whose output channel is the innermost extent. */
  private static Param innermost(Param weight, Task.Affine affine) {
    float[] values = weight.toFloats();
    for (int i = 0; i < values.length; i++) {
      values[i] *= affine.scale().at(i % affine.channels());
    }
    Origin origin = Constants.made(Rule.INNERMOST, weight, affine.scale());
    return Constants.floats(origin, weight.dims(), values);
  }
}
