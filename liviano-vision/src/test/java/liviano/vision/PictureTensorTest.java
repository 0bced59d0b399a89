package liviano.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import liviano.MalformedModelException;
import liviano.model.Preprocessing;
import liviano.model.Preset;
import liviano.model.TensorLayout;
import liviano.tensor.DType;
import liviano.tensor.Quantization;
import liviano.tensor.Shape;
import org.junit.jupiter.api.Test;

/** Pictures for inputs of integers. */
class PictureTensorTest {
  private static final Preprocessing RGB = Preset.KERAS.preprocessing(2, 1);
  private static final Shape SHAPE = Shape.of(1, 2, 3);
  private static final Picture PICTURE =
      Picture.ofRgb(2, 1, new byte[] {(byte) 255, (byte) 128, 0, 10, 20, (byte) 200});

  private static PictureTensor input(DType type, Quantization quantization) {
    return new PictureTensor(
        new TensorInfo("in", type, TensorLayout.of(SHAPE), Optional.ofNullable(quantization)),
        SHAPE,
        RGB);
  }

  private static byte[] of(DType type, float scale, int zeroPoint, Optional<PixelRule> rule) {
    return input(type, new Quantization(List.of(scale), zeroPoint))
        .of(PICTURE, RGB, rule)
        .data()
        .toArray(ValueLayout.JAVA_BYTE);
  }

  private static Optional<PixelRule> affine(double factor, double summand) {
    return Optional.of(new PixelRule.Affine(factor, summand));
  }

  private static byte[] bytes(int... numbers) {
    byte[] bytes = new byte[numbers.length];
    IntStream.range(0, numbers.length).forEach(i -> bytes[i] = (byte) numbers[i]);
    return bytes;
  }

  /** Half up: floor(number / scale + zeroPoint + 0.5). */
  @Test
  void quantisedNumbersAreRoundedHalfUpAndClamped() {
    // (240 / 2, 113 / 2, -15 / 2, -5 / 2, 5 / 2, 185 / 2) - 3
    assertThat(of(DType.I8, 2, -3, affine(1, -15))).isEqualTo(bytes(117, 54, -10, -5, 0, 90));
    assertThat(of(DType.I8, 2, -3, affine(9, -900)))
        .isEqualTo(bytes(127, 123, -128, -128, -128, 127));
    assertThat(of(DType.U8, 0.5f, 7, affine(0.1, 0))).isEqualTo(bytes(58, 33, 7, 9, 11, 47));
    assertThat(of(DType.U8, 0.5f, 7, affine(-1, 0))).isEqualTo(bytes(0, 0, 7, 0, 0, 0));
  }

  @Test
  void unsignedBytesTakeThePixelUnlessARuleIsGiven() {
    assertThat(of(DType.U8, 0.5f, 7, Optional.empty())).isEqualTo(bytes(255, 128, 0, 10, 20, 200));
  }

  @Test
  void signedBytesTakeTheCardsNumbersUnlessARuleIsGiven() {
    // pixel / 127.5 - 1 in steps of 1 / 64
    assertThat(of(DType.I8, 1f / 64, 0, Optional.empty()))
        .isEqualTo(bytes(64, 0, -64, -59, -54, 36));
  }

  @Test
  void integersThatStandForNothingTakeTheNumberRounded() {
    PictureTensor input = input(DType.I32, null);

    assertThat(input.of(PICTURE, RGB, affine(0.5, 0)).data().toArray(ValueLayout.JAVA_INT))
        .containsExactly(128, 64, 0, 5, 10, 100);
  }

  @Test
  void otherFormatsAndScalesByChannelAreRefused() {
    assertThatThrownBy(() -> input(DType.F16, null).of(PICTURE, RGB, affine(1, 0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'in' (float16 [1, 1, 2, 3])");
    Quantization each = new Quantization(List.of(1f, 2f, 3f), 0);
    assertThatThrownBy(() -> input(DType.I8, each).of(PICTURE, RGB, affine(1, 0)))
        .isInstanceOf(MalformedModelException.class)
        .hasMessageContaining("a scale for each channel");
  }
}
