package liviano.formats.keras;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import liviano.formats.ModelFiles;
import liviano.json.Json;
import liviano.json.JsonLimits;
import liviano.json.JsonObject;
import liviano.model.Model;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Small networks of each layer, and what Keras 3.15.1 (on JAX 0.10.2) computes for them. Their
 * weights are {@code (7 i mod 11 - 5) / 8}, variances the magnitude of that plus a half, their
 * inputs twice as much.
 */
class KerasLayersTest {
  @TempDir Path folder;

  static List<JsonObject> cases() throws IOException {
    try (InputStream in = KerasLayersTest.class.getResourceAsStream("layers.json")) {
      return Json.parse(in.readAllBytes(), JsonLimits.defaults()).asArray().objects();
    }
  }

  static List<String> names() throws IOException {
    return cases().stream().map(json -> json.string("name")).toList();
  }

  @ParameterizedTest
  @MethodSource("names")
  void theAnswersAreThoseOfKeras(String name) throws IOException {
    JsonObject json =
        cases().stream().filter(c -> c.string("name").equals(name)).findFirst().orElseThrow();
    Model model = ModelFiles.read(write(json));

    float[] expected = json.array("expected").floats();
    float[] answer = Answers.of(model);

    assertThat(answer).hasSameSizeAs(expected);
    assertThat(Answers.distance(answer, expected))
        .isLessThanOrEqualTo(1e-5f * Answers.largest(expected));
  }

  private Path write(JsonObject json) throws IOException {
    LayersModel file =
        new LayersModel(
            JsonObject.builder()
                .put("keras_version", "3.15.1")
                .put("model_config", json.object("model"))
                .build());
    for (JsonObject weight : json.array("weights").objects()) {
      int[] dims = weight.array("shape").integers();
      String weightName = weight.string("name");
      float[] values = Answers.some(IntStream.of(dims).reduce(1, Math::multiplyExact), 8);
      for (int i = 0; i < values.length && weightName.endsWith("variance"); i++) {
        values[i] = Math.abs(values[i]) + 0.5f;
      }
      file.floats(weightName, dims, values);
    }
    return file.write(folder);
  }
}
