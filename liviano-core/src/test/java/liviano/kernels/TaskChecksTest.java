package liviano.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import liviano.tensor.BlockOrder;
import liviano.tensor.DType;
import liviano.tensor.Nearest;
import liviano.tensor.Sampling;
import liviano.tensor.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A task whose parts do not fit each other cannot be made: kernels do not look again. */
class TaskChecksTest {
  private static final Geometry SAME = new Geometry(1, 4, 4, 6, 4, 4, 6, 3, 3, 1, 1, 1, 1, 1, 1);
  private static final Linear.Depthwise FILTER =
      new Linear.Depthwise(SAME, param(54), Epilogue.NONE);
  private static final Resample.AveragePool GLOBAL =
      new Resample.AveragePool(new Geometry(1, 4, 4, 6, 1, 1, 6, 4, 4, 1, 1, 1, 1, 0, 0), false);

  private static Param param(int count) {
    return Tensors.param("p", new float[count], count);
  }

  private static Epilogue bias(int count) {
    return Epilogue.NONE.withBias(param(count));
  }

  private static Linear.Pointwise pointwise(int rows, int in, int out) {
    return new Linear.Pointwise(rows, in, out, param(in * out), Epilogue.NONE);
  }

  /** From 4x4 positions of 12 channels to 8x8 of 6, in two groups. */
  private static Task transposed(Param weight, Param bias) {
    Geometry mirrored = new Geometry(1, 8, 8, 6, 4, 4, 12, 3, 2, 2, 2, 1, 1, 1, 1);
    return new Linear.TransposedConvolution(mirrored, 2, weight, Epilogue.NONE.withBias(bias));
  }

  private static Arguments of(String what, Supplier<Task> task) {
    return Arguments.of(what, task);
  }

  static Stream<Arguments> misfits() {
    Epilogue none = Epilogue.NONE;
    return Stream.of(
        of("holds 5 numbers", () -> new Linear.Pointwise(1, 2, 3, param(5), none)),
        of("holds 2 numbers", () -> new Linear.Pointwise(1, 2, 3, param(6), bias(2))),
        of("0 rows", () -> new Linear.Pointwise(0, 2, 3, param(6), none)),
        of("rows are over", () -> new Rows.Softmax(Integer.MAX_VALUE, 1)),
        of(
            "formats of 1 inputs, not of 2",
            () -> new Linear.Pointwise(1, 2, 3, param(6), none.withResidual(), Formats.f32(1))),
        of("4 groups do not divide", () -> new Linear.Convolution(SAME, 4, param(81), none)),
        of("holds 4 numbers", () -> transposed(param(4 * 54), param(4))),
        of("holds 215 numbers", () -> transposed(param(215), param(6))),
        of("holds 323 numbers", () -> new Linear.Convolution(SAME, 1, param(323), none)),
        of("holds 53 numbers", () -> new Linear.Depthwise(SAME, param(53), none)),
        of(
            "4 channels of 6",
            () ->
                new Linear.Depthwise(
                    new Geometry(1, 4, 4, 6, 4, 4, 4, 3, 3, 1, 1, 1, 1, 1, 1), param(36), none)),
        of(
            "12 channels of 6",
            () -> new Resample.MaxPool(new Geometry(1, 4, 4, 6, 4, 4, 12, 1, 1, 1, 1, 1, 1, 0, 0))),
        of("holds 3 numbers", () -> new Rows.Affine(1, 4, param(4), param(3), Clamp.NONE)),
        of("a mean over no axis", () -> new Resample.Mean(List.of(2, 3), List.of())),
        of("are not ascending", () -> new Resample.Mean(List.of(2, 3), List.of(1, 0))),
        of("are not ascending", () -> new Resample.Mean(List.of(2, 3), List.of(2))),
        of("are too many", () -> new Resample.Mean(List.of(1 << 30, 16), List.of(1))),
        of("holds 3 numbers", () -> new Rows.PRelu(2, 4, param(3))),
        of("holds 7 numbers", () -> new Rows.SquaredDistance(1, 4, 2, param(7))),
        of("no channel 6 of 6", () -> new Move.SelectChannels(1, 6, List.of(0, 6))),
        of("no channel -1 of 6", () -> new Move.SelectChannels(1, 6, List.of(-1))),
        of("do not divide 4x5", () -> new Move.SpaceToDepth(1, 4, 5, 4, 2, BlockOrder.BLOCK_MAJOR)),
        of("6 channels in blocks", () -> new Move.SpaceToDepth(1, 4, 4, 6, 2, BlockOrder.DARKNET)),
        of("is not on a map", () -> new Move.Crop(1, 4, 4, 1, 4, 0, 2, 2)),
        of("is not on a map", () -> new Move.Crop(1, 4, 4, 1, 0, -1, 2, 2)),
        of("positions", () -> new Resample.Resize(2, 1, 1, 1 << 20, 1 << 20, 1, Sampling.LEGACY)),
        of(
            "positions",
            () -> new Resample.ResizeNearest(2, 1, 1, 1 << 20, 1 << 20, 1, Nearest.LEGACY)),
        of("rows of 2147483648", () -> new Move.Concat(1, List.of(1 << 30, 1 << 30))),
        of("0 numbers", () -> new Elementwise.Add(0, Clamp.NONE)),
        of("8589934593 numbers", () -> new Elementwise.Clip((1L << 33) + 1, Clamp.RELU)),
        of(
            "are read as",
            () -> new Fused.InvertedResidual(Optional.empty(), FILTER, pointwise(15, 6, 2))),
        of(
            "are read as",
            () ->
                new Fused.InvertedResidual(
                    Optional.of(pointwise(16, 2, 5)), FILTER, pointwise(16, 6, 2))),
        of(
            "a filter over 4x4 reads 2x8",
            () ->
                new Fused.InvertedResidual(
                    Optional.of(
                        new Linear.Convolution(
                            new Geometry(1, 2, 8, 1, 2, 8, 6, 3, 3, 1, 1, 1, 1, 1, 1),
                            1,
                            param(54),
                            Epilogue.NONE)),
                    FILTER,
                    pointwise(16, 6, 2))),
        of("are read as", () -> new Fused.PooledPointwise(pointwise(15, 2, 6), GLOBAL)),
        of("are read as", () -> new Fused.PooledPointwise(pointwise(16, 2, 5), GLOBAL)));
  }

