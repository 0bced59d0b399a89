package liviano.server.teach;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import liviano.json.JsonObject;
import liviano.model.Model;
import liviano.server.Http;
import liviano.server.Http.Answer;
import liviano.server.Http.Form;
import liviano.server.LivianoServer;
import liviano.server.TinyModels;
import liviano.vision.ImageClassifier;
import liviano.vision.Picture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TeachRoutesTest {
  private Http http;

  @BeforeEach
  void start() throws IOException {
    http =
        Http.of(
            LivianoServer.builder()
                .model("base", TinyModels.classifier())
                .teach(true)
                .maxBody(1 << 16)
                .maxPixels(10_000)
                .start());
  }

  @AfterEach
  void stop() {
    http.close();
  }

  private static Form pictures(int each) {
    Form form = new Form();
    for (int i = 0; i < each; i++) {
      form.with("red", "r" + i + ".png", TinyModels.plain(0xe01010, i));
      form.with("blue \u00e4", "b" + i + ".png", TinyModels.plain(0x1010e0, 100 + i));
    }
    return form;
  }

  private Answer teach(Form form) throws IOException, InterruptedException {
    return http.post("v1/teach", form.bytes(), "Content-Type", Form.TYPE);
  }

  @Test
  void theModelIsServedAndCanBeDownloaded() throws Exception {
    Answer answer = teach(pictures(20));
    assertThat(answer.status()).isEqualTo(200);
    JsonObject taught = answer.json();
    assertThat(taught.string("model")).isEqualTo("taught-1");
    assertThat(taught.array("classes").object(0).string("label")).isEqualTo("blue \u00e4");
    assertThat(taught.array("classes").object(1).integer("pictures")).isEqualTo(20);
    assertThat(taught.number("accuracy")).isBetween(taught.number("low"), taught.number("high"));
    assertThat(taught.integer("measuredOn")).isEqualTo(8);
    assertPicturesAreInTheirCells(taught.object("confusion"));
    byte[] picture = TinyModels.plain(0xe01010, 999);
    JsonObject said = http.post("v1/classify?model=taught-1", picture).json();
    Answer file = http.get(taught.string("download"));
    assertThat(file.status()).isEqualTo(200);
    Model model = Model.of(file.body());
    assertThat(model.card().labels()).containsExactly("blue \u00e4", "red");
    assertThat(ImageClassifier.of(model).classify(Picture.read(picture)).getFirst().label())
        .isEqualTo(said.array("categories").object(0).string("label"));
    assertThat(http.get("v1/models").json().array("models").toJson()).contains("\"taught-1\"");
  }

  /** Of {@link #pictures}, every other one is blue, which comes before red. */
  private static void assertPicturesAreInTheirCells(JsonObject confusion) {
    Set<Integer> all = new HashSet<>();
    for (int truth = 0; truth < 2; truth++) {
      for (int answer = 0; answer < 2; answer++) {
        int[] places = confusion.array("pictures").array(truth).array(answer).integers();
        assertThat(places.length).isEqualTo(confusion.array("counts").array(truth).integer(answer));
        for (int place : places) {
          assertThat(place % 2).isEqualTo(1 - truth);
          all.add(place);
        }
      }
    }
    assertThat(all).hasSize(8).allMatch(place -> place >= 0 && place < 40);
  }

  @Test
  void theOldestGiveWayToNewOnes() throws Exception {
    for (int i = 1; i <= 9; i++) {
      assertThat(teach(pictures(3)).json().string("model")).isEqualTo("taught-" + i);
    }
    assertThat(http.get("v1/taught/taught-1.safetensors").status()).isEqualTo(404);
    assertThat(http.get("v1/taught/taught-2.safetensors").status()).isEqualTo(200);
    assertThat(http.post("v1/classify?model=taught-1", TinyModels.plain(0, 1)).status())
        .isEqualTo(404);
  }

  @Test
  void whatCannotBeTaughtIsSaid() throws Exception {
    Answer one = teach(new Form().with("red", "r.png", TinyModels.plain(0xff0000, 1)));
    assertThat(one.status()).isEqualTo(422);
    assertThat(one.json().string("error")).contains("only one class");
    assertThat(teach(new Form()).status()).isEqualTo(422);
    assertThat(teach(pictures(1).with("", "x.png", TinyModels.plain(0, 1))).status())
        .isEqualTo(400);
    assertThat(teach(pictures(1).with("x".repeat(101), "x.png", new byte[3])).status())
        .isEqualTo(400);
    assertThat(http.post("v1/teach", TinyModels.plain(0, 1)).status()).isEqualTo(415);
    assertThat(
            http.post("v1/teach?base=none", pictures(2).bytes(), "Content-Type", Form.TYPE)
                .status())
        .isEqualTo(404);
  }

  @Test
  void picturesThatCannotBeReadAreToldAndTheOthersTeach() throws Exception {
    Answer answer =
        teach(
            pictures(4)
                .with("red", "bad.png", "no".getBytes(StandardCharsets.UTF_8))
                .with("red", "large.png", TinyModels.png(101, 100, 1)));
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().array("notices").strings())
        .anyMatch(notice -> notice.matches("bad\\.png: .*picture.*"))
        .contains(
            "large.png: declares 101x100 pixels, more than the limit of 10000: make it smaller");
    assertThat(answer.json().array("classes").object(1).integer("pictures")).isEqualTo(4);
  }

  @Test
  void aClassIsOneHoweverItsLettersAreWritten() throws Exception {
    Answer answer = teach(pictures(4).with("blue a\u0308", "b.png", TinyModels.plain(0x1010e0, 9)));
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().array("classes").size()).isEqualTo(2);
    assertThat(answer.json().array("classes").object(0).string("label")).isEqualTo("blue \u00e4");
    assertThat(answer.json().array("classes").object(0).integer("pictures")).isEqualTo(5);
  }

  @Test
  void onlyTaughtModelsCanBeDownloaded() throws Exception {
    for (String file :
        new String[] {
          "base.safetensors", "taught-1", "..%2f..%2fetc%2fpasswd", "taught-1.safetensors"
        }) {
      assertThat(http.get("v1/taught/" + file).status()).as(file).isIn(400, 404);
    }
  }

  @Test
  void nobodyTeachesWhereItIsNotAllowed() throws Exception {
    try (Http other =
        Http.of(LivianoServer.builder().model("base", TinyModels.classifier()).start())) {
      assertThat(other.post("v1/teach", new byte[0]).status()).isEqualTo(404);
      assertThat(other.get("v1/models").json().bool("mayTeach")).isFalse();
    }
  }
}
