package example.spring;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import liviano.vision.ImageClassifier;
import liviano.vision.Picture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
class VisionApplicationTest {
  @TempDir static Path folder;

  private final JsonMapper json = new JsonMapper();
  @LocalServerPort private int port;
  @Autowired private ImageClassifier classifier;

  @DynamicPropertySource
  static void models(DynamicPropertyRegistry registry) throws IOException {
    Path classifier = TinyModels.classifier(folder.resolve("classifier.safetensors"));
    Path detector = TinyModels.detector(folder.resolve("detector.safetensors"));
    registry.add("vision.classifier", classifier::toString);
    registry.add("vision.detector", detector::toString);
  }

  @Test
  void classifiesAsTheTaskDoes() throws Exception {
    byte[] picture = picture();

    HttpResponse<String> response = post("/classify", picture);

    assertThat(response.statusCode()).isEqualTo(200);
    JsonNode best = json.readTree(response.body()).get(0);
    assertThat(best.get("label").asString())
        .isEqualTo(classifier.classify(Picture.read(picture)).getFirst().label());
    assertThat(best.get("score").asDouble()).isBetween(0.25, 1.0);
  }

  @Test
  void detects() throws Exception {
    HttpResponse<String> response = post("/detect", picture());

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(json.readTree(response.body()).isArray()).isTrue();
  }

  @Test
  void refusesWhatIsNoPicture() throws Exception {
    HttpResponse<String> response =
        post("/classify", "no picture".getBytes(StandardCharsets.UTF_8));

    assertThat(response.statusCode()).isEqualTo(422);
    assertThat(json.readTree(response.body()).get("error").asString()).contains("the picture");
  }

  private HttpResponse<String> post(String path, byte[] body) throws Exception {
    URI address = URI.create("http://127.0.0.1:" + port + path);
    HttpRequest request =
        HttpRequest.newBuilder(address).POST(BodyPublishers.ofByteArray(body)).build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request, BodyHandlers.ofString());
    }
  }

  private static byte[] picture() throws IOException {
    BufferedImage image = new BufferedImage(200, 150, BufferedImage.TYPE_INT_RGB);
    Graphics2D pen = image.createGraphics();
    pen.setColor(Color.ORANGE);
    pen.fillOval(50, 25, 100, 100);
    pen.dispose();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.write(image, "jpg", bytes);
    return bytes.toByteArray();
  }
}
