package liviano.server.inference;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import liviano.server.http.HttpException;
import liviano.server.inference.InferRequest.Input;
import liviano.server.inference.InferRequest.Output;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** From the body of a request to its parts, and what is wrong with those that are refused. */
class RequestReaderTest {
  private static final String TWO =
      """
      {"inputs":[
        {"name":"a","shape":[1,2],"datatype":"UINT8","parameters":{"binary_data_size":%s}},
        {"name":"b","shape":[1],"datatype":"FP32","parameters":{"binary_data_size":%s}}]}""";

  private static void refused(String json, String message) {
    assertThatThrownBy(() -> Wire.json(json))
        .isInstanceOfSatisfying(HttpException.class, e -> assertThat(e.status()).isEqualTo(400))
        .hasMessageContaining(message);
  }

  @Test
  void membersComeInAnyOrder() {
    InferRequest request =
        Wire.json(
            """
            {"outputs":[{"parameters":{"classification":3,"binary_data":false},"name":"y"},
                        {"name":"z"}],
             "inputs":[{"data":[1,2],"parameters":{"hint":"x"},"datatype":"INT32",
                        "more":{"a":[null]},"shape":[2],"name":"x"}],
             "parameters":{"binary_data_output":true,"timeout":7,"priority":1.5},
             "id":"é\\u0041"}""");

    assertThat(request.id()).contains("éA");
    assertThat(request.binary()).isTrue();
    assertThat(request.outputs())
        .containsExactly(
            new Output("y", Optional.of(false), OptionalInt.of(3)),
            new Output("z", Optional.empty(), OptionalInt.empty()));
    Input input = request.inputs().getFirst();
    assertThat(input.name()).isEqualTo("x");
    assertThat(input.type()).isEqualTo(Datatype.INT32);
    assertThat(input.shape()).containsExactly(2L);
    assertThat(input.binary()).isFalse();
    assertThat(new String(input.body(), input.content().from(), input.content().length(), UTF_8))
        .isEqualTo("[1,2]");
  }

