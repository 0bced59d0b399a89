package liviano.server.inference;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import liviano.json.Json;
import liviano.json.JsonObject;
import liviano.server.inference.InferenceServer.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Models are listed, loaded and unloaded by request, where the server allows it. */
class RepositoryTest {

  private static List<String> states(InferenceServer server, String body) {
    Answer answer = server.post("v2/repository/index", body);
    assertThat(answer.status()).isEqualTo(200);
    Schemas.require("index", answer.json());
    return Json.parse(answer.json()).asArray().objects().stream()
        .map(model -> model.string("name") + " " + model.string("state"))
        .toList();
  }

  @Test
  void modelsAreLoadedAndUnloaded() {
    try (InferenceServer server = new InferenceServer(true)) {
      assertThat(server.get("v2").object().array("extensions").strings())
          .contains("model_repository");
      assertThat(states(server, ""))
          .containsExactly(
              "small UNAVAILABLE", "bytes UNAVAILABLE", "integers UNAVAILABLE", "sum UNAVAILABLE");

      JsonObject loaded = server.post("v2/repository/models/sum/load", "").object();
      assertThat(loaded.toJson()).isEqualTo("{\"name\":\"sum\",\"load\":true}");
      assertThat(states(server, "{\"ready\":true}")).containsExactly("sum READY");
      assertThat(states(server, "{\"ready\":false}")).hasSize(4).contains("sum READY");

      Answer unloaded =
          server.post(
              "v2/repository/models/sum/unload", "{\"parameters\":{\"unload_dependents\":false}}");
      assertThat(unloaded.status()).isEqualTo(200);
      assertThat(states(server, "{\"ready\":true}")).isEmpty();
      assertThat(server.get("v2/models/sum").status()).isEqualTo(200);
      assertThat(states(server, "{\"ready\":true}")).containsExactly("sum READY");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"parameters\":{\"config\":\"{}\"}}",
        "{\"parameters\":{\"file:1/model.onnx\":\"AAAA\"}}",
        "{\"url\":\"http://example.org/model\"}",
        "{\"parameters\":7}",
        "[]",
        "{",
        " "
      })
  void aRequestBringsNoModel(String body) {
    try (InferenceServer server = new InferenceServer(true)) {
      Answer answer = server.post("v2/repository/models/sum/load", body);
      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.error()).isNotEmpty();
      assertThat(states(server, "{\"ready\":true}")).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "..%2Fsum", "%2Fetc%2Fpasswd", "http:%2F%2Fexample.org%2Fsum"})
  void whatIsNotOfferedIsNotLoaded(String name) {
    try (InferenceServer server = new InferenceServer(true)) {
      for (String verb : List.of("load", "unload")) {
        Answer answer = server.post("v2/repository/models/" + name + "/" + verb, "");
        assertThat(answer.status()).isIn(400, 404);
        assertThat(answer.error()).isNotEmpty();
      }
    }
  }
}
