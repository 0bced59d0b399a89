package liviano.server.inference;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import liviano.json.Json;
import liviano.json.JsonObject;
import liviano.server.http.HttpException;
import liviano.server.http.Response;
import liviano.server.inference.InferAnswer.Numbers;
import liviano.server.inference.InferAnswer.Tensor;
import liviano.server.inference.InferAnswer.Texts;
import org.junit.jupiter.api.Test;

/** Answers as they are sent. */
class AnswerWriterTest {

  private static Tensor floats(String name, boolean binary, float... values) {
    Numbers numbers = new Numbers(MemorySegment.ofArray(Wire.floats(values)));
    return new Tensor(name, Datatype.FP32, List.of((long) values.length), numbers, binary);
  }

  private static Response write(Tensor... outputs) {
    return AnswerWriter.write(new InferAnswer("m", "1", Optional.of("q\""), List.of(outputs)));
  }

  @Test
  void numbersInJsonAreTheShortestThatGiveTheSameAgain() {
    Response response = write(floats("y", false, 0.1f, -0f, 1e-10f, Float.MAX_VALUE));

    assertThat(new String(Wire.body(response), UTF_8))
        .isEqualTo(
            "{\"model_name\":\"m\",\"model_version\":\"1\",\"id\":\"q\\\"\",\"outputs\":["
                + "{\"name\":\"y\",\"datatype\":\"FP32\",\"shape\":[4],"
                + "\"data\":[0.1,-0.0,1.0E-10,3.4028235E38]}]}");
    assertThat(response.header("Content-Type")).isEqualTo("application/json");
    assertThat(response.header(BinaryExtension.HEADER)).isEmpty();
  }

  @Test
  void bytesFollowTheJsonInTheOrderOfTheOutputs() {
    Texts texts = new Texts(List.of("é", ""));
    Response response =
        write(
            floats("a", true, 1, 2),
            floats("b", false, 3),
            new Tensor("c", Datatype.BYTES, List.of(2L), texts, true));
    byte[] body = Wire.body(response);
    int length = Integer.parseInt(response.header(BinaryExtension.HEADER));
    JsonObject json = Json.parse(Arrays.copyOf(body, length)).asObject();

    assertThat(response.length()).isEqualTo(OptionalLong.of(body.length));
    assertThat(response.header("Content-Type")).isEqualTo("application/octet-stream");
    assertThat(json.array("outputs").object(0).object("parameters").integer("binary_data_size"))
        .isEqualTo(8);
    assertThat(json.array("outputs").object(0).has("data")).isFalse();
    assertThat(json.array("outputs").object(1).array("data").floats()).containsExactly(3);
    assertThat(json.array("outputs").object(2).object("parameters").integer("binary_data_size"))
        .isEqualTo(10);
    assertThat(Arrays.copyOfRange(body, length, body.length))
        .isEqualTo(
            Wire.join(
                Wire.floats(1, 2), Wire.element("é".getBytes(UTF_8)), Wire.element(new byte[0])));
  }

  @Test
  void textsInJsonAreStrings() {
    Tensor tensor =
        new Tensor("c", Datatype.BYTES, List.of(2L), new Texts(List.of("a\"", "b")), false);
    JsonObject json = Json.parse(Wire.body(write(tensor))).asObject();

    assertThat(json.array("outputs").object(0).array("data").strings()).containsExactly("a\"", "b");
  }

  @Test
  void whatJsonCannotHoldIsOnlySentAsBytes() {
    for (float value : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
      assertThatThrownBy(() -> write(floats("y", false, 1, value)))
          .isInstanceOfSatisfying(HttpException.class, e -> assertThat(e.status()).isEqualTo(400))
          .hasMessageContaining("output \"y\" holds NaN or infinite numbers");
      assertThat(Wire.body(write(floats("y", true, 1, value)))).endsWith(Wire.floats(value));
    }
  }

  /** Longer than what is made in memory. */
  @Test
  void longAnswersInJsonAreWrittenWhileTheyAreSent() {
    float[] values = new float[100_000];
    for (int i = 0; i < values.length; i++) {
      values[i] = i / 7f;
    }
    Response response = write(floats("y", false, values));

    assertThat(response.length()).isEmpty();
    assertThat(
            Json.parse(Wire.body(response))
                .asObject()
                .array("outputs")
                .object(0)
                .array("data")
                .floats())
        .isEqualTo(values);
  }

  @Test
  void manyNumbersInJsonAreNotSentBesideBytes() {
    float[] many = new float[(1 << 20) + 1];
    assertThatThrownBy(() -> write(floats("a", true, 1), floats("b", false, many)))
        .hasMessageContaining("ask for all of them as binary data");
  }
}
