package liviano.cli.pictures;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import liviano.cli.Cli;
import liviano.cli.commands.TinyModel;
import liviano.json.Json;
import liviano.json.JsonObject;
import liviano.vision.ImageEmbedder;
import liviano.vision.Picture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbedCommandTest {
  @TempDir Path folder;
  private String model;
  private Path picture;

  @BeforeEach
  void save() throws IOException {
    model = TinyModel.save(folder.resolve("tiny.safetensors")).toString();
    picture = TinyModel.picture(folder.resolve("noise.png"), 40, 30, 1);
  }

  @Test
  void jsonHoldsTheWholeVector() throws IOException {
    Cli.Outcome outcome = Cli.piped().run("embed", "-m", model, "--json", picture.toString());
    assertThat(outcome.status()).as(outcome.err()).isZero();
    JsonObject answer = Json.parse(outcome.out()).asArray().object(0);
    assertThat(answer.string("picture")).isEqualTo(picture.toString());
    assertThat(answer.array("embedding").floats())
        .isEqualTo(ImageEmbedder.of(TinyModel.model()).embed(Picture.read(picture)));
  }

  @Test
  void unitLengthIsOne() {
    Cli.Outcome outcome =
        Cli.piped().run("embed", "-m", model, "--json", "--unit-length", picture.toString());
    double square = 0;
    for (float x : Json.parse(outcome.out()).asArray().object(0).array("embedding").floats()) {
      square += (double) x * x;
    }
    assertThat(square).isBetween(0.9999, 1.0001);
  }

  @Test
  void peopleSeeHowAlikePicturesAre() throws IOException {
    Path other = TinyModel.picture(folder.resolve("other.png"), 40, 30, 2);
    Cli.Outcome outcome =
        Cli.piped().run("embed", "-m", model, picture.toString(), other.toString());
    assertThat(outcome.out())
        .contains("1,280 numbers: ", "Cosine similarity")
        .containsPattern("1\\.000  0\\.\\d{3}  .*noise.png");
  }
}
