package liviano.cli.commands;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import liviano.cli.Cli;
import liviano.json.Json;
import liviano.json.JsonObject;
import liviano.model.Model;
import org.junit.jupiter.api.Test;

/** The model that comes with the sources, which needs no network to be tried. */
class GarmentsTest {
  private static final Path EXAMPLES = Path.of("../examples");
  private static final Path MODEL = EXAMPLES.resolve("garments.safetensors");

  @Test
  void knowsATShirt() {
    Cli.Outcome outcome =
        Cli.piped()
            .run(
                "--offline",
                "classify",
                "--json",
                EXAMPLES.resolve("t-shirt.png").toString(),
                "--model",
                MODEL.toString());
    assertThat(outcome.status()).as(outcome.err()).isZero();
    JsonObject answer = Json.parse(outcome.out()).asArray().get(0).asObject();
    assertThat(answer.array("categories").get(0).asObject().string("label")).isEqualTo("t-shirt");
  }

  @Test
  void isSmallAndSaysWhatItIs() throws IOException {
    assertThat(Files.size(MODEL)).isLessThanOrEqualTo(2_000_000);
    Model model = Model.load(MODEL);
    assertThat(model.card().labels()).hasSize(10).contains("t-shirt", "hat", "outwear");
    assertThat(model.recipe().orElseThrow().width()).isEqualTo(0.35);
    assertThat(model.card().licence()).contains("CC0");
    assertThat(Files.readString(EXAMPLES.resolve("garments.html")))
        .contains("test accuracy", "Accuracy on the test part")
        .doesNotContain("data:image");
  }
}
