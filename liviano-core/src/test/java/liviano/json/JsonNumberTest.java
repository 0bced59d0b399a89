package liviano.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Execution(ExecutionMode.CONCURRENT)
class JsonNumberTest {

  @ParameterizedTest
  @Tag("locale")
  @ValueSource(
      longs = {0, 1, -1, Long.MAX_VALUE, Long.MIN_VALUE, (1L << 53) + 1, 999999999999999999L})
  void keepsEveryLongExact(long value) {
    var number = (JsonNumber) Json.parse(Long.toString(value));
    assertThat(number.isInteger()).isTrue();
    assertThat(number.longValue()).isEqualTo(value);
    assertThat(number.toJson()).isEqualTo(Long.toString(value));
  }

  @ParameterizedTest
  @Tag("locale")
  @ValueSource(
      strings = {
        "9223372036854775808",
        "-9223372036854775809",
        "1e2",
        "1.0",
        "1.5",
        "-0",
        "100000000000000000000000000000"
      })
  void isNoIntegerBeyond64BitsOrWithFractionOrExponent(String text) {
    var number = (JsonNumber) Json.parse(text);
    assertThat(number.isInteger()).isFalse();
    assertThat(number.doubleValue()).isEqualTo(Double.parseDouble(text));
    assertThatThrownBy(number::longValue)
        .isInstanceOf(JsonException.class)
        .hasMessage("expected an integer of 64 bits but found " + number);
  }

  @Test
  @Tag("locale")
  void keepsTheSignOfZero() {
    assertThat(1 / ((JsonNumber) Json.parse("-0")).doubleValue()).isNegative();
    assertThat(JsonNumber.of(-0.0).toJson()).isEqualTo("-0.0");
  }

  @Test
  @Tag("locale")
  void refusesWhatIsNotFinite() {
    for (double value : new double[] {Double.NaN, 1 / 0.0, -1 / 0.0}) {
      assertThatThrownBy(() -> JsonNumber.of(value)).hasMessageContaining("no number");
      assertThatThrownBy(() -> JsonNumber.of((float) value)).hasMessageContaining("no number");
    }
  }

  @Test
  @Tag("locale")
  void refusesNumbersWithoutEnd() {
    assertThat(Json.parse("1".repeat(300))).isInstanceOf(JsonNumber.class);
    assertThatThrownBy(() -> Json.parse("0." + "1".repeat(2_000_000)))
        .hasMessage("at byte 0: a number of more than 1024 characters");
  }

  @Test
  @Tag("locale")
  void writesFloatsInTheirShortestForm() {
    assertThat(JsonNumber.of(0.1f).toJson()).isEqualTo("0.1");
    assertThat(JsonNumber.of(1e-5f).toJson()).isEqualTo("1.0E-5");
    assertThat(JsonNumber.of(Float.MAX_VALUE).toJson()).isEqualTo("3.4028235E38");
    assertThat(JsonNumber.of(Float.MIN_VALUE).toJson()).isEqualTo("1.4E-45");
  }

  @Test
  void floatsAndDoublesRoundTrip() {
    var random = new Random(7);
    for (int i = 0; i < 200_000; i++) {
      float single = Float.intBitsToFloat(random.nextInt());
      if (Float.isFinite(single)) {
        String text = JsonNumber.of(single).toJson();
        assertThat(text).isEqualTo(Float.toString(single));
        assertThat((float) ((JsonNumber) Json.parse(text)).doubleValue()).isEqualTo(single);
      }
      double wide = Double.longBitsToDouble(random.nextLong());
      if (Double.isFinite(wide)) {
        assertThat(Json.parse(JsonNumber.of(wide).toJson())).isEqualTo(JsonNumber.of(wide));
      }
    }
  }
}
