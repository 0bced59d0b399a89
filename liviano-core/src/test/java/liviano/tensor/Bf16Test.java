package liviano.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class Bf16Test {
  @ParameterizedTest
  @CsvSource({
    "1, 0x3f80",
    "-2, 0xc000",
    "0x1.01p0, 0x3f80", // half way, to even
    "0x1.03p0, 0x3f82", // half way, to even
    "0x1.010002p0, 0x3f81",
    "0x1.fffffep127, 0x7f80", // beyond the greatest
    "0x1.fep127, 0x7f7f",
    "-0.0, 0x8000",
    "0x1.0p-127, 0x0000", // a denormal
    "-0x1.0p-149, 0x8000",
    "0x1.0p-126, 0x0080",
    "Infinity, 0x7f80",
    "-Infinity, 0xff80",
    "NaN, 0x7fc0"
  })
  void roundsHalfToEvenAndDenormalsToZero(float number, String bits) {
    assertThat(Bf16.of(number)).isEqualTo((short) (int) Integer.decode(bits));
  }

  @Test
  void everyNumberIsItselfAgain() {
    for (int bits = 0; bits < 1 << 16; bits++) {
      float number = Bf16.toFloat((short) bits);
      if (Float.isNaN(number)) {
        assertThat(Bf16.toFloat(Bf16.of(number))).isNaN();
      } else if (Math.abs(number) >= Float.MIN_NORMAL) {
        assertThat(Bf16.of(number)).isEqualTo((short) bits);
        assertThat(Bf16.factor((short) bits)).isEqualTo(number);
      } else {
        assertThat(Bf16.of(number)).isEqualTo((short) (bits & 0x8000));
        assertThat(Bf16.factor((short) bits)).isEqualTo(Math.copySign(0, number));
      }
    }
  }
}