  private static final Formats INTEGERS = Formats.of(DType.U8, DType.U8);

  private static Requantize requantize(DType format, Float... scales) {
    return new Requantize(0, List.of(scales), 0, format);
  }

  private static Linear pointwise(Epilogue epilogue, Formats formats) {
    return new Linear.Pointwise(1, 2, 3, param(6), epilogue, formats);
  }

  static Stream<Arguments> requantized() {
    Epilogue none = Epilogue.NONE;
    Epilogue one = none.withRequantize(requantize(DType.U8, 0.5f));
    return Stream.of(
        of("an output of U8, and no requantizing step", () -> pointwise(none, INTEGERS)),
        of("an output of I32, and no", () -> pointwise(none, Formats.of(DType.U8, DType.I32))),
        of("an output of F32, and a", () -> pointwise(one, Formats.f32(1))),
        of("an output of F16, and a", () -> pointwise(one, Formats.of(DType.U8, DType.F16))),
        of("to U8, stored as I8", () -> pointwise(one, Formats.of(DType.U8, DType.I8))),
        of("sums of F32 are not", () -> pointwise(one, Formats.of(DType.F32, DType.U8))),
        of("p of a sum of integers is of F32", () -> pointwise(one.withBias(param(3)), INTEGERS)),
        of(
            "2 scales of 3 output channels",
            () -> pointwise(none.withRequantize(requantize(DType.U8, 1f, 2f)), INTEGERS)),
        of("adds a residual", () -> pointwise(one.withResidual(), INTEGERS)),
        of("0.0 to 256.0", () -> pointwise(one.withClamp(new Clamp(0, 256)), INTEGERS)),
        of("-1.0 to 6.0", () -> pointwise(one.withClamp(new Clamp(-1, 6)), INTEGERS)),
        of("0.5 to 6.0", () -> pointwise(one.withClamp(new Clamp(0.5f, 6)), INTEGERS)));
  }

  @Test
  void requantizedSumsThatFitAreMade() {
    for (Requantize step :
        List.of(requantize(DType.U8, 0.5f), requantize(DType.U8, 0.5f, 1f, 2f))) {
      Epilogue epilogue = Epilogue.NONE.withRequantize(step).withClamp(new Clamp(3, 255));
      Param bias =
          new Param("bias", DType.I32, Shape.of(3), Arena.ofAuto().allocate(3 * Integer.BYTES));
      Linear task = pointwise(epilogue.withBias(bias), INTEGERS);

      assertThat(task.epilogue().isAtMostABias()).isFalse();
      assertThat(task.with(task.epilogue(), INTEGERS).epilogue().requantize()).contains(step);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource({"misfits", "requantized"})
  void partsThatDoNotFitAreRefused(String what, Supplier<Task> task) {
    assertThatThrownBy(task::get)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(what);
  }
}
