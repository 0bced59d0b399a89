package liviano.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** JSON piece by piece: as strict as a tree, and with the same numbers. */
class JsonReaderTest {

  private static JsonReader reader(String text) {
    byte[] utf8 = text.getBytes(UTF_8);
    return JsonReader.of(utf8, new JsonReader.Span(0, utf8.length));
  }

  private static float float32(String text) {
    JsonReader reader = reader(text);
    float value = reader.float32();
    reader.end();
    return value;
  }

  private static double float64(String text) {
    JsonReader reader = reader(text);
    double value = reader.float64();
    reader.end();
    return value;
  }

  private static void sameAsJava(String text) {
    assertThat(float32(text)).as(text).isEqualTo(Float.parseFloat(text));
    assertThat(float64(text)).as(text).isEqualTo(Double.parseDouble(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "-0",
        "-0.0",
        "0e999999999999",
        "1",
        "-1.5",
        "0.1",
        "1e10",
        "1E-5",
        "123456789012345678901234567890e-20",
        "0.000000000000000000000000000000000000000000001",
        "1.4e-45",
        "1e-400",
        "16777217",
        "16777217.0000000000000000000000001",
        "9007199254740993",
        "3.4028235e38",
        "1.00000017881393421514957253748434595763683319091796875001"
      })
  void numbersAreThoseOfJava(String text) {
    sameAsJava(text);
  }

  /** Halfway between floats, and as near to that as a decimal of 17 digits comes. */
  @Test
  void floatsAreTheNearestOnesWhereDoublesAreHalfwayBetweenThem() {
    Random random = new Random(5);
    for (int i = 0; i < 20_000; i++) {
      float low = Float.intBitsToFloat(random.nextInt(0x00800000, 0x7f000000));
      double halfway = ((double) low + Math.nextUp(low)) / 2;
      sameAsJava(Double.toString(halfway));
      sameAsJava(Double.toString(Math.nextUp(halfway)));
      String plain = new BigDecimal(halfway).toPlainString();
      sameAsJava(plain);
      sameAsJava(plain + (plain.contains(".") ? "1" : ".0001"));
    }
  }

  @Test
  void numbersOfEveryLengthAndSizeAreThoseOfJava() {
    Random random = new Random(7);
    for (int i = 0; i < 100_000; i++) {
      float value = Float.intBitsToFloat(random.nextInt());
      if (Float.isFinite(value)) {
        sameAsJava(Float.toString(value));
        sameAsJava(Double.toString(value));
      }
      String digits = Long.toString(random.nextLong() >>> random.nextInt(60));
      sameAsJava(digits + "." + Math.abs(random.nextInt()) + "e" + random.nextInt(-60, 19));
    }
  }

  @ParameterizedTest
  @CsvSource({"3.5e38", "-1e39", "1e999"})
  void whatAFloatCannotHoldIsRefused(String text) {
    assertThatThrownBy(() -> float32(text))
        .isInstanceOf(JsonException.class)
        .hasMessage("at byte 0: number too large for a float");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"01", "-", "1.", ".5", "1e", "+1", "NaN", "Infinity", "1 2", "", "\"1\"", "0x1"})
  void whatIsNoNumberIsRefusedAsByTheTree(String text) {
    assertThatThrownBy(() -> ((JsonNumber) Json.parse(text)).doubleValue())
        .isInstanceOfAny(JsonException.class, ClassCastException.class);
    assertThatThrownBy(() -> float64(text)).isInstanceOf(JsonException.class);
  }

