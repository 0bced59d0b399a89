package liviano.server.inference;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import liviano.server.inference.InferenceServer.Answer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that a model does not take, each answered with one line, and the next one served. */
class RefusedInferenceTest {
  private static final String GOOD =
      """
      {"inputs":[{"name":"a","datatype":"FP32","shape":[1,2],"data":[1,2]},
                 {"name":"b","datatype":"FP32","shape":[1,2],"data":[3,4]}]}""";

  private static InferenceServer server;

  @BeforeAll
  static void start() {
    server = new InferenceServer(false);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static void requireServing() {
    Answer answer = server.post("v2/models/sum/infer", GOOD);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.output(0).array("data").floats()).containsExactly(4, 6);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "datatype":"INT64","shape":[1,2],"data":[1,2] | input "a" is INT64 [1, 2], but the model takes FP32 [-1, 2]
          "datatype":"FP16","shape":[1,2],"data":[1,2] | input "a" is FP16 [1, 2], but the model takes FP32 [-1, 2]
          "datatype":"BOOL","shape":[1,2],"data":[true,false] | input "a" is BOOL [1, 2], but the model takes FP32 [-1, 2]
          "datatype":"BYTES","shape":[1],"data":["x"] | input "a" is BYTES [1], but the model takes FP32 [-1, 2]
          "datatype":"FP32","shape":[2],"data":[1,2] | input "a" is FP32 [2], but the model takes FP32 [-1, 2]
          "datatype":"FP32","shape":[1,3],"data":[1,2,3] | input "a" is FP32 [1, 3], but the model takes FP32 [-1, 2]
          "datatype":"FP32","shape":[],"data":[1] | input "a" is FP32 [], but the model takes FP32 [-1, 2]
          "datatype":"FP32","shape":[0,2],"data":[] | a request holds 1 to 128 samples, not 0
          "datatype":"FP32","shape":[129,2],"data":[1] | a request holds 1 to 128 samples, not 129
          "datatype":"FP32","shape":[1000000000000,2],"data":[1] | a request holds 1 to 128 samples
          """)
  void inputsOfAnotherTypeOrShapeAreRefusedWithBoth(String input, String message) {
    Answer answer =
        server.post("v2/models/sum/infer", "{\"inputs\":[{\"name\":\"a\"," + input + "}]}");

    assertThat(answer.status()).isEqualTo(400);
    if (message.startsWith("input")) {
      assertThat(answer.error()).isEqualTo(message);
    } else {
      assertThat(answer.error()).containsAnyOf(message, "input \"b\" is missing");
    }
    requireServing();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "129", "1000000000000"})
  void theNumberOfSamplesIsLimited(String samples) {
    Answer answer =
        server.post(
            "v2/models/small/infer",
            "{\"inputs\":[{\"name\":\"image\",\"datatype\":\"FP32\",\"shape\":["
                + samples
                + ",32,32,3],\"data\":[1]}]}");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.error()).isEqualTo("a request holds 1 to 128 samples, not " + samples);
  }

  @Test
  void unknownAndMissingNamesAreRefusedWithThoseThatThereAre() {
    assertThat(server.post("v2/models/sum/infer", GOOD.replace("\"a\"", "\"x\"")).error())
        .isEqualTo("the model has no input \"x\"; it has a, b");
    assertThat(server.post("v2/models/sum/infer", "{\"inputs\":[]}").error())
        .isEqualTo("input \"a\" is missing, which is FP32 [-1, 2]");
    String outputs = GOOD.substring(0, GOOD.length() - 1) + ",\"outputs\":[{\"name\":\"z\"}]}";
    assertThat(server.post("v2/models/sum/infer", outputs).error())
        .isEqualTo("the model has no output \"z\"; it has sum, first");
  }

  @Test
  void picturesThatCannotBeReadAreToldApart() {
    byte[] sent =
        Wire.join(
            Wire.element(InferenceServer.png(1)),
            Wire.element("text".getBytes(StandardCharsets.UTF_8)));
    String json =
        """
        {"inputs":[{"name":"image","datatype":"BYTES","shape":[2],
         "parameters":{"binary_data_size":%d}}]}"""
            .formatted(sent.length);

    Answer answer = server.post("v2/models/small/infer", json, sent);

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.error()).startsWith("picture 2 of the input 'image': ");
  }

  @Test
  void whatIsNoRequestIsToldWhereToGo() {
    Answer picture = server.postAs("v2/models/small/infer", "Content-Type", "image/jpeg", "x");
    assertThat(picture.status()).isEqualTo(415);
    assertThat(picture.error()).contains("/v1/classify");
    assertThat(
            server
                .postAs(
                    "v2/models/small/infer", "Content-Type", "multipart/form-data; boundary=x", "x")
                .status())
        .isEqualTo(415);
    assertThat(server.postAs("v2/models/sum/infer", "Content-Encoding", "gzip", GOOD).status())
        .isEqualTo(415);
    assertThat(server.postAs("v2/models/sum/infer", "X-Any", "x", GOOD).status()).isEqualTo(200);
    assertThat(server.get("v2/models/small/infer").status()).isEqualTo(405);
    assertThat(server.post("v2/models/small", "{}").status()).isEqualTo(405);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "x", "1e3", "99999999999", "1000000", "", "0", "3"})
  void theLengthOfTheJsonIsHeldAgainstTheBody(String length) {
    Answer answer =
        server.postAs("v2/models/sum/infer", "Inference-Header-Content-Length", length, GOOD);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.error()).isNotEmpty();
    requireServing();
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{\"a\":", "{\"inputs\":[", "{\"inputs\":[{\"data\":["})
  void deepJsonIsRefused(String open) {
    Answer answer = server.post("v2/models/sum/infer", open.repeat(100_000));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.error()).contains("at byte");
    requireServing();
  }

  @Test
  void theRepositoryIsNotThereUnlessItIsAskedFor() {
    assertThat(server.post("v2/repository/index", "{}").status()).isEqualTo(404);
    assertThat(server.post("v2/repository/models/small/load", "").status()).isEqualTo(404);
    assertThat(server.post("v2/repository/models/small/unload", "").status()).isEqualTo(404);
  }

  /** Whatever a byte is changed to: an answer, or one line that says what is wrong. */
  @Test
  void damagedRequestsAreAnswered() {
    Random random = new Random(11);
    byte[] tensors = Wire.floats(1, 2, 3, 4);
    String json =
        """
        {"inputs":[{"name":"a","datatype":"FP32","shape":[1,2],"parameters":{"binary_data_size":8}},
                   {"name":"b","datatype":"FP32","shape":[1,2],"parameters":{"binary_data_size":8}}],
         "outputs":[{"name":"sum","parameters":{"binary_data":true,"classification":1}}]}""";
    for (int i = 0; i < 2000; i++) {
      StringBuilder damaged = new StringBuilder(json);
      for (int change = random.nextInt(1, 4); change > 0; change--) {
        int at = random.nextInt(damaged.length());
        switch (random.nextInt(3)) {
          case 0 -> damaged.setCharAt(at, (char) random.nextInt(0x20, 0x7f));
          case 1 -> damaged.deleteCharAt(at);
          default -> damaged.insert(at, "[]{},:\"-0189e.".charAt(random.nextInt(14)));
        }
      }
      Answer answer = server.post("v2/models/sum/infer", damaged.toString(), tensors);

      assertThat(answer.status()).as(damaged.toString()).isIn(200, 400);
      if (answer.status() == 400) {
        assertThat(answer.error()).isNotEmpty().doesNotContain("Exception", "\n");
      }
    }
    requireServing();
  }
}
