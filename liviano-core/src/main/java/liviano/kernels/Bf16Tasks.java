package liviano.kernels;

import java.util.List;
import liviano.tensor.Bf16;
import liviano.tensor.DType;

/**
 * Tasks on numbers of {@link DType#BF16}. Sums of products read inputs and weights of 16 bits,
 * denormals as zeros, and a bias in floats; a convolution may read floats, which it rounds to 16
 * bits first. Sums are formed in floats, and rounded once, by {@link Bf16#of}, where they are
 * stored as such. Their order is the provider's, so that results differ by as much as sums of
 * floats do, and by a step of 16 bits where that decides how one is rounded.
 */
public final class Bf16Tasks {
  private Bf16Tasks() {}

  /** Whether a task is computed so. */
  public static boolean contains(Task task) {
    return switch (task) {
      case Linear t -> isProduct(t);
      case Fused.InvertedResidual t ->
          (t.expand().isEmpty() || isNarrow(t.expand().get()))
              && isNarrow(t.filter())
              && contains(t.project());
      case Fused.PooledPointwise t ->
          contains(t.pointwise())
              && t.pointwise().formats().output() == DType.F32
              && t.pool().isIn(DType.F32);
      case Resample.AveragePool t ->
          t.formats().inputs().getFirst() == DType.BF16 && isReal(t.formats().output());
      case Elementwise.Convert t ->
          t.formats().equals(Formats.of(DType.F32, DType.BF16))
              || t.formats().equals(Formats.of(DType.BF16, DType.F32));
      default -> false;
    };
  }

  /** A residual is stored as the result is. */
  private static boolean isProduct(Linear task) {
    Formats formats = task.formats();
    boolean narrow = formats.output() == DType.BF16;
    boolean rounds =
        task instanceof Linear.Convolution
            && formats.inputs().equals(List.of(DType.F32))
            && task.weight().format() == DType.BF16;
    return (rounds || formats.readsOnly(DType.BF16))
        && (narrow || formats.output() == DType.F32 && !task.epilogue().residual())
        && task.weight().format() == DType.BF16
        && task.epilogue().bias().stream().allMatch(bias -> bias.format() == DType.F32);
  }

  /** Whether it is computed so, and gives what the next layer of a block reads so. */
  private static boolean isNarrow(Task task) {
    return contains(task) && task.formats().output() == DType.BF16;
  }

  private static boolean isReal(DType format) {
    return format == DType.BF16 || format == DType.F32;
  }
}
