package liviano.server.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.StringJoiner;
import liviano.engine.CompileOptions;
import liviano.json.Json;
import liviano.json.JsonObject;
import liviano.model.Model;
import liviano.server.inference.InferenceServer.Answer;
import liviano.tensor.DType;
import liviano.tensor.Extents;
import liviano.vision.ImageClassifier;
import liviano.vision.ModelRunner;
import liviano.vision.Picture;
import liviano.vision.PictureRunner;
import liviano.vision.Region;
import liviano.weights.Tensor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The protocol over HTTP, by requests as its clients send them. */
class InferenceRoutesTest {
  private static final String INFER = "v2/models/small/infer";
  private static final int PIXELS = 32 * 32 * 3;

  private static InferenceServer server;

  @BeforeAll
  static void start() {
    server = new InferenceServer(false);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static float[] image(int seed) {
    Random random = new Random(seed);
    float[] image = new float[PIXELS];
    for (int i = 0; i < PIXELS; i++) {
      image[i] = random.nextFloat(-1, 1);
    }
    return image;
  }

  private static String text(float... values) {
    StringJoiner text = new StringJoiner(",", "[", "]");
    for (float value : values) {
      text.add(Float.toString(value));
    }
    return text.toString();
  }

  private static String input(int samples, String rest) {
    return "{\"name\":\"image\",\"datatype\":\"FP32\",\"shape\":[%d,32,32,3],%s}"
        .formatted(samples, rest);
  }

  private static String pictures(int count, int bytes) {
    return """
    {"name":"image","datatype":"BYTES","shape":[%d],"parameters":{"binary_data_size":%d}}"""
        .formatted(count, bytes);
  }

  private static Map<String, Tensor> expected(float[] image) {
    return ModelRunner.of(InferenceServer.CLASSIFIER)
        .run(Map.of("image", Tensor.of("image", Extents.of(1, 32, 32, 3), image)));
  }

  private static byte[] bytes(Tensor tensor) {
    return tensor.data().toArray(ValueLayout.JAVA_BYTE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"v2", "v2/"})
  void theServerSaysWhatItIs(String path) {
    Answer answer = server.get(path);

    Schemas.require("server", answer.json());
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.object().array("extensions").strings())
        .containsExactly("binary_tensor_data", "classification");
  }