  @Test
  void integersAreExactAndWithinTheirRange() {
    assertThat(reader("-128").integer(-128, 127)).isEqualTo(-128);
    assertThat(reader("9223372036854775807").integer(Long.MIN_VALUE, Long.MAX_VALUE))
        .isEqualTo(Long.MAX_VALUE);
    assertThat(reader("-9223372036854775808").integer(Long.MIN_VALUE, Long.MAX_VALUE))
        .isEqualTo(Long.MIN_VALUE);
    assertThat(reader("18446744073709551615").unsignedInteger()).isEqualTo(-1);
    assertThat(reader("7").unsignedInteger()).isEqualTo(7);
    assertThatThrownBy(() -> reader(" 128").integer(-128, 127))
        .hasMessage("at byte 1: expected an integer from -128 to 127");
    assertThatThrownBy(() -> reader("9223372036854775808").integer(0, Long.MAX_VALUE))
        .hasMessageContaining("expected an integer");
    assertThatThrownBy(() -> reader("1.0").integer(0, 9))
        .hasMessage("at byte 0: expected an integer but found 1.0");
    assertThatThrownBy(() -> reader("-1").unsignedInteger()).hasMessageContaining("from 0 to 2^64");
    assertThatThrownBy(() -> reader("18446744073709551616").unsignedInteger())
        .hasMessageContaining("from 0 to 2^64");
  }

  @Test
  void objectsAndArraysAreReadInTheirOrder() {
    List<String> seen = new ArrayList<>();
    JsonReader reader = reader(" {\"a\" : [1, 2 ,3], \"\\u0062\": {\"x\": true}, \"c\":\"é\"} ");
    reader.object(
        name -> {
          switch (name) {
            case "a" ->
                seen.add(
                    "a"
                        + reader.isArray()
                        + reader.array(index -> seen.add(index + ":" + reader.integer(0, 9))));
            case "b" -> seen.add("b" + reader.value(JsonLimits.defaults()));
            default -> seen.add(name + reader.string());
          }
        });
    reader.end();

    assertThat(seen).containsExactly("0:1", "1:2", "2:3", "atrue3", "b{x=true}", "cé");
  }

  @Test
  void aNameThatComesTwiceIsRefused() {
    JsonReader reader = reader("{\"a\":1,\"\\u0061\":2}");
    assertThatThrownBy(() -> reader.object(_ -> reader.float64()))
        .hasMessage("at byte 7: duplicate member \"a\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[1,2", "[1 2]", "[1,]", "[,1]", "1", "{}", "", "[1}"})
  void whatIsNoArrayIsRefused(String text) {
    JsonReader reader = reader(text);
    assertThatThrownBy(
            () -> {
              reader.array(_ -> reader.float64());
              reader.end();
            })
        .isInstanceOf(JsonException.class);
  }

  @Test
  void valuesAreSkippedByTheirBrackets() {
    String text = "[ [1,[\"]\",{\"a\\\"]\":[]}]] , -1.5e+3 , true,\"x\" ]";
    JsonReader reader = reader(text);
    List<String> parts = new ArrayList<>();
    reader.array(
        _ -> {
          JsonReader.Span span = reader.skip();
          assertThat(span.length()).isEqualTo(span.to() - span.from());
          parts.add(text.substring(span.from(), span.to()));
        });
    reader.end();

    assertThat(parts).containsExactly("[1,[\"]\",{\"a\\\"]\":[]}]]", "-1.5e+3", "true", "\"x\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ",", ":", "]", "[", "[[]", "{\"a\":", "[\"", "\u0001"})
  void whatHasNoEndIsNotSkipped(String text) {
    assertThatThrownBy(() -> reader(text).skip()).isInstanceOf(JsonException.class);
  }

  @Test
  void theDepthOfWhatIsSkippedIsNotLimited() {
    String deep = "[".repeat(100_000) + "]".repeat(100_000);
    assertThat(reader(deep).skip().length()).isEqualTo(200_000);
  }

  @Test
  void onlyThePartIsRead() {
    byte[] utf8 = "12345".getBytes(UTF_8);
    JsonReader reader = JsonReader.of(utf8, new JsonReader.Span(1, 3));
    assertThat(reader.float32()).isEqualTo(23);
    reader.end();
    assertThatThrownBy(() -> JsonReader.of(utf8, new JsonReader.Span(1, 6)))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void wordsAndStringsAreWhatTheyAre() {
    assertThat(reader("false").bool()).isFalse();
    assertThatThrownBy(() -> reader("fals").bool()).isInstanceOf(JsonException.class);
    assertThatThrownBy(() -> reader("1").bool())
        .hasMessage("at byte 0: expected true or false but found '1'");
    assertThatThrownBy(() -> reader("1").string())
        .hasMessage("at byte 0: expected a string but found '1'");
  }
}
