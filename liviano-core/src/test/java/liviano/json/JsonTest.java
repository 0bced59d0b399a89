package liviano.json;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SequencedMap;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("locale")
class JsonTest {

  private static final String TEXT =
      """
      {"name": "mobilenet_v2", "width": 1.4, "classes": 1001, "far": 4294967296,
       "folded": true, "none": null, "layers": [{"stem.conv": {"stride": "two"}}],
       "mean": [0.5, 1, 2e2], "sizes": [1, 2]}
      """;
  private static final JsonObject CARD = Json.parse(TEXT).asObject();

  @Test
  void readsMembersByTheirType() {
    assertThat(CARD.string("name")).isEqualTo("mobilenet_v2");
    assertThat(CARD.number("width")).isEqualTo(1.4);
    assertThat(CARD.integer("classes")).isEqualTo(1001);
    assertThat(CARD.number("classes")).isEqualTo(1001.0);
    assertThat(CARD.longInteger("far")).isEqualTo(1L << 32);
    assertThat(CARD.bool("folded")).isTrue();
    assertThat(CARD.array("mean").numbers()).containsExactly(0.5, 1, 200);
    assertThat(CARD.array("mean").floats()).containsExactly(0.5f, 1, 200);
    assertThat(CARD.array("sizes").integers()).containsExactly(1, 2);
    assertThat(CARD.array("layers").objects()).hasSize(1);
    assertThat(CARD.optionalString("name")).contains("mobilenet_v2");
    assertThat(CARD.optionalString("nothing")).isEmpty();
    assertThat(CARD.optionalInteger("nothing")).isEmpty();
    assertThat(CARD.optionalInteger("classes")).hasValue(1001);
    assertThat(CARD.members().keySet()).startsWith("name", "width", "classes").hasSize(9);
  }

  @Test
  void namesTheMemberThatIsWrong() {
    assertWrong(() -> CARD.string("nam"), "at byte 0: missing member \"nam\"");
    assertWrong(
        () -> CARD.string("width"), "at byte 0: width: expected a string but found a number");
    assertWrong(
        () -> CARD.integer("width"),
        "at byte 0: width: expected an integer of 64 bits but found 1.4");
    assertWrong(
        () -> CARD.integer("far"),
        "at byte 0: far: expected an integer of 32 bits but found 4294967296");
    assertWrong(
        () -> CARD.optionalString("none"), "at byte 0: none: expected a string but found null");
    assertWrong(() -> CARD.array("sizes").get(2), "sizes: no element 2 among 2");
    assertWrong(() -> CARD.array("mean").integers(), "mean[0]: expected an integer of 64 bits");
    assertWrong(
        () -> CARD.requireOnly(Set.of("name")),
        "at byte 0: unknown member \"width\", known are name");
    JsonObject stem = CARD.array("layers").object(0).object("stem.conv");
    assertWrong(
        () -> stem.integer("stride"),
        "layers[0][\"stem.conv\"].stride: expected an integer but found a string");
    assertThat(stem.error("stride", "odd").path()).isEqualTo("layers[0][\"stem.conv\"].stride");
    assertThat(stem.error("odd").offset()).hasValue(TEXT.indexOf("\"stem.conv\""));
  }

  @Test
  void namesTheMemberOfAValueThatWasBuilt() {
    JsonObject built = JsonObject.builder().put("k", 1).build();
    JsonException error = catchThrowableOfType(JsonException.class, () -> built.string("k"));
    assertThat(error).hasMessage("k: expected a string but found a number");
    assertThat(error.offset()).isEmpty();
  }

  @Test
  void messagesStayOnOneShortLine() {
    JsonObject hostile =
        Json.parse("{\"a\\nb\\u001b\\u202e" + "x".repeat(5000) + "\":1}").asObject();
    String key = hostile.members().firstEntry().getKey();
    assertThatThrownBy(() -> hostile.string(key))
        .message()
        .hasLineCount(1)
        .hasSizeLessThan(200)
        .contains("\\u000a", "\\u001b", "\\u202e");
  }

  @Test
  void buildsAndWrites() {
    JsonObject object =
        JsonObject.builder()
            .put("text", "q\"\\/\b\f\n\r\t\u0001é\u2028😀")
            .put("int", 3)
            .put("float", 0.1f)
            .put("double", 0.1)
            .put("bool", false)
            .put("null", JsonNull.NULL)
            .put("shape", JsonArray.ofIntegers(1, 224, 224, 3))
            .put("labels", JsonArray.ofStrings(List.of("cat", "dog")))
            .put("empty", JsonArray.of())
            .put("in", JsonObject.of(Map.of("a", JsonArray.ofFloats(1.5f))))
            .put("none", JsonObject.builder().build())
            .build();
    assertThat(object.toJson())
        .isEqualTo(
            "{\"text\":\"q\\\"\\\\/\\b\\f\\n\\r\\t\\u0001é\u2028😀\",\"int\":3,\"float\":0.1,"
                + "\"double\":0.1,\"bool\":false,\"null\":null,\"shape\":[1,224,224,3],"
                + "\"labels\":[\"cat\",\"dog\"],\"empty\":[],\"in\":{\"a\":[1.5]},\"none\":{}}");
    assertThat(object.toPrettyJson())
        .endsWith(
            """
              "bool": false,
              "null": null,
              "shape": [1, 224, 224, 3],
              "labels": [
                "cat",
                "dog"
              ],
              "empty": [],
              "in": {
                "a": [1.5]
              },
              "none": {}
            }
            """);
  }