  @ParameterizedTest
  @ValueSource(strings = {"v2/models/small", "v2/models/small/versions/1"})
  void aModelSaysWhatItTakesAndGives(String path) {
    Answer answer = server.get(path);

    Schemas.require("model", answer.json());
    assertThat(answer.object().array("versions").strings()).containsExactly("1");
    assertThat(answer.object().array("inputs").toString())
        .isEqualTo("[{name=\"image\", datatype=\"FP32\", shape=[-1, 32, 32, 3]}]");
    assertThat(answer.object().array("outputs").objects())
        .extracting(output -> output.string("name") + output.array("shape"))
        .contains("logits[-1, 5]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"v2/models/small/ready", "v2/models/small/versions/1/ready"})
  void aModelThatThereIsIsReady(String path) {
    Answer answer = server.get(path);

    Schemas.require("modelReady", answer.json());
    assertThat(answer.json()).isEqualTo("{\"name\":\"small\",\"ready\":true}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "v2/models/none",
        "v2/models/none/ready",
        "v2/models/small/versions/2",
        "v2/models/small/versions/2/ready",
        "v2/models/small/versions/01",
        "v2/models/..%2Fsmall",
        "v2/models/%2Fetc%2Fpasswd/ready"
      })
  void whatThereIsNotIsNotFound(String path) {
    Answer answer = server.get(path);

    assertThat(answer.status()).isIn(400, 404);
    assertThat(answer.error()).isNotEmpty();
    assertThat(server.post("v2/models/small/versions/2/infer", "{}").status()).isEqualTo(404);
    assertThat(server.post("v2/models/none/infer", "{}").status()).isEqualTo(404);
  }

  @Test
  void numbersInJsonGiveTheBitsOfTheRunner() {
    float[] image = image(1);
    String request = "{\"id\":\"42\",\"inputs\":[" + input(1, "\"data\":" + text(image)) + "]}";
    Schemas.require("request", request);

    Answer answer = server.post("v2/models/small/versions/1/infer", request);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.object().string("model_name")).isEqualTo("small");
    assertThat(answer.object().string("model_version")).isEqualTo("1");
    assertThat(answer.object().string("id")).isEqualTo("42");
    Map<String, Tensor> expected = expected(image);
    List<JsonObject> outputs = answer.object().array("outputs").objects();
    assertThat(outputs)
        .extracting(o -> o.string("name"))
        .containsExactlyElementsOf(expected.keySet());
    for (JsonObject output : outputs) {
      assertThat(output.array("data").floats())
          .isEqualTo(expected.get(output.string("name")).toFloats());
    }
    assertThat(answer.response().headers().firstValue("Server-Timing").orElseThrow())
        .contains("infer;dur=");
  }

  @Test
  void bytesGiveTheBitsOfTheRunnerAsBytes() {
    float[] image = image(2);
    String json =
        "{\"inputs\":["
            + input(1, "\"parameters\":{\"binary_data_size\":" + 4 * PIXELS + "}")
            + "],\"outputs\":[{\"name\":\"logits\",\"parameters\":{\"binary_data\":true}}]}";

    Answer answer = server.post(INFER, json, Wire.floats(image));

    assertThat(answer.tensors()).isEqualTo(bytes(expected(image).get("logits")));
    assertThat(answer.object().has("id")).isFalse();
    assertThat(answer.object().array("outputs").size()).isEqualTo(1);
  }

  @Test
  void outputsMayOverrideWhatTheRequestSaysOfAll() {
    float[] image = image(3);
    String json =
        "{\"parameters\":{\"binary_data_output\":true},\"inputs\":["
            + input(1, "\"data\":" + text(image))
            + "],\"outputs\":[{\"name\":\"probabilities\",\"parameters\":{\"binary_data\":false}},"
            + "{\"name\":\"logits\"}]}";

    Answer answer = server.post(INFER, json);

    assertThat(answer.output(0).array("data").floats())
        .isEqualTo(expected(image).get("probabilities").toFloats());
    assertThat(answer.output(1).has("data")).isFalse();
    assertThat(answer.tensors()).isEqualTo(bytes(expected(image).get("logits")));
  }

  @Test
  void aBatchIsTheAnswersOfItsSamplesOneBehindTheOther() {
    List<float[]> images = List.of(image(4), image(5), image(6));
    byte[][] sent = images.stream().map(Wire::floats).toArray(byte[][]::new);
    String json =
        "{\"inputs\":["
            + input(3, "\"parameters\":{\"binary_data_size\":" + 3 * 4 * PIXELS + "}")
            + "],\"outputs\":[{\"name\":\"logits\",\"parameters\":{\"binary_data\":true}}]}";

    Answer answer = server.post(INFER, json, sent);

    assertThat(answer.output(0).array("shape").longs()).containsExactly(3, 5);
    assertThat(answer.tensors())
        .isEqualTo(
            Wire.join(
                images.stream()
                    .map(image -> bytes(expected(image).get("logits")))
                    .toArray(byte[][]::new)));
  }

  @Test
  void picturesGiveTheProbabilitiesOfTheClassifier() {
    byte[] first = InferenceServer.png(1);
    byte[] second = InferenceServer.png(2);
    byte[] sent = Wire.join(Wire.element(first), Wire.element(second));
    String json =
        "{\"inputs\":["
            + pictures(2, sent.length)
            + "],\"outputs\":[{\"name\":\"logits\"},{\"name\":\"probabilities\"}]}";

    Answer answer = server.post(INFER, json, sent);

    assertThat(answer.output(0).array("shape").longs()).containsExactly(2, 5);
    Model model = InferenceServer.CLASSIFIER;
    PictureRunner runner =
        new PictureRunner(
            model, model.graph(), model.card().preprocessing(), CompileOptions.defaults());
    ImageClassifier classifier = ImageClassifier.of(model);
    List<byte[]> files = List.of(first, second);
    for (int i = 0; i < 2; i++) {
      Picture picture = Picture.read(files.get(i));
      Region whole = Region.whole(picture);
      assertThat(sample(answer.output(0), i)).isEqualTo(runner.run(picture, whole, "logits"));
      assertThat(sample(answer.output(1), i))
          .containsExactly(classifier.probabilities(picture, whole), within(1e-6f));
    }
  }

  private static float[] sample(JsonObject output, int index) {
    return Arrays.copyOfRange(output.array("data").floats(), 5 * index, 5 * index + 5);
  }

  @Test
  void picturesForPixelsOfBytesAreThePixels() {
    byte[] rgb = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, (byte) 255};
    byte[] bmp = bmp(rgb);
    byte[] sent = Wire.element(bmp);
    String json =
        """
        {"inputs":[{"name":"in","datatype":"BYTES","shape":[1,1],
         "parameters":{"binary_data_size":%d}}]}"""
            .formatted(sent.length);

    Answer answer = server.post("v2/models/bytes/infer", json, sent);

    assertThat(answer.output(0).string("datatype")).isEqualTo("UINT8");
    assertThat(answer.output(0).array("data").integers())
        .containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 255);
  }

  /** A file of 2x2 pixels. */
  private static byte[] bmp(byte[] rgb) {
    byte[] file = new byte[54 + 16];
    file[0] = 'B';
    file[1] = 'M';
    file[2] = 70;
    file[10] = 54;
    file[14] = 40;
    file[18] = 2;
    file[22] = 2;
    file[26] = 1;
    file[28] = 24;
    for (int i = 0; i < 12; i++) {
      int row = 1 - i / 6;
      int at = i % 6;
      file[54 + 8 * row + at / 3 * 3 + 2 - at % 3] = rgb[i];
    }
    return file;
  }

  @Test
  void classificationIsValueIndexAndLabel() {
    float[] image = image(7);
    String output = "{\"name\":\"logits\",\"parameters\":{\"classification\":%s}}";
    String json = "{\"inputs\":[" + input(1, "\"data\":" + text(image)) + "],\"outputs\":[%s]}";

    Answer answer = server.post(INFER, json.formatted(output.formatted("2")));

    float[] logits = expected(image).get("logits").toFloats();
    List<Integer> order = new ArrayList<>(List.of(0, 1, 2, 3, 4));
    order.sort((a, b) -> Float.compare(logits[b], logits[a]));
    assertThat(answer.output(0).string("datatype")).isEqualTo("BYTES");
    assertThat(answer.output(0).array("shape").longs()).containsExactly(1, 2);
    assertThat(answer.output(0).array("data").strings())
        .containsExactly(
            logits[order.get(0)]
                + ":"
                + order.get(0)
                + ":"
                + InferenceServer.LABELS.get(order.get(0)),
            logits[order.get(1)]
                + ":"
                + order.get(1)
                + ":"
                + InferenceServer.LABELS.get(order.get(1)));
    assertThat(
            server
                .post(INFER, json.formatted(output.formatted("99")))
                .output(0)
                .array("shape")
                .longs())
        .containsExactly(1, 5);
    Answer binary = server.post(INFER, json.formatted(output.formatted("1,\"binary_data\":true")));
    String best = logits[order.get(0)] + ":" + order.get(0) + ":";
    assertThat(new String(binary.tensors(), 4, binary.tensors().length - 4, StandardCharsets.UTF_8))
        .startsWith(best);
  }

  @Test
  void severalInputsOfSeveralSamplesAreMatched() {
    String request =
        """
        {"inputs":[{"name":"b","datatype":"FP32","shape":[2,2],"data":[[10,20],[30,40]]},
                   {"name":"a","datatype":"FP32","shape":[2,2],"data":[1,2,3,4]}]}""";
    Answer answer = server.post("v2/models/sum/infer", request);

    assertThat(answer.output(0).array("data").floats()).containsExactly(11, 22, 33, 44);
    assertThat(answer.output(1).array("data").floats()).containsExactly(1, 2, 3, 4);
    Answer other =
        server.post(
            "v2/models/sum/infer",
            request.replace("[2,2],\"data\":[1,2,3,4]", "[1,2],\"data\":[1,2]"));
    assertThat(other.status()).isEqualTo(400);
    assertThat(other.error()).isEqualTo("input \"a\" holds 1 samples, others 2");
  }

  @Test
  void nanGoesThroughAsBytesAndIsRefusedInJson() {
    String json =
        """
        {"inputs":[{"name":"a","datatype":"FP32","shape":[1,2],"parameters":{"binary_data_size":8}},
                   {"name":"b","datatype":"FP32","shape":[1,2],"data":[1,2]}],
         "outputs":[{"name":"sum","parameters":{"binary_data":%s}}]}""";

    Answer refused =
        server.post("v2/models/sum/infer", json.formatted("false"), Wire.floats(Float.NaN, 1));
    Answer taken =
        server.post("v2/models/sum/infer", json.formatted("true"), Wire.floats(Float.NaN, 1));

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.error()).contains("NaN or infinite");
    assertThat(taken.tensors()).isEqualTo(Wire.floats(Float.NaN, 3));
  }

  @Test
  void integersAreExact() {
    Answer answer =
        server.post(
            "v2/models/integers/infer",
            """
            {"inputs":[{"name":"in","datatype":"INT32","shape":[1,2,2,3],
             "data":[2147483647,-2147483648,0,1,2,3,4,5,6,7,8,9]}]}""");

    assertThat(answer.output(0).array("data").get(0)).isEqualTo(Json.parse("2147483647"));
    assertThat(answer.output(0).array("data").get(1)).isEqualTo(Json.parse("-2147483648"));
    assertThat(answer.output(0).string("datatype"))
        .isEqualTo(Datatype.of(DType.I32).orElseThrow().name());
    assertThat(MemorySegment.ofArray(answer.tensors()).byteSize()).isZero();
  }
}
