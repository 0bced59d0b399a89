package liviano.train.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import liviano.cli.Main;
import liviano.cli.output.Console;
import liviano.cli.output.Terminal;
import liviano.json.Json;
import liviano.json.JsonLimits;
import liviano.json.JsonObject;
import liviano.train.run.RunSummary;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Figure 6 from words to a table. */
@Tag("libtorch")
@Timeout(300)
class AblationTest {
  private static final List<String> RUNS = List.of("linear-0", "relu6-0", "expansions-0", "none-0");

  @TempDir private Path folder;

  private record Outcome(int status, String out, String err) {}

  private Outcome lab(String... more) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Console console =
        new Console(
            new ByteArrayInputStream(new byte[0]), out, err, Terminal.none(StandardCharsets.UTF_8));
    List<String> words = new ArrayList<>(List.of("lab", "ablation"));
    words.addAll(List.of(more));
    int status = Main.run(console, Map.of(), words.toArray(String[]::new));
    return new Outcome(
        status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  private Outcome small(Path pictures, Path to, String... more) {
    List<String> words =
        new ArrayList<>(List.of("--data", pictures.toString(), "--to", to.toString()));
    words.addAll(List.of("--resolution", "32", "--seeds", "1"));
    words.addAll(List.of(more));
    if (!words.contains("--epochs")) {
      words.addAll(List.of("--epochs", "1"));
    }
    return lab(words.toArray(String[]::new));
  }

  @Test
  void networksOfTheFigureAreTrainedAndCompared() throws IOException {
    Path pictures = Clothes.draw(folder.resolve("clothes"), 12);
    Path to = folder.resolve("figure6");

    Outcome stopped = small(pictures, to, "--for", "1s");
    assertThat(stopped.status()).as(stopped.err()).isZero();

    Outcome all = small(pictures, to);
    assertThat(all.status()).as(all.err()).isZero();
    assertThat(all.out())
        .contains("Figure 6 at width 0.35 and 32 pixels: 1 epoch, 1 seed")
        .contains("ReLU6 in the bottleneck")
        .containsPattern("6a, bottlenecks: (not )?the paper's order; [+-]\\d")
        .containsPattern("6b, shortcuts: (not )?the paper's order; [+-]\\d");
    assertThat(to.resolve("ablation.png")).isNotEmptyFile();
    assertThat(to.resolve("ablation.svg")).isNotEmptyFile();
    for (String run : RUNS) {
      assertThat(RunSummary.read(to.resolve(run)).epochs()).as(run).isEqualTo(1);
    }

    String drawn = Files.readString(to.resolve("ablation.svg"));
    long before = Files.getLastModifiedTime(to.resolve("none-0/last.safetensors")).toMillis();
    Outcome again = small(pictures, to, "--json");
    JsonObject json =
        Json.parse(
                again.out().getBytes(StandardCharsets.UTF_8), new JsonLimits(1 << 20, 16, 10_000))
            .asObject();
    assertThat(json.integer("seeds")).isEqualTo(1);
    assertThat(json.array("networks").size()).isEqualTo(4);
    AblationAnswerTest.SHAPES.hold("lab-ablation", json);
    assertThat(Files.getLastModifiedTime(to.resolve("none-0/last.safetensors")).toMillis())
        .as("what is finished is not trained again")
        .isEqualTo(before);

    Outcome spanish = small(pictures, to, "--lang", "es");
    assertThat(spanish.out())
        .contains("Figura 6 con anchura 0.35 y 32 píxeles: 1 época, 1 semilla")
        .contains("ReLU6 en el cuello de botella")
        .containsPattern("6a, cuellos de botella: (no es )?el orden del artículo; [+-]\\d")
        .containsPattern("6b, conexiones: .*puntos sobre ninguna")
        .doesNotContainPattern("(?i)\\b(the|order|seeds|points|over|least|shortcut)\\b");
    assertThat(Files.readString(to.resolve("ablation.svg"))).isNotEqualTo(drawn);

    Outcome other = small(pictures, to, "--epochs", "2");
    assertThat(other.status()).isEqualTo(1);
    assertThat(other.err()).contains("give the same settings, or another folder");
  }

  @Test
  void mistakesAreSaid() {
    assertThat(lab("--data", "nowhere", "--to", "x").err()).contains("no such folder or file");
    assertThat(lab("--data", "x", "--to", "y", "--seeds", "0").err()).contains("--seeds: from 1");
    assertThat(lab("--data", "x", "--to", "y", "--epochs", "0").err()).contains("epochs must be");
    assertThat(lab("--data", "x", "--to", "y", "--for", "soon").err()).contains("--for:");
    assertThat(lab("--data", "x", "--to", "y", "--width", "99").err()).contains("width");
    assertThat(lab("--to", "y").err()).contains("--data");
    assertThat(lab("--help").out()).contains("Train the networks of figure 6");
  }
}