  @Test
  void refusesToWriteWhatCannotBeRead() {
    var half = new JsonString("a\ud800");
    assertThatThrownBy(half::toJson).isInstanceOf(JsonException.class);
    assertThatThrownBy(() -> Json.parse("\"a\ud800\"")).isInstanceOf(JsonException.class);
    assertThatThrownBy(() -> JsonObject.builder().put("a", 1).put("a", 2))
        .isInstanceOf(IllegalArgumentException.class);
    JsonValue deep = JsonArray.of();
    for (int i = 1; i < JsonLimits.DEEPEST; i++) {
      deep = JsonArray.of(deep);
    }
    assertThat(Json.parse(deep.toJson(), JsonLimits.defaults().withMaxDepth(JsonLimits.DEEPEST)))
        .isEqualTo(deep);
    assertThatThrownBy(JsonArray.of(deep)::toJson).isInstanceOf(JsonException.class);
  }

  @Test
  void keepsToItsLimits(@TempDir Path folder) throws IOException {
    JsonLimits limits = new JsonLimits(20, 2, 4);
    Json.parse("[[1],2]         \n\n\n\n", limits);
    assertWrong(() -> Json.parse(" ".repeat(20) + "1", limits), "longer than 20 bytes");
    assertWrong(() -> Json.parse("[[[]]]", limits), "at byte 2: nested deeper than 2 levels");
    assertWrong(() -> Json.parse("[1,2,3,4]", limits), "at byte 7: more than 4 values");
    assertWrong(() -> Json.parse("[".repeat(1_000_000)), "at byte 64: nested deeper than 64");
    assertWrong(() -> Json.parse("{\"a\":".repeat(1_000_000)), "nested deeper than 64");

    Path file = Files.writeString(folder.resolve("a.json"), "[\"é\"]");
    assertThat(Json.read(file, limits)).isEqualTo(JsonArray.ofStrings(List.of("é")));
    Files.writeString(file, "[" + "1,".repeat(20) + "1]");
    assertWrong(() -> Json.read(file, limits), "longer than 20 bytes");
  }

  @Test
  void readsFilesWithAByteOrderMarkAndCountsItsBytes(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("a.json"), "\ufeff[1]");
    assertThat(Json.read(file, JsonLimits.defaults()).asArray().integers()).containsExactly(1);
    Files.writeString(file, "\ufeff[1,]");
    assertWrong(() -> Json.read(file, JsonLimits.defaults()), "at byte 6: expected a value");
    Files.writeString(file, "[1]", UTF_16);
    assertWrong(
        () -> Json.read(file, JsonLimits.defaults()),
        "at byte 0: a text in UTF-16: save it as UTF-8");
    Files.writeString(file, "\ufeff");
    assertWrong(() -> Json.read(file, JsonLimits.defaults()), "at byte 3: expected a value");
  }

  @Test
  void anyValueRoundTrips() {
    var random = new Random(11);
    for (int i = 0; i < 3_000; i++) {
      JsonValue value = anyValue(random, 5);
      assertThat(Json.parse(value.toJson().getBytes(UTF_8))).isEqualTo(value);
      JsonValue again = Json.parse(value.toPrettyJson());
      assertThat(again).isEqualTo(value).hasSameHashCodeAs(value);
      assertThat(again.toPrettyJson()).isEqualTo(value.toPrettyJson());
    }
  }

  private static JsonValue anyValue(Random random, int depth) {
    return switch (random.nextInt(depth > 0 ? 8 : 6)) {
      case 0 -> JsonNull.NULL;
      case 1 -> JsonBoolean.of(random.nextBoolean());
      case 2 -> JsonNumber.of(random.nextLong() >> random.nextInt(64));
      case 3 -> JsonNumber.of(random.nextGaussian() * Math.pow(10, random.nextInt(-300, 300)));
      case 4, 5 -> new JsonString(anyString(random));
      case 6 -> {
        List<JsonValue> elements = new ArrayList<>();
        for (int i = random.nextInt(5); i > 0; i--) {
          elements.add(anyValue(random, depth - 1));
        }
        yield JsonArray.of(elements);
      }
      default -> {
        SequencedMap<String, JsonValue> members = new LinkedHashMap<>();
        for (int i = random.nextInt(5); i > 0; i--) {
          members.put(anyString(random), anyValue(random, depth - 1));
        }
        yield JsonObject.of(members);
      }
    };
  }

  private static String anyString(Random random) {
    var text = new StringBuilder();
    for (int i = random.nextInt(8); i > 0; i--) {
      int point = random.nextInt(1 << random.nextInt(1, 22)) % (Character.MAX_CODE_POINT + 1);
      boolean surrogate = point >= 0xd800 && point <= 0xdfff;
      text.appendCodePoint(surrogate ? '"' : point);
    }
    return text.toString();
  }

  private static void assertWrong(ThrowingCallable call, String message) {
    assertThatThrownBy(call).isInstanceOf(JsonException.class).hasMessageContaining(message);
  }
}
