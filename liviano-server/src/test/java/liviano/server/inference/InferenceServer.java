package liviano.server.inference;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import javax.imageio.ImageIO;
import liviano.graph.Graph;
import liviano.graph.GraphBuilder;
import liviano.graph.Op;
import liviano.graph.TensorType;
import liviano.graph.Value;
import liviano.json.Json;
import liviano.json.JsonObject;
import liviano.model.Model;
import liviano.model.ModelCard;
import liviano.model.Preprocessing;
import liviano.model.RandomWeights;
import liviano.model.VisionTask;
import liviano.server.LivianoServer;
import liviano.tensor.DType;
import liviano.tensor.Shape;
import liviano.zoo.Recipe;
import liviano.zoo.Zoo;

/** A server of small models, and a client that takes its answers apart. */
final class InferenceServer implements AutoCloseable {
  static final List<String> LABELS = List.of("cat, tom", "dog", "cow", "hen", "bee");

  /** A classifier of pictures of 32x32 pixels, whose answers mean nothing. */
  static final Model CLASSIFIER = classifier();

  private final LivianoServer server;
  private final HttpClient client = HttpClient.newHttpClient();

  InferenceServer(boolean repository) {
    try {
      this.server =
          LivianoServer.builder()
              .model("small", CLASSIFIER)
              .model("bytes", same(DType.U8))
              .model("integers", same(DType.I32))
              .model("sum", sum())
              .sessions(2)
              .repository(repository)
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Model classifier() {
    Graph graph =
        Zoo.graph(Recipe.of("mobilenet_v2").withWidth(0.1).withResolution(32).withClasses(5));
    ModelCard card =
        ModelCard.of(VisionTask.CLASSIFICATION, "small", Preprocessing.keras(32, 32))
            .withLabels(LABELS);
    return new Model(graph, RandomWeights.of(graph, 9), card, Optional.empty());
  }

  /** Gives the pixels of 2x2 pictures as they are. */
  private static Model same(DType type) {
    GraphBuilder builder = Graph.builder();
    Shape shape = Shape.of(2, 2, 3);
    Value in = builder.input("in", new TensorType(shape, type, Optional.empty()));
    Value out = builder.add("same", new Op.Reshape(Shape.of(12)), in);
    return model(builder.output("out", out).build());
  }

  /** Two vectors, their sum, and the first as it is. */
  private static Model sum() {
    GraphBuilder builder = Graph.builder();
    Value a = builder.input("a", Shape.of(2));
    Value b = builder.input("b", Shape.of(2));
    return model(
        builder
            .output("sum", builder.add("add", new Op.Add(), a, b))
            .output("first", builder.add("same", new Op.Reshape(Shape.of(2)), a))
            .build());
  }

  private static Model model(Graph graph) {
    ModelCard card = ModelCard.of(VisionTask.OTHER, "any", Preprocessing.keras(2, 2));
    return new Model(graph, RandomWeights.of(graph, 1), card, Optional.empty());
  }

  /** A file of a picture of noise. */
  static byte[] png(int seed) {
    Random random = new Random(seed);
    BufferedImage image = new BufferedImage(40, 30, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 40 * 30; i++) {
      image.setRGB(i % 40, i / 40, random.nextInt(1 << 24));
    }
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "png", file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file.toByteArray();
  }

  /**
   * An answer.
   *
   * @param tensors the bytes behind the JSON
   */
  record Answer(int status, String json, byte[] tensors, HttpResponse<byte[]> response) {

    JsonObject object() {
      return Json.parse(json).asObject();
    }

    JsonObject output(int index) {
      return object().array("outputs").object(index);
    }

    String error() {
      Schemas.require("error", json);
      return object().string("error");
    }
  }

  Answer get(String path) {
    return send(HttpRequest.newBuilder(server.address().resolve(path)).build());
  }

  Answer post(String path, String json) {
    return send(
        HttpRequest.newBuilder(server.address().resolve(path))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(json))
            .build());
  }

  /** JSON with bytes behind it. */
  Answer post(String path, String json, byte[]... tensors) {
    byte[] head = json.getBytes(UTF_8);
    return send(
        HttpRequest.newBuilder(server.address().resolve(path))
            .header("Content-Type", "application/octet-stream")
            .header("Inference-Header-Content-Length", String.valueOf(head.length))
            .POST(BodyPublishers.ofByteArray(Wire.join(head, Wire.join(tensors))))
            .build());
  }

  Answer postAs(String path, String header, String value, String body) {
    return send(
        HttpRequest.newBuilder(server.address().resolve(path))
            .header(header, value)
            .POST(BodyPublishers.ofString(body))
            .build());
  }

  private Answer send(HttpRequest request) {
    try {
      HttpResponse<byte[]> response = client.send(request, BodyHandlers.ofByteArray());
      byte[] body = response.body();
      int length =
          response
              .headers()
              .firstValue("Inference-Header-Content-Length")
              .map(Integer::parseInt)
              .orElse(body.length);
      Answer answer =
          new Answer(
              response.statusCode(),
              new String(body, 0, length, UTF_8),
              Arrays.copyOfRange(body, length, body.length),
              response);
      if (response.statusCode() == 200
          && answer.json.contains("\"outputs\":[{\"name\":")
          && answer.json.contains("model_name")) {
        requireTensors(answer);
      }
      return answer;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** As strict clients are: the bytes of all tensors are all bytes that follow the JSON. */
  private static void requireTensors(Answer answer) {
    Schemas.require("response", answer.json);
    long bytes =
        answer.object().array("outputs").objects().stream()
            .flatMap(output -> output.optionalObject("parameters").stream())
            .mapToLong(parameters -> parameters.longInteger("binary_data_size"))
            .sum();
    assertThat(answer.tensors).hasSize((int) bytes);
    assertThat(answer.response.headers().firstValue("Content-Type"))
        .contains(bytes == 0 ? "application/json" : "application/octet-stream");
  }

  @Override
  public void close() {
    client.close();
    server.close();
  }
}