  @Test
  void bytesBehindTheJsonAreTheTensorsInTheirOrder() {
    InferRequest request = Wire.binary(TWO.formatted(2, 4), new byte[] {7, 8}, Wire.floats(1));

    List<Input> inputs = request.inputs();
    assertThat(inputs).allMatch(Input::binary);
    assertThat(TensorReader.numbers(inputs.get(0)).get(ValueLayout.JAVA_BYTE, 1))
        .isEqualTo((byte) 8);
    assertThat(TensorReader.numbers(inputs.get(1)).byteSize()).isEqualTo(4);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          2          | 3          | add up to 5 bytes, but 6 bytes follow
          3          | 4          | input "b" has 4 bytes by its binary_data_size, but only 3
          2147483647 | 2147483647 | input "a" has 2147483647 bytes
          -2         | 8          | must be an integer from 0
          6          | 0          | input "a" is UINT8
          1e0        | 5          | must be an integer from 0
          2.0        | 4          | must be an integer from 0
          "2"        | 4          | must be an integer from 0
          99999999999999999999 | 4 | must be an integer from 0
          """)
  void bytesThatDoNotAddUpAreRefused(String first, String second, String message) {
    assertThatThrownBy(
            () ->
                Wire.binary(TWO.formatted(first, second), new byte[6])
                    .inputs()
                    .forEach(TensorReader::numbers))
        .isInstanceOf(HttpException.class)
        .hasMessageContaining(message);
  }

  @Test
  void theJsonsLengthIsWithinTheBody() {
    byte[] body = "{\"inputs\":[]}".getBytes(UTF_8);
    assertThatThrownBy(() -> RequestReader.read(body, OptionalLong.of(body.length + 1)))
        .hasMessage("Inference-Header-Content-Length says 14 bytes of JSON, but the body has 13");
    assertThatThrownBy(() -> RequestReader.read(body, OptionalLong.of(9)))
        .hasMessageContaining("the end of the text");
    assertThatThrownBy(() -> RequestReader.read(body, OptionalLong.of(0)))
        .hasMessageContaining("expected an object");
    assertThat(RequestReader.read(body, OptionalLong.of(13)).inputs()).isEmpty();
    assertThatThrownBy(() -> BinaryExtension.length(Optional.of("-1")))
        .hasMessageContaining("must be the number of bytes");
    assertThatThrownBy(() -> BinaryExtension.length(Optional.of("١")))
        .hasMessageContaining("must be the number of bytes");
    assertThat(BinaryExtension.length(Optional.of(" 12 "))).hasValue(12);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"name":"x","shape":[1],"datatype":"FP32"} | needs either 'data' or
          {"name":"x","shape":[1],"datatype":"FP32","data":[1],"parameters":{"binary_data_size":0}} | not both
          {"shape":[1],"datatype":"FP32","data":[1]} | an input has no 'name'
          {"name":"x","datatype":"FP32","data":[1]} | input "x" has no 'shape'
          {"name":"x","shape":[1],"data":[1]} | input "x" has no 'datatype'
          {"name":"x","shape":[1],"datatype":"fp32","data":[1]} | no datatype "fp32"; there are BOOL, UINT8
          {"name":"x","shape":[1],"datatype":"BF16","data":[1]} | no datatype "BF16"
          {"name":"x","shape":[-1],"datatype":"FP32","data":[1]} | expected an integer from 0
          {"name":"x","shape":[1.0],"datatype":"FP32","data":[1]} | expected an integer but found 1.0
          {"name":"x","shape":[4294967296,4294967296],"datatype":"FP32","data":[1]} | more elements than can be counted
          {"name":"x","shape":[9223372036854775808],"datatype":"FP32","data":[1]} | expected an integer
          {"name":"x","shape":[1,1,1,1,1,1,1,1,1],"datatype":"FP32","data":[1]} | more than 8 extents
          {"name":"x","shape":1,"datatype":"FP32","data":[1]} | expected an array
          {"name":"x","name":"y","shape":[1],"datatype":"FP32","data":[1]} | duplicate member "name"
          {"name":7,"shape":[1],"datatype":"FP32","data":[1]} | expected a string
          {"name":"x","shape":[1],"datatype":"FP32","data":[1],"parameters":{"a":null}} | must be a text, a number, true or false, and is null
          {"name":"x","shape":[1],"datatype":"FP32","data":[1],"parameters":{"a":[1]}} | and is an array
          {"name":"x","shape":[1],"datatype":"FP32","data":[1],"parameters":7} | expected an object
          7 | expected an object
          """)
  void inputsThatAreNotWholeAreRefused(String input, String message) {
    refused("{\"inputs\":[" + input + "]}", message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {} | has no 'inputs'
          [] | expected an object
          {"inputs":{}} | expected an array
          {"inputs":[],"id":5} | expected a string
          {"inputs":[],"inputs":[]} | duplicate member "inputs"
          {"inputs":[]}x | nothing after the value
          {"inputs":[],"outputs":[{}]} | an output has no 'name'
          {"inputs":[],"outputs":[{"name":"y"},{"name":"y"}]} | output "y" comes twice
          {"inputs":[],"outputs":[{"name":"y","parameters":{"classification":0}}]} | must be an integer from 1
          {"inputs":[],"outputs":[{"name":"y","parameters":{"binary_data":1}}]} | must be true or false, and is a number
          {"inputs":[],"parameters":{"binary_data_output":"yes"}} | must be true or false, and is a string
          """)
  void requestsThatAreNotWholeAreRefused(String request, String message) {
    refused(request, message);
  }

  @Test
  void anInputThatComesTwiceIsRefused() {
    String input = "{\"name\":\"x\",\"shape\":[1],\"datatype\":\"FP32\",\"data\":[1]}";
    refused("{\"inputs\":[" + input + "," + input + "]}", "input \"x\" comes twice");
  }

  @Test
  void thereAreNotManyInputs() {
    String input = "{\"name\":\"x\",\"shape\":[1],\"datatype\":\"FP32\",\"data\":[1]},";
    refused("{\"inputs\":[" + input.repeat(2000) + "{}]}", "more than 1024 inputs");
    refused(
        "{\"inputs\":[],\"outputs\":[" + "{\"name\":\"x\"},".repeat(2000) + "{}]}",
        "more than 1024 outputs");
  }

  @ParameterizedTest
  @ValueSource(strings = {"inputs", "outputs", "id", "parameters", "other"})
  void depthIsNoDanger(String member) {
    refused("{\"" + member + "\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}", "at byte");
    refused("{\"" + member + "\":" + "{\"a\":".repeat(100_000) + "}", "at byte");
  }

  @Test
  void depthOfDataIsNoDanger() {
    InferRequest request =
        Wire.json(
            "{\"inputs\":[{\"name\":\"x\",\"shape\":[1],\"datatype\":\"FP32\",\"data\":"
                + "[".repeat(100_000)
                + "1"
                + "]".repeat(100_000)
                + "}]}");
    assertThatThrownBy(() -> TensorReader.numbers(request.inputs().getFirst()))
        .isInstanceOf(HttpException.class)
        .hasMessageContaining("does not nest as the shape [1] says");
  }
}
