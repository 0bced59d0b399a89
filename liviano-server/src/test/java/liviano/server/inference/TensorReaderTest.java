package liviano.server.inference;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import liviano.server.http.HttpException;
import liviano.server.http.Response;
import liviano.server.inference.InferAnswer.Numbers;
import liviano.server.inference.InferRequest.Input;
import liviano.tensor.LittleEndian;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Elements of tensors, from text and from bytes. */
class TensorReaderTest {

  private static Input input(String type, String shape, String data) {
    return Wire.json(
            "{\"inputs\":[{\"name\":\"x\",\"datatype\":\"%s\",\"shape\":%s,\"data\":%s}]}"
                .formatted(type, shape, data))
        .inputs()
        .getFirst();
  }

  private static byte[] numbers(String type, String shape, String data) {
    return TensorReader.numbers(input(type, shape, data)).toArray(ValueLayout.JAVA_BYTE);
  }

  private static Input bytes(String shape, byte[]... content) {
    byte[] all = Wire.join(content);
    return Wire.binary(
            """
            {"inputs":[{"name":"x","datatype":"BYTES","shape":%s,
             "parameters":{"binary_data_size":%d}}]}"""
                .formatted(shape, all.length),
            all)
        .inputs()
        .getFirst();
  }

  @Test
  void dataMayBeFlatOrNested() {
    byte[] expected = {1, 2, 3, 4, 5, 6};
    assertThat(numbers("UINT8", "[1,2,3]", "[1,2,3,4,5,6]")).isEqualTo(expected);
    assertThat(numbers("UINT8", "[1,2,3]", " [ [ [1,2,3] , [4,5,6]] ] ")).isEqualTo(expected);
    assertThat(numbers("INT8", "[2,1]", "[[-1],[127]]")).containsExactly(-1, 127);
    assertThat(numbers("BOOL", "[2]", "[true,false]")).containsExactly(1, 0);
    assertThat(numbers("UINT16", "[1]", "[65534]")).containsExactly(-2, -1);
    assertThat(numbers("INT64", "[1]", "[-2]")).containsExactly(-2, -1, -1, -1, -1, -1, -1, -1);
    assertThat(numbers("UINT64", "[1]", "[18446744073709551615]")).containsOnly(-1).hasSize(8);
    assertThat(numbers("FP32", "[2,0]", "[]")).isEmpty();
    assertThat(numbers("FP32", "[2,0]", "[[],[]]")).isEmpty();
    assertThat(numbers("FP32", "[1,2]", "[0.1,-1e-3]")).isEqualTo(Wire.floats(0.1f, -0.001f));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          FP32 | [2]   | [1]             | fewer numbers than that
          FP32 | [2]   | [1    ]         | not as many numbers
          FP32 | [2]   | [1,2,3]         | not as many numbers
          FP32 | [2]   | []              | fewer numbers than that
          FP32 | [2,2] | [[1,2],[3,4],[5,6]] | not as many
          FP32 | [2,2] | [[1,2,3],[4]]   | does not nest
          FP32 | [2,2] | [[1,2,3,4]]     | does not nest
          FP32 | [2,2] | [[1],[2],[3],[4]] | does not nest
          FP32 | [2,2] | [1,2,[3,4]]     | does not nest
          FP32 | [2,2] | [[1,2],3,4]     | does not nest
          FP32 | [1,2,2] | [[1,2,3,4]]   | does not nest
          FP32 | [1,2,2] | [[1,2],[3,4]] | does not nest
          FP32 | [2]   | [[[1,2]]]       | does not nest
          FP32 | [2]   | [1,"2"]         | expected a number but found
          FP32 | [2]   | [1,null]        | expected a number but found 'n'
          FP32 | [2]   | [NaN,1]         | expected a number but found 'N'
          FP32 | [2]   | [Infinity,1]    | expected a number but found 'I'
          FP32 | [1]   | [1e39]          | number too large for a float
          FP64 | [1]   | [1e999]         | number too large for a double
          FP32 | [1]   | {"a":1}         | is no array
          FP32 | [1]   | 1.5             | is no array
          FP32 | [2]   | [1,2}           | expected a comma
          INT32 | [1]  | [1.5]           | expected an integer but found 1.5
          INT32 | [1]  | [2147483648]    | expected an integer from -2147483648 to 2147483647
          UINT8 | [1]  | [-1]            | expected an integer from 0 to 255
          BOOL | [1]   | [1]             | expected true or false
          FP16 | [1]   | [1.0]           | FP16 has no form in JSON
          FP32 | [1073741824] | [1,2]    | fewer numbers than that
          FP32 | [4611686018427387904] | [1,2] | fewer numbers than that
          """)
  void dataThatIsNotAsTheShapeAndTypeSayIsRefused(
      String type, String shape, String data, String message) {
    assertThatThrownBy(() -> numbers(type, shape, data))
        .isInstanceOfSatisfying(HttpException.class, e -> assertThat(e.status()).isEqualTo(400))
        .hasMessageStartingWith("input \"x\"")
        .hasMessageContaining(message);
  }

  @Test
  void elementsOfBytesHaveALengthEach() {
    List<MemorySegment> elements =
        TensorReader.elements(
            bytes(
                "[3]",
                Wire.element("ab".getBytes(UTF_8)),
                new byte[4],
                Wire.element(new byte[] {9})));

    assertThat(elements).extracting(MemorySegment::byteSize).containsExactly(2L, 0L, 1L);
    assertThat(elements.get(0).toArray(ValueLayout.JAVA_BYTE)).containsExactly('a', 'b');
  }

  @Test
  void elementsThatDoNotAddUpAreRefused() {
    byte[] one = Wire.element(new byte[] {1});
    assertThatThrownBy(() -> TensorReader.elements(bytes("[2]", one)))
        .hasMessage("input \"x\" is BYTES [2], but its 5 bytes hold 1 elements");
    assertThatThrownBy(() -> TensorReader.elements(bytes("[1]", one, one)))
        .hasMessage("input \"x\" is BYTES [1], but its 10 bytes hold more elements");
    assertThatThrownBy(() -> TensorReader.elements(bytes("[1]", new byte[] {9, 0, 0, 0, 1})))
        .hasMessageContaining("element 0 reaches beyond the tensor's 5 bytes");
    assertThatThrownBy(() -> TensorReader.elements(bytes("[1]", new byte[] {0, 0})))
        .hasMessageContaining("element 0 reaches beyond");
    assertThatThrownBy(() -> TensorReader.elements(bytes("[1]", new byte[] {-1, -1, -1, -1, 1})))
        .hasMessageContaining("element 0 reaches beyond");
    assertThatThrownBy(() -> TensorReader.elements(bytes("[9223372036854775807]", one)))
        .hasMessageContaining("hold 1 elements");
    assertThatThrownBy(() -> TensorReader.elements(input("BYTES", "[1]", "[\"x\"]")))
        .hasMessageContaining("pictures are sent as binary data");
  }

  /** What an answer says of a tensor, a request that says the same gives again, bit by bit. */
  @ParameterizedTest
  @EnumSource(value = Datatype.class, names = "BYTES", mode = EnumSource.Mode.EXCLUDE)
  void randomTensorsComeBackAsTheyWere(Datatype type) {
    Random random = new Random(type.ordinal());
    for (int round = 0; round < 200; round++) {
      List<Long> shape = List.of(1L + random.nextInt(3), 1L + random.nextInt(40));
      byte[] bytes =
          new byte[(int) (shape.get(0) * shape.get(1)) * type.numbers().orElseThrow().bytes()];
      random.nextBytes(bytes);
      for (int i = 0; i < bytes.length && type == Datatype.BOOL; i++) {
        bytes[i] &= 1;
      }
      boolean binary = type == Datatype.FP16 || random.nextBoolean() || !isFinite(type, bytes);
      InferAnswer.Tensor tensor =
          new InferAnswer.Tensor(
              "x", type, shape, new Numbers(MemorySegment.ofArray(bytes)), binary);
      Response response =
          AnswerWriter.write(new InferAnswer("m", "1", Optional.empty(), List.of(tensor)));
      String length = response.header(BinaryExtension.HEADER);
      byte[] body = Wire.body(response);
      InferRequest request =
          asRequest(body, length.isEmpty() ? body.length : Integer.parseInt(length));

      assertThat(length.isEmpty()).isNotEqualTo(binary);
      assertThat(response.length()).isEqualTo(OptionalLong.of(body.length));
      assertThat(TensorReader.numbers(request.inputs().getFirst()).toArray(ValueLayout.JAVA_BYTE))
          .isEqualTo(bytes);
      assertThat(request.inputs().getFirst().shape()).isEqualTo(shape);
    }
  }

  private static boolean isFinite(Datatype type, byte[] bytes) {
    MemorySegment data = MemorySegment.ofArray(bytes);
    return switch (type) {
      case FP32 -> {
        boolean finite = true;
        for (int at = 0; at < bytes.length; at += 4) {
          finite &= Float.isFinite(data.get(LittleEndian.FLOAT_UNALIGNED, at));
        }
        yield finite;
      }
      case FP64 -> {
        boolean finite = true;
        for (int at = 0; at < bytes.length; at += 8) {
          finite &= Double.isFinite(data.get(LittleEndian.DOUBLE_UNALIGNED, at));
        }
        yield finite;
      }
      default -> true;
    };
  }

  /** The same text with what is called outputs as inputs. */
  private static InferRequest asRequest(byte[] body, int length) {
    String answer = new String(body, 0, length, UTF_8);
    String outputs = "\"outputs\":";
    String inputs = "{\"inputs\":" + answer.substring(answer.indexOf(outputs) + outputs.length());
    byte[] json = inputs.getBytes(UTF_8);
    byte[] tensors = Arrays.copyOfRange(body, length, body.length);
    return RequestReader.read(Wire.join(json, tensors), OptionalLong.of(json.length));
  }
}
