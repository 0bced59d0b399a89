package liviano.paper;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import liviano.cli.Cli;
import liviano.cli.ExitStatus;
import liviano.graph.Graph;
import liviano.model.Model;
import liviano.model.ModelCard;
import liviano.model.Preprocessing;
import liviano.model.RandomWeights;
import liviano.model.VisionTask;
import liviano.vision.Picture;
import liviano.zoo.Recipe;
import liviano.zoo.Zoo;
import liviano.zoo.layers.Norm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How the paper's verbs join the others. */
@Timeout(120)
class PaperCommandsTest {
  private static final Pattern VERB = Pattern.compile("^  ([a-z]+)\\b", Pattern.MULTILINE);

  @TempDir private Path folder;

  @Test
  void theHelpListsAllVerbsInTheOrderOfTheirGroups() {
    String help = Cli.piped().run("--help").out();
    String list = help.substring(help.indexOf("Commands:"));
    assertThat(VERB.matcher(list).results().map(verb -> verb.group(1)))
        .containsExactly(
            ("classify detect segment embed explain run teach similar eval serve bench train spark"
                    + " summary table figure lab"
                    + " convert quantize models doctor completion")
                .split(" "));
  }

  @ParameterizedTest
  @CsvSource({"tabel, table", "figur, figure", "summry, summary", "clasify, classify"})
  void aVerbThatWasMistypedIsSuggestedWhateverModuleBringsIt(String typed, String meant) {
    Cli.Outcome outcome = Cli.piped().run(typed);
    assertThat(outcome.status()).isEqualTo(ExitStatus.USAGE);
    assertThat(outcome.err()).contains("did you mean '" + meant + "'?").hasLineCount(1);
  }

  @Test
  void theShellCompletesTheVerbsOfAllModules() {
    assertThat(Cli.piped().run("completion").out())
        .contains("_picocli_liviano_lab_manifold", "_picocli_liviano_classify");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "--debug", "--offline"})
  void whatClassifyStartsIsNotThePapers(String before) throws Exception {
    Path model = model();
    Path picture = picture();
    List<String> words = new ArrayList<>(before.isEmpty() ? List.of() : List.of(before));
    words.addAll(List.of("classify", "--model", model.toString(), picture.toString()));
    assertThat(loadedBy(words))
        .contains("liviano.cli.pictures.ClassifyCommand")
        .noneMatch(PaperCommandsTest::isThePapers);
  }

  @Test
  void theVersionNeedsNoVerb() throws Exception {
    assertThat(loadedBy(List.of("--version")))
        .contains("liviano.cli.Version")
        .noneMatch(type -> type.startsWith("liviano.cli.commands."))
        .noneMatch(PaperCommandsTest::isThePapers);
  }

  @Test
  void aVerbOfThePaperLoadsThePapersClasses() throws Exception {
    assertThat(loadedBy(List.of("table", "block"))).anyMatch(PaperCommandsTest::isThePapers);
  }

  private static boolean isThePapers(String type) {
    return type.startsWith("liviano.paper.");
  }

  /** The classes that a process of its own loads, in the order of the launcher's class path. */
  private List<String> loadedBy(List<String> words)
      throws IOException, InterruptedException, URISyntaxException {
    Path classes = folder.resolve("classes.log");
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Xlog:class+load:file=" + classes,
                "-Djava.awt.headless=true",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                classPath(),
                "liviano.cli.Main"));
    command.addAll(words);
    Path printed = folder.resolve("printed");
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(printed.toFile())
            .start();
    assertThat(process.waitFor()).as(Files.readString(printed)).isZero();
    return Files.readAllLines(classes).stream()
        .map(line -> line.replaceFirst("^(\\[[^]]*])+ ", "").split(" ", 2)[0])
        .toList();
  }

  /** This test's own, with the paper's module behind all others. */
  private static String classPath() throws URISyntaxException {
    String paper =
        Path.of(PaperCommands.class.getProtectionDomain().getCodeSource().getLocation().toURI())
            .toString();
    List<String> places =
        new ArrayList<>(
            Arrays.asList(System.getProperty("java.class.path").split(File.pathSeparator)));
    places.removeIf(place -> Path.of(place).equals(Path.of(paper)));
    places.add(paper);
    return String.join(File.pathSeparator, places);
  }

  private Path model() throws IOException {
    Recipe recipe =
        Recipe.of("mobilenet_v2")
            .withWidth(0.1)
            .withResolution(64)
            .withClasses(4)
            .withNorm(Norm.FOLDED);
    Graph graph = Zoo.graph(recipe);
    ModelCard card = ModelCard.of(VisionTask.CLASSIFICATION, "Tiny", Preprocessing.keras(64, 64));
    Path file = folder.resolve("tiny.safetensors");
    new Model(graph, RandomWeights.of(graph, 7), card, Optional.of(recipe)).save(file);
    return file;
  }

  private Path picture() throws IOException {
    Path file = folder.resolve("grey.png");
    Picture.ofRgb(8, 8, new byte[3 * 8 * 8]).write(file);
    return file;
  }
}
