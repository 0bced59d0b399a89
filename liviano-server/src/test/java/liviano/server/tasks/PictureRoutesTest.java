package liviano.server.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import javax.imageio.ImageIO;
import liviano.json.Json;
import liviano.json.JsonObject;
import liviano.server.LivianoServer;
import liviano.server.TinyModels;
import liviano.vision.ImageClassifier;
import liviano.vision.ImageEmbedder;
import liviano.vision.Picture;
import liviano.vision.json.AnswerHead;
import liviano.vision.json.AnswerJson;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PictureRoutesTest {
  private static final byte[] PICTURE = TinyModels.png(40, 30, 1);

  private static LivianoServer server;
  private static HttpClient client;

  @BeforeAll
  static void start() throws IOException {
    server =
        LivianoServer.builder()
            .model("classes", TinyModels.classifier())
            .model("objects", TinyModels.detector())
            .model("areas", TinyModels.segmenter())
            .maxBody(1 << 20)
            .maxPixels(10_000)
            .start();
    client = HttpClient.newHttpClient();
  }

  @AfterAll
  static void stop() {
    client.close();
    server.close();
  }

  private static HttpResponse<byte[]> post(String path, byte[] body, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(server.address().resolve(path))
            .POST(BodyPublishers.ofByteArray(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), BodyHandlers.ofByteArray());
  }

  private static JsonObject json(HttpResponse<byte[]> response) {
    return Json.parse(response.body()).asObject();
  }

  private static String error(HttpResponse<byte[]> response) {
    return json(response).string("error");
  }

  private static JsonObject.Builder head(String name, liviano.model.Model model) {
    return AnswerHead.of(Optional.empty(), Picture.read(PICTURE), AnswerHead.Origin.of(name, model))
        .begin();
  }

  @Test
  void answersAreThoseOfTheLibrary() throws Exception {
    HttpResponse<byte[]> response = post("v1/classify", PICTURE);
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
    JsonObject.Builder expected = head("classes", TinyModels.classifier());
    AnswerJson.classified(
        expected,
        ImageClassifier.of(TinyModels.classifier()).classify(Picture.read(PICTURE)),
        false);
    assertThat(json(response)).isEqualTo(expected.build());

    JsonObject.Builder vector = head("classes", TinyModels.classifier());
    AnswerJson.embedded(
        vector,
        ImageEmbedder.of(TinyModels.classifier())
            .withUnitLength(true)
            .embed(Picture.read(PICTURE)));
    assertThat(json(post("v1/embed?unitLength=true", PICTURE))).isEqualTo(vector.build());
  }

  @Test
  void parametersBoundTheAnswer() throws Exception {
    assertThat(json(post("v1/classify?maxResults=2", PICTURE)).array("categories").size())
        .isEqualTo(2);
    assertThat(json(post("v1/classify?top=1&threshold=0.01", PICTURE)).array("categories").size())
        .isEqualTo(1);
    assertThat(json(post("v1/classify?scoreThreshold=1", PICTURE)).array("categories").size())
        .isZero();
    assertThat(
            json(post("v1/detect?scoreThreshold=0&maxResults=7", PICTURE))
                .array("detections")
                .size())
        .isEqualTo(7);
    JsonObject area = json(post("v1/segment?mask=rle", PICTURE)).array("classes").object(0);
    assertThat(area.object("mask").array("size").integers()).containsExactly(30, 40);
    assertThat(json(post("v1/segment", PICTURE)).array("classes").object(0).has("mask")).isFalse();
    assertThat(json(post("v1/explain?class=c", PICTURE)).array("classes").object(0).string("label"))
        .isEqualTo("c");
    assertThat(json(post("v1/explain?class=3", PICTURE)).array("classes").object(0).string("label"))
        .isEqualTo("d");
    assertThat(json(post("v1/explain?maxResults=3", PICTURE)).array("classes").size()).isEqualTo(3);
    assertThat(json(post("v1/embed?model=objects", PICTURE)).string("modelName"))
        .isEqualTo("objects");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "classify?maxResults=0|maxResults must be a whole number from 1 to 10000, is \"0\"",
        "classify?maxResults=many|maxResults must be a whole number",
        "classify?maxResults=1&top=1|give one of the parameters maxResults, top",
        "classify?scoreThreshold=1.5|scoreThreshold must be a number from 0",
        "classify?scoreThreshold=NaN|scoreThreshold must be a number from 0",
        "classify?classes=1|known are model, maxResults, top, scoreThreshold, threshold",
        "classify?model=objects|the model \"objects\" does not classify",
        "segment?mask=png|mask must be rle, is \"png\"",
        "embed?unitLength=1|unitLength must be true or false",
        "explain?class=zebra|class: the model has no label [zebra]",
        "explain?class=a&maxResults=2|give maxResults or class, not both"
      })
  void wrongParametersAreNamed(String path, String message) throws Exception {
    HttpResponse<byte[]> response = post("v1/" + path, PICTURE);
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(error(response)).contains(message);
  }

  @Test
  void unknownModelsAreNotFound() throws Exception {
    for (String name : new String[] {"none", "..%2Fclasses", "%2Fetc%2Fpasswd", "classes%00"}) {
      HttpResponse<byte[]> response = post("v1/classify?model=" + name, PICTURE);
      assertThat(response.statusCode()).as(name).isIn(400, 404);
      assertThat(error(response)).doesNotContain("Exception");
    }
    assertThat(post("v1/classify?model=", PICTURE).statusCode()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"detect", "segment", "explain"})
  void drawnPicturesComeWhereTheyAreWanted(String task) throws Exception {
    HttpResponse<byte[]> response = post("v1/" + task, PICTURE, "Accept", "image/png");
    assertThat(response.headers().firstValue("Content-Type")).hasValue("image/png");
    var drawn = ImageIO.read(new ByteArrayInputStream(response.body()));
    assertThat(drawn.getWidth()).isGreaterThanOrEqualTo(40);
    assertThat(drawn.getHeight()).isGreaterThanOrEqualTo(30);
    if (task.equals("detect")) {
      assertThat(drawn.getWidth()).isEqualTo(40);
    }
    assertThat(
            post("v1/" + task, PICTURE, "Accept", "image/png;q=0.5, application/json")
                .headers()
                .firstValue("Content-Type"))
        .hasValue("application/json");
  }

  @Test
  void whatIsNotDrawnIsNotAcceptable() throws Exception {
    assertThat(post("v1/classify", PICTURE, "Accept", "image/png").statusCode()).isEqualTo(406);
    assertThat(post("v1/detect", PICTURE, "Accept", "text/html").statusCode()).isEqualTo(406);
  }

  @Test
  void formsBringTheirFirstFile() throws Exception {
    byte[] form =
        form(
            "Content-Disposition: form-data; name=\"note\"\r\n\r\nhello",
            "Content-Disposition: form-data; name=\"data\"; filename=\"a\\\"<b>.png\"\r\n"
                + "Content-Type: image/png\r\n\r\n",
            PICTURE);
    JsonObject answer =
        json(post("v1/classify", form, "Content-Type", "multipart/form-data; boundary=\"b b\""));
    assertThat(answer.string("picture")).isEqualTo("a\"<b>.png");
    assertThat(answer.integer("width")).isEqualTo(40);
    HttpResponse<byte[]> none =
        post(
            "v1/classify",
            "--b\r\nContent-Disposition: form-data; name=a\r\n\r\nx\r\n--b--"
                .getBytes(StandardCharsets.UTF_8),
            "Content-Type",
            "multipart/form-data; boundary=b");
    assertThat(none.statusCode()).isEqualTo(400);
    assertThat(error(none)).contains("no file in the form");
  }

  private static byte[] form(String first, String second, byte[] picture) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(
        ("--b b\r\n" + first + "\r\n--b b\r\n" + second).getBytes(StandardCharsets.UTF_8));
    out.writeBytes(picture);
    out.writeBytes("\r\n--b b--\r\n".getBytes(StandardCharsets.UTF_8));
    return out.toByteArray();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/x-www-form-urlencoded",
        "image/jpeg",
        "application/octet-stream",
        "x/y"
      })
  void whateverClientsCallAPictureItIsRead(String type) throws Exception {
    assertThat(post("v1/classify", PICTURE, "Content-Type", type).statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/json",
        "text/plain; charset=utf-8",
        "image/svg+json",
        "multipart/mixed"
      })
  void whatCannotBeAPictureIsRefused(String type) throws Exception {
    HttpResponse<byte[]> response = post("v1/classify", PICTURE, "Content-Type", type);
    assertThat(response.statusCode()).isEqualTo(415);
    assertThat(error(response)).contains("takes a picture");
  }

  @Test
  void bytesThatAreNoPictureAreUnprocessable() throws Exception {
    assertThat(post("v1/classify", "hello".getBytes(StandardCharsets.UTF_8)).statusCode())
        .isEqualTo(422);
    assertThat(post("v1/classify", Arrays.copyOf(PICTURE, 200)).statusCode()).isEqualTo(422);
    HttpResponse<byte[]> large = post("v1/classify", TinyModels.png(101, 100, 1));
    assertThat(large.statusCode()).isEqualTo(422);
    assertThat(error(large))
        .isEqualTo(
            "picture: declares 101x100 pixels, more than the limit of 10000: make it smaller");
    assertThat(post("v1/classify", new byte[0]).statusCode()).isEqualTo(400);
    assertThat(post("v1/classify", PICTURE, "Content-Encoding", "gzip").statusCode())
        .isEqualTo(415);
  }

  @Test
  void longBodiesAreRefused() throws Exception {
    assertThat(post("v1/classify", new byte[(1 << 20) + 1]).statusCode()).isEqualTo(413);
  }

  @Test
  void whoHasNoTimeIsToldSo() throws Exception {
    try (LivianoServer hurried =
        LivianoServer.builder()
            .model("classes", TinyModels.classifier())
            .deadline(Duration.ofNanos(1))
            .start()) {
      HttpRequest request =
          HttpRequest.newBuilder(hurried.address().resolve("v1/classify"))
              .POST(BodyPublishers.ofByteArray(PICTURE))
              .build();
      assertThat(client.send(request, BodyHandlers.ofByteArray()).statusCode()).isEqualTo(504);
    }
  }

  @Test
  void onlyPostIsTaken() throws Exception {
    HttpResponse<byte[]> response =
        client.send(
            HttpRequest.newBuilder(URI.create(server.address() + "v1/classify")).build(),
            BodyHandlers.ofByteArray());
    assertThat(response.statusCode()).isEqualTo(405);
    assertThat(response.headers().firstValue("Allow").orElseThrow()).contains("POST");
  }
}
