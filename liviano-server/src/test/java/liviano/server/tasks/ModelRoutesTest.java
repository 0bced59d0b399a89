package liviano.server.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import liviano.json.JsonObject;
import liviano.model.Model;
import liviano.model.VisionTask;
import liviano.server.Http;
import liviano.server.LivianoServer;
import liviano.server.ModelInstaller;
import liviano.server.ModelSource;
import liviano.server.ModelSource.Offer;
import liviano.server.TinyModels;
import org.junit.jupiter.api.Test;

class ModelRoutesTest {
  /** Installs into memory, when it is let. */
  private static final class Fake implements ModelInstaller, ModelSource {
    private final CountDownLatch let = new CountDownLatch(1);
    private final ConcurrentHashMap<String, Offer> installed = new ConcurrentHashMap<>();

    @Override
    public List<Installable> installable() {
      return List.of("good", "bad").stream()
          .filter(name -> !installed.containsKey(name))
          .map(name -> new Installable(name, "A model", VisionTask.CLASSIFICATION, "MIT", 100))
          .toList();
    }

    @Override
    public void install(String name, Progress progress) throws IOException {
      progress.at(40, 100);
      try {
        let.await();
      } catch (InterruptedException e) {
        throw new IOException("interrupted", e);
      }
      if (name.equals("bad")) {
        throw new IOException("no source has it");
      }
      installed.put(name, Offer.of(name, TinyModels.classifier()));
    }

    @Override
    public List<Offer> list() {
      return List.copyOf(installed.values());
    }
  }

  @Test
  void aModelIsAskedByItsAliasWhereThatIsItsAlone() throws Exception {
    Model model = TinyModels.classifier();
    ModelSource source =
        ModelSource.of(
            List.of(
                Offer.of("Gr\u00f6\u00dfe der Dinge", model).withAlias("sizes"),
                Offer.of("first", model).withAlias("twin"),
                Offer.of("second", model).withAlias("twin"),
                Offer.of("third", model).withAlias("first")));
    try (Http http = Http.of(LivianoServer.builder().models(source).repository(true).start())) {
      assertThat(http.get("v1/models").json().array("models").objects())
          .extracting(one -> one.optionalString("alias").orElse(""))
          .containsExactly("sizes", "", "", "");
      byte[] picture = TinyModels.png(9, 9, 1);
      assertThat(http.post("v1/classify?model=sizes", picture).json().string("modelName"))
          .isEqualTo("Gr\u00f6\u00dfe der Dinge");
      assertThat(http.post("v1/classify?model=first", picture).json().string("modelName"))
          .isEqualTo("first");
      assertThat(http.post("v1/classify?model=twin", picture).status()).isEqualTo(404);
      assertThat(http.get("v2/models/sizes").json().string("name"))
          .isEqualTo("Gr\u00f6\u00dfe der Dinge");
      assertThat(http.post("v2/repository/models/sizes/unload", new byte[0]).json().string("name"))
          .isEqualTo("Gr\u00f6\u00dfe der Dinge");
      assertThat(http.get("v1/models").json().array("models").object(0).bool("loaded")).isFalse();
    }
  }

  @Test
  void modelsAreListedWithWhatTheyCan() throws Exception {
    try (Http http =
        Http.of(
            LivianoServer.builder()
                .model("objects", TinyModels.detector())
                .model("classes", TinyModels.classifier())
                .teach(true)
                .start())) {
      JsonObject answer = http.get("v1/models").json();
      JsonObject first = answer.array("models").object(0);
      assertThat(first.string("name")).isEqualTo("objects");
      assertThat(first.string("task")).isEqualTo("detection");
      assertThat(first.array("tasks").toJson()).isEqualTo("[\"detect\",\"embed\"]");
      assertThat(first.array("defaultOf").toJson()).isEqualTo("[\"detect\"]");
      assertThat(first.integer("width")).isEqualTo(64);
      assertThat(first.integer("classes")).isEqualTo(5);
      assertThat(first.bool("loaded")).isFalse();
      assertThat(answer.array("models").object(1).array("defaultOf").toJson())
          .isEqualTo("[\"classify\",\"embed\",\"explain\"]");
      assertThat(answer.bool("mayTeach")).isTrue();
      assertThat(answer.bool("mayInstall")).isFalse();
      assertThat(answer.object("limits").integer("pictures")).isEqualTo(2000);
      http.post("v1/detect", TinyModels.png(9, 9, 1));
      assertThat(http.get("v1/models").json().array("models").object(0).bool("loaded")).isTrue();
      assertThat(http.get("v1/models?x=1").status()).isEqualTo(400);
      assertThat(http.get("v1/install?model=good").status()).isEqualTo(404);
    }
  }

  @Test
  void whereNoClassifierIsADetectorEmbeds() throws Exception {
    try (Http http =
        Http.of(LivianoServer.builder().model("objects", TinyModels.detector()).start())) {
      assertThat(http.post("v1/embed", TinyModels.png(9, 9, 1)).json().string("modelName"))
          .isEqualTo("objects");
      assertThat(http.post("v1/classify", TinyModels.png(9, 9, 1)).status()).isEqualTo(404);
    }
  }

  @Test
  void modelsAreInstalledWhileClientsLookOn() throws Exception {
    Fake fake = new Fake();
    try (Http http = Http.of(LivianoServer.builder().models(fake).installer(fake).start())) {
      assertThat(http.get("v1/models").json().array("installable").size()).isEqualTo(2);
      assertThat(http.get("v1/install?model=good").status()).isEqualTo(404);
      assertThat(http.post("v1/install?model=other", new byte[0]).status()).isEqualTo(404);
      assertThat(http.post("v1/install", new byte[0]).status()).isEqualTo(400);
      assertThat(http.post("v1/install?model=good", new byte[0]).status()).isEqualTo(202);
      assertThat(http.post("v1/install?model=good", new byte[0]).json().string("state"))
          .isEqualTo("running");
      fake.let.countDown();
      assertThat(last(http, "good").string("state")).isEqualTo("done");
      assertThat(http.post("v1/classify?model=good", TinyModels.png(9, 9, 1)).status())
          .isEqualTo(200);
      assertThat(http.post("v1/install?model=bad", new byte[0]).status()).isEqualTo(202);
      JsonObject failed = last(http, "bad");
      assertThat(failed.string("state")).isEqualTo("failed");
      assertThat(failed.string("message")).isEqualTo("no source has it");
    }
  }

  private static JsonObject last(Http http, String name) throws Exception {
    JsonObject state = http.get("v1/install?model=" + name).json();
    while (state.string("state").equals("running")) {
      Thread.sleep(5);
      state = http.get("v1/install?model=" + name).json();
    }
    return state;
  }
}
