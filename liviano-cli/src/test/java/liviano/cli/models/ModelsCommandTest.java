package liviano.cli.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import liviano.cli.Cli;
import liviano.cli.ExitStatus;
import liviano.cli.commands.TinyModel;
import liviano.json.Json;
import liviano.json.JsonArray;
import liviano.json.JsonObject;
import liviano.model.Model;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelsCommandTest {
  private static final String PUBLISHED = "ssdlite_mobilenet_v2_coco";

  @TempDir Path parent;
  private Path store;
  private Cli cli;

  @BeforeEach
  void makeStore() throws IOException {
    store = Files.createDirectory(parent.resolve("store"));
    cli = Cli.piped().with("LIVIANO_HOME", store.toString());
  }

  @Test
  void listsWhatIsInstalled() throws IOException {
    Path tiny = TinyModel.save(store.resolve("tiny.safetensors"));
    Model model = TinyModel.model();
    new Model(
            model.graph(),
            model.weights(),
            model.card().withOrigin("somewhere", "CC0-1.0"),
            Optional.empty())
        .save(store.resolve("foreign.safetensors"));

    Cli.Outcome table = cli.run("models");
    assertThat(table.status()).as(table.err()).isZero();
    assertThat(table.err()).isEmpty();
    assertThat(table.out().lines())
        .hasSize(3)
        .satisfiesExactly(
            head -> assertThat(head).matches("  model +task +width/px +MiB +published +licence"),
            row -> assertThat(row).matches("\\* foreign +classify .* CC0-1.0"),
            row -> assertThat(row).matches("\\* tiny +classify +0.1/32 +0.\\d +unknown"));

    Cli.Outcome json = cli.run("models", "--json");
    assertThat(json.status()).isZero();
    JsonArray models = Json.parse(json.out()).asArray();
    assertThat(models.size()).isEqualTo(2);
    assertThat(models.object(0).has("network")).isFalse();
    assertThat(models.get(1))
        .isEqualTo(
            JsonObject.builder()
                .put("name", "tiny")
                .put("task", "classification")
                .put("title", "Tiny")
                .put("network", "mobilenet_v2")
                .put("width", 0.1)
                .put("resolution", 32)
                .put("licence", "")
                .put("published", false)
                .put("installed", true)
                .put("path", tiny.toString())
                .put("bytes", Files.size(tiny))
                .build());
    assertThat(cli.run("models", "list", "--installed").out()).isEqualTo(table.out());
    assertThat(cli.run("models", "list", "--installed", "--json").out()).isEqualTo(json.out());
  }

  @Test
  void nothingInstalledIsNoFailure() throws IOException {
    assertThat(cli.run("models").out())
        .isEqualTo(
            String.format(
                Locale.ROOT,
                "No models in %s. 'liviano models list' shows which can be pulled.%n",
                store));
    Files.delete(store);
    assertThat(cli.run("models").status()).isZero();
    assertThat(cli.run("models", "--json").out()).isEqualToIgnoringWhitespace("[]");
  }

  @Test
  void brokenOnesTakeALineEach() throws IOException {
    TinyModel.save(store.resolve("tiny.safetensors"));
    Files.writeString(store.resolve("text.safetensors"), "no model");
    Files.createFile(store.resolve("empty.safetensors"));
    Files.createDirectory(store.resolve("folder.safetensors"));
    Files.writeString(store.resolve("two\nlines\033[31m.safetensors"), "no model");

    Cli.Outcome outcome = cli.run("models", "--json");
    assertThat(outcome.status()).isEqualTo(ExitStatus.FAILED);
    assertThat(outcome.err().lines())
        .hasSize(4)
        .allSatisfy(
            line -> assertThat(line).startsWith("liviano: " + store).doesNotContain("\033"));
    assertThat(Json.parse(outcome.out()).asArray().size()).isOne();
  }

  @Test
  void storeThatIsAFileIsAFailure() throws IOException {
    Path file = Files.createFile(parent.resolve("file"));
    Cli.Outcome outcome = cli.with("LIVIANO_HOME", file.toString()).run("models");
    assertThat(outcome.status()).isEqualTo(ExitStatus.FAILED);
    assertThat(outcome.err()).contains(file.toString()).hasLineCount(1);
  }

  @Test
  void offlineInstallSaysWhatToDo() {
    Cli.Outcome outcome = cli.run("models", "pull", PUBLISHED, "--offline");
    assertThat(outcome.status()).isEqualTo(ExitStatus.USAGE);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err())
        .startsWith(
            String.format(Locale.ROOT, "liviano: %s is not installed, and --offline", PUBLISHED))
        .contains("LIVIANO_MIRROR=FOLDER liviano models pull " + PUBLISHED)
        .hasLineCount(1);
  }

  @Test
  void whatIsInstalledIsNotFetched() throws IOException {
    TinyModel.save(store.resolve(PUBLISHED + ".safetensors"));
    Cli.Outcome outcome = cli.run("models", "pull", PUBLISHED, "--offline");
    assertThat(outcome.status()).isZero();
    assertThat(outcome.err())
        .isEqualTo(
            String.format(
                Locale.ROOT,
                "liviano: %s is installed already; --force fetches it anew%n",
                PUBLISHED));
    assertThat(cli.run("models", "pull", PUBLISHED, "--offline", "--force").status())
        .isEqualTo(ExitStatus.USAGE);
  }

  @Test
  void onlyPublishedModelsCanBePulled() {
    Cli.Outcome outcome = cli.run("models", "pull", PUBLISHED, "../evil");
    assertThat(outcome.status()).isEqualTo(ExitStatus.USAGE);
    assertThat(outcome.err())
        .isEqualTo(
            String.format(
                Locale.ROOT,
                "liviano: no published model is called '../evil'; 'liviano models list' has them"
                    + " all%n"));
    assertThat(cli.run("models", "pull", "mobilenet_v2_1.0_225").err())
        .contains("did you mean mobilenet_v2_1.0_224");
    assertThat(cli.run("models", "pull").err()).contains("give the NAME").hasLineCount(1);
  }

  @Test
  void offlineAMissingModelThatIsPublishedIsHintedAt() throws IOException {
    Path picture = TinyModel.picture(parent.resolve("noise.png"), 9, 9, 1);
    Cli.Outcome outcome =
        cli.run("classify", "--offline", "--model", PUBLISHED, picture.toString());
    assertThat(outcome.status()).isEqualTo(ExitStatus.USAGE);
    assertThat(outcome.err())
        .contains(PUBLISHED + " is not installed, and --offline forbids to fetch it")
        .hasLineCount(1);
  }
}
