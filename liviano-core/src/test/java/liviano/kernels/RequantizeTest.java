package liviano.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import liviano.tensor.DType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequantizeTest {
  private static Requantize of(float scale, int zeroPoint, DType format) {
    return new Requantize(0, List.of(scale), zeroPoint, format);
  }

  @ParameterizedTest
  @CsvSource({
    "1, 0.5, 0, 0", // half to even
    "3, 0.5, 0, 2",
    "-1, 0.5, 0, 0",
    "-3, 0.5, 0, -2",
    "1, 0.5, 1, 1", // the zero point is added after rounding: 1.5 would become 2
    "1000, 1, 0, 127",
    "-1000, 1, 0, -128",
    "100, 1, 100, 127",
    "2147483647, 1e30, 127, 127", // and nothing wraps
    "-2147483648, 1e30, -128, -128",
    "16777217, 1, 0, 127"
  })
  void aSumIsScaledRoundedMovedAndHeldInItsFormat(int acc, float scale, int zero, int stored) {
    assertThat(of(scale, zero, DType.I8).apply(acc, 0, Clamp.NONE)).isEqualTo(stored);
  }

  /** 16,777,217 is no float: it is rounded to 16,777,216 before it is multiplied. */
  @Test
  void theSumBecomesAFloatFirst() {
    float scale = 127.5f / 16_777_217f;

    assertThat(of(scale, 0, DType.U8).apply(16_777_217, 0, Clamp.NONE))
        .isEqualTo((int) Math.rint(16_777_216f * scale));
  }

  @Test
  void scalesAreFormedInOrder() {
    float in = 1e-30f;
    float weight = 1e-20f;
    float out = 1e-30f;

    // The product underflows before it is divided, as it does wherever the order is kept.
    assertThat(Requantize.scale(in, weight, out)).isEqualTo(in * weight / out);
    assertThat(Requantize.scale(in, weight, out)).isNotEqualTo(in * (weight / out));
  }

  @Test
  void everyChannelMayHaveItsScale() {
    Requantize step = new Requantize(3, List.of(1f, 0.25f), 10, DType.U8);

    assertThat(step.apply(8, 0, Clamp.NONE)).isEqualTo(18);
    assertThat(step.apply(8, 1, Clamp.NONE)).isEqualTo(12);
    assertThat(step.apply(-99, 1, Clamp.NONE)).isZero();
    assertThat(step.apply(999, 0, new Clamp(10, 34))).isEqualTo(34);
    assertThat(step.apply(-9, 0, new Clamp(10, 34))).isEqualTo(10);
  }

  @Test
  void whatIsNoScaleZeroPointOrFormatIsRefused() {
    for (float scale : new float[] {0, -1, Float.NaN, Float.POSITIVE_INFINITY}) {
      assertThatThrownBy(() -> of(scale, 0, DType.I8)).hasMessageContaining("not " + scale);
    }
    assertThatThrownBy(() -> new Requantize(0, List.of(), 0, DType.I8))
        .hasMessageContaining("at least one scale");
    assertThatThrownBy(() -> of(1, 128, DType.I8)).hasMessageContaining("zero point 128");
    assertThatThrownBy(() -> of(1, -1, DType.U8)).hasMessageContaining("zero point -1");
    assertThatThrownBy(() -> of(1, 0, DType.F32)).hasMessageContaining("not to F32");
    assertThatThrownBy(() -> of(1, 0, DType.I32)).hasMessageContaining("not to I32");
  }
}
