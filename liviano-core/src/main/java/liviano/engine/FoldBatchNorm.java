package liviano.engine;

import java.util.Optional;
import liviano.kernels.Epilogue;
import liviano.kernels.Formats;
import liviano.kernels.Linear;
import liviano.kernels.Origin;
import liviano.kernels.Param;
import liviano.kernels.Rows;
import liviano.kernels.Task;

/**
 * Folds a batch norm into the convolution before it: {@code scale * (W x + b) + offset} is a
 * convolution with weights {@code scale * W} and bias {@code scale * b + offset}.
 */
final class FoldBatchNorm {
  static final Rewrite REWRITE = Rewrite.mergingPairs(FoldBatchNorm::merge);

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
    if (!(task.task() instanceof Rows.Affine affine) || isFull(giver.task())) {
      return Optional.empty();
    }
    return folded(giver.task(), affine)
        .map(fold -> new PlannedTask(giver.name(), fold, giver.inputs(), task.output()));
  }

  /** Only a bias may be between the sum and the batch norm. */
  private static Optional<Task> folded(Task task, Rows.Affine affine) {
    if (!(task instanceof Linear linear) || !linear.epilogue().isAtMostABias()) {
      return Optional.empty();
    }
    Formats formats = new Formats(task.formats().inputs(), affine.formats().output());
    return Optional.of(
        linear.with(weight(linear, affine), epilogue(linear.epilogue(), affine), formats));
  }

  /** The weight itself, if it would be multiplied by ones. */
  private static Param weight(Linear linear, Rows.Affine affine) {
    if (Affines.isOne(affine.scale())) {
      return linear.weight();
    }
    return linear.weighsChannelsInnermost()
        ? innermost(linear.weight(), affine)
        : outermost(linear.weight(), affine);
  }

  /** Every fold copies a weight; a chain of norms must not copy it once for each. */
  private static boolean isFull(Task task) {
    for (Param param : task.params()) {
      if (param.origin().depth() >= MOST) {
        return true;
      }
    }
    return false;
  }

  private static Epilogue epilogue(Epilogue before, Rows.Affine affine) {
    Origin origin =
        before.bias().isPresent()
            ? DerivedConstants.made(Rule.BIAS, affine.scale(), affine.offset(), before.bias().get())
            : DerivedConstants.made(Rule.BIAS, affine.scale(), affine.offset());
    Param bias =
        DerivedConstants.floats(origin, affine.offset().shape(), () -> bias(before.bias(), affine));
    return Epilogue.NONE.withBias(bias).withClamp(affine.clamp());
  }

  private static float[] bias(Optional<Param> before, Rows.Affine affine) {
    float[] scale = affine.scale().toFloats();
    float[] offset = affine.offset().toFloats();
    float[] old = before.map(Param::toFloats).orElseGet(() -> new float[offset.length]);
    float[] bias = new float[offset.length];
    for (int c = 0; c < bias.length; c++) {
      bias[c] = old[c] * scale[c] + offset[c];
    }
    return bias;
  }

  /** Weights whose output channel is the outermost extent. */
  private static Param outermost(Param weight, Rows.Affine affine) {
    Origin origin = DerivedConstants.made(Rule.OUTERMOST, weight, affine.scale());
    return DerivedConstants.floats(
        origin,
        weight.shape(),
        () -> {
          float[] scale = affine.scale().toFloats();
          float[] values = numbers(weight);
          int each = values.length / scale.length;
          for (int i = 0; i < values.length; i++) {
            values[i] *= scale[i / each];
          }
          return values;
        });
  }

  /** Weights whose output channel is the innermost extent. */
  private static Param innermost(Param weight, Rows.Affine affine) {
    Origin origin = DerivedConstants.made(Rule.INNERMOST, weight, affine.scale());
    return DerivedConstants.floats(
        origin,
        weight.shape(),
        () -> {
          float[] scale = affine.scale().toFloats();
          float[] values = numbers(weight);
          for (int i = 0; i < values.length; i++) {
            values[i] *= scale[i % scale.length];
          }
          return values;
        });
  }

  /** A weight that nothing else reads: what was computed of it need not be kept. */
  private static float[] numbers(Param weight) {
    float[] values = weight.toFloats();
    weight.release();
    return values;
  }
}
