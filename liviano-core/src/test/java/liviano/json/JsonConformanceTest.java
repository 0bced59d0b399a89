package liviano.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What RFC 8259 allows and what it does not, byte for byte. */
@Tag("locale")
class JsonConformanceTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "true",
        "false",
        " \t\r\n1 \t\r\n",
        "\"\"",
        "[]",
        "{}",
        "[ ]",
        "{ }",
        "[[]]",
        "[1,2]",
        "[1 , 2]",
        "{\"\":0}",
        "{\"a\":{\"b\":[{}]}}",
        "0",
        "-0",
        "0.0",
        "-0.0",
        "1e0",
        "1E+2",
        "1e-2",
        "0e1",
        "0.5",
        "-1",
        "123456789",
        "1.5e10",
        "1e-400",
        "\"\\/\"",
        "\"\u007f\"",
        "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u0041\"",
        "\"\\u0000\"",
        "\"\\ud83d\\ude00\"",
        "\"\ud83d\ude00\"",
        "\"\u2028\"",
        "\"\uffff\"",
        "\"\\uD834\\uDd1e\"",
        "[null,1,\"1\",{}]"
      })
  void reads(String text) {
    JsonValue value = Json.parse(text);
    assertThat(Json.parse(value.toJson())).isEqualTo(value);
    assertThat(Json.parse(value.toPrettyJson())).isEqualTo(value);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "nul",
        "nulll",
        "True",
        "NaN",
        "Infinity",
        "-Infinity",
        "+1",
        "-",
        "01",
        "-01",
        "00",
        "1.",
        ".5",
        "-.5",
        "1e",
        "1e+",
        "1.e1",
        "0x1",
        "1_000",
        "1e999",
        "-1e999",
        "1 2",
        "[1]]",
        "[",
        "]",
        "[1",
        "[1,",
        "[1,]",
        "[,1]",
        "[1 2]",
        "[1,,2]",
        "{",
        "}",
        "{\"a\"",
        "{\"a\":",
        "{\"a\":1",
        "{\"a\":1,",
        "{\"a\":1,}",
        "{,}",
        "{a:1}",
        "{'a':1}",
        "{1:1}",
        "{\"a\" 1}",
        "{\"a\":1 \"b\":2}",
        "{\"a\":1,\"a\":2}",
        "{\"a\":1,\"\\u0061\":1}",
        "\"",
        "\"a",
        "\"\\",
        "\"\\x\"",
        "\"\\u12\"",
        "\"\\u12g4\"",
        "\"\\u+123\"",
        "\"\n\"",
        "\"\t\"",
        "\"\u0000\"",
        "\"\\ud800\"",
        "\"\\udc00\"",
        "\"\\ud800\\ud800\"",
        "\"\\ud800x\"",
        "\"\\ud800\\n\"",
        "// x\n1",
        "/**/1",
        "1#",
        "\u00a01",
        "\ufeff1",
        "\f1",
        "'a'",
        "[1}",
        "{\"a\":1]",
        "\"\\\uff11\""
      })
  void refuses(String text) {
    assertThatThrownBy(() -> Json.parse(text))
        .isInstanceOf(JsonException.class)
        .hasMessageStartingWith("at byte ")
        .message()
        .hasLineCount(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "80",
        "bf",
        "c080",
        "c1bf",
        "c2",
        "c220",
        "e08080",
        "e09fbf",
        "eda080",
        "edbfbf",
        "e282",
        "f0808080",
        "f08fbfbf",
        "f4908080",
        "f5808080",
        "f09f98",
        "ff",
        "fe",
        "fffe"
      })
  void refusesBytesThatAreNotUtf8(String hex) {
    byte[] text = HexFormat.of().parseHex("2261" + hex + "22");
    assertThatThrownBy(() -> Json.parse(text)).hasMessage("at byte 2: not valid UTF-8");
  }

  @ParameterizedTest
  @ValueSource(ints = {0x80, 0x7ff, 0x800, 0xd7ff, 0xe000, 0xffff, 0x10000, 0x10ffff})
  void readsTheEdgesOfUtf8(int codePoint) {
    String text = Character.toString(codePoint);
    assertThat(Json.parse(('"' + text + '"').getBytes(UTF_8))).isEqualTo(new JsonString(text));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[1,x]       | 3 | expected a value but found 'x'",
        "{\"a\":1,\"a\":2} | 7 | duplicate member \"a\"",
        "[1,2        | 4 | expected a comma or a closing bracket but found the end of the text",
        "{\"a\":01}  | 5 | a number must not start with 0",
        "[1] 2       | 4 | expected nothing after the value but found '2'",
        "\"é\\q\"    | 3 | unknown escape in a string",
      })
  void namesTheByte(String text, long offset, String reason) {
    var error = catchThrowableOfType(JsonException.class, () -> Json.parse(text));
    assertThat(error.offset()).hasValue(offset);
    assertThat(error.reason()).isEqualTo(reason);
  }

  @Test
  void everyPrefixOfAnObjectIsRefused() {
    String text = "{\"name\":\"a\\u00e9\\n\",\"list\":[1,-2.5e3,true,null],\"in\":{\"k\":\"é😀\"}}";
    byte[] utf8 = text.getBytes(UTF_8);
    Json.parse(utf8);
    for (int length = 0; length < utf8.length; length++) {
      byte[] prefix = Arrays.copyOf(utf8, length);
      assertThatThrownBy(() -> Json.parse(prefix)).isInstanceOf(JsonException.class);
    }
  }
}
