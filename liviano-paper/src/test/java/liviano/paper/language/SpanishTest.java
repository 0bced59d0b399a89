package liviano.paper.language;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import liviano.cli.Cli;
import liviano.cli.commands.TinyModel;
import liviano.cli.output.Terminal;
import liviano.cli.output.Text;
import liviano.paper.plot.Pictures;
import liviano.paper.tables.PaperTable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What people read is in Spanish from end to end, and what programs read is not. */
class SpanishTest {
  /** Words that stand in nearly every English sentence, and in none of these in Spanish. */
  private static final Pattern ENGLISH =
      Pattern.compile(
          "(?iU)\\b(the|of|with|and|is|are|by|after|each|this|that|what|picture|pictures|channels|"
              + "layers|block|blocks|width|share|stride|as|in)\\b(?![./_-])");

  /** Names that are so in every language; authors are no sentences. */
  private static final Pattern NAMES =
      Pattern.compile(
          "^blocks? |blocks\\.[\\w.]+|[\\w.-]*/[\\w./-]+|batch norm|Inverted Residuals and"
              + " .*|\\S*\\.png");

  private static final int COLUMNS = 80;

  @TempDir Path folder;
  private String model;
  private String images;

  @BeforeEach
  void save() throws IOException {
    model = TinyModel.save(folder.resolve("tiny.safetensors")).toString();
    Path data = Files.createDirectory(folder.resolve("data"));
    Path pictures = Files.createDirectory(data.resolve("images"));
    List<String> labels = new ArrayList<>(List.of("file,class_0_to_4"));
    for (int i = 0; i < 2; i++) {
      TinyModel.picture(pictures.resolve(i + ".png"), 50, 40, i);
      labels.add(i + ".png,1");
    }
    Files.write(data.resolve("labels.csv"), labels);
    images = pictures.toString();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "lab convolution --out OUT",
        "lab convolution --kernel 0,1;1,-4 --picture IMAGES/0.png",
        "lab separable --height 8 --width 8 --in 8 --out-channels 8 --kernel 3 --out OUT --seconds"
            + " 0.01",
        "lab separable --example --out OUT",
        "lab manifold --matrices 3 --points 30 --out OUT",
        "lab manifold --width --matrices 3 --points 30 --out OUT",
        "lab manifold --network --images IMAGES --model MODEL --out OUT",
        "lab memory --resolution 32 --seconds 0.01 --out OUT",
        "lab activations --untrained --model MODEL --out OUT IMAGES",
        "lab relu6 --model MODEL --out OUT IMAGES",
        "lab relu6 IMAGES/0.png",
        "lab bottleneck --model MODEL --out OUT IMAGES",
        "lab bottleneck --model MODEL --data DATA --each --blocks 2-3 --out OUT",
        "lab class-map --model MODEL IMAGES/0.png",
        "lab quantization --model MODEL --data DATA --out OUT",
        "table list",
        "figure list",
        "summary --model MODEL"
      })
  void nothingIsLeftInEnglish(String line) throws Exception {
    Path out = folder.resolve("out");
    List<String> words = words(line, out);
    Cli.Outcome english = run(Cli.onTerminal(), words, "en");
    Cli.Outcome spanish = run(Cli.onTerminal(), words, "es");

    assertThat(spanish.out()).isNotEqualTo(english.out());
    requireSpanish(spanish.out());
    for (Cli.Outcome outcome : List.of(english, spanish)) {
      assertThat(text(outcome.out()).lines().filter(text -> !text.contains(folder.toString())))
          .as(line)
          .allSatisfy(text -> assertThat(Text.width(text)).isLessThanOrEqualTo(COLUMNS));
    }
    if (Files.exists(out.resolve("2"))) {
      try (Stream<Path> files = Files.list(out.resolve("2"))) { // the Spanish run's own folder
        for (Path file : files.filter(each -> each.toString().endsWith(".svg")).toList()) {
          requireSpanish(String.join("\n", Pictures.words(file)));
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(PaperTable.class)
  void tablesAreInSpanishForPeopleAlone(PaperTable table) {
    List<String> words = List.of("table", table.id());
    Cli narrow =
        Cli.piped().with(new Terminal(true, false, false, COLUMNS, StandardCharsets.UTF_8));
    for (Cli cli : List.of(Cli.piped(), narrow)) {
      String spanish = run(cli, words, "es").out();
      requireSpanish(spanish.replaceAll("(?s)Exactitud: .*", "")); // whose sources are names
      assertThat(spanish).isNotEqualTo(run(cli, words, "en").out());
    }
    assertThat(run(narrow, words, "es").out().lines())
        .allSatisfy(line -> assertThat(Text.width(line)).isLessThanOrEqualTo(COLUMNS));
    for (String form : List.of("--csv", "--json")) {
      List<String> machine = List.of("table", table.id(), form);
      assertThat(run(Cli.piped(), machine, "es")).isEqualTo(run(Cli.piped(), machine, "en"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"mac-accuracy", "blocks", "history", "memory"})
  void figuresHaveSpanishWords(String figure) throws Exception {
    Path file = folder.resolve("figure.svg");
    run(Cli.piped(), List.of("figure", figure, "--out", file.toString()), "es");
    requireSpanish(String.join("\n", Pictures.words(file)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"mobilenet_v2", "ssdlite_mobilenet_v2"})
  void drawnNetworksHaveSpanishWords(String network) throws Exception {
    Path file = folder.resolve("network.svg");
    run(Cli.piped(), List.of("summary", network, "--svg", file.toString()), "es");
    String words = String.join("\n", Pictures.words(file));
    requireSpanish(words);
    assertThat(words)
        .contains("bloque A", "blocks.4 a blocks.5", " como él", "Rayado: sin no linealidad");
  }

  @Test
  void theEnvironmentDecidesWhereNothingIsSaid() {
    Cli spain = Cli.piped().with("LANG", "es_ES.UTF-8");

    assertThat(spain.run("table", "block").out()).startsWith("Tabla 1: el residuo invertido");
    assertThat(spain.run("table", "block", "--lang", "en"))
        .isEqualTo(Cli.piped().run("table", "block"));
    assertThat(spain.run("summary", "mobilenet_v2").out()).contains("Parámetros     3,504,872");
    assertThat(spain.run("summary", "mobilenet_v2", "--json"))
        .isEqualTo(Cli.piped().run("summary", "mobilenet_v2", "--json"));
    assertThat(Cli.piped().run("table", "block", "--lang", "la").err()).contains("--lang");
  }

  private List<String> words(String line, Path out) {
    return Stream.of(line.split(" "))
        .map(
            word ->
                word.replace("OUT", out.toString())
                    .replace("IMAGES", images)
                    .replace("DATA", folder.resolve("data").toString())
                    .replace("MODEL", model))
        .toList();
  }

  private Cli.Outcome run(Cli cli, List<String> words, String language) {
    List<String> all = new ArrayList<>(words);
    all.addAll(List.of("--lang", language));
    Cli.Outcome outcome =
        cli.with("LIVIANO_HOME", folder.resolve("none").toString()).run(all.toArray(String[]::new));
    assertThat(outcome.status()).as(outcome.err()).isZero();
    return outcome;
  }

  private static String text(String styled) {
    return styled.replaceAll("\033\\[[0-9;]*m", "");
  }

  private void requireSpanish(String printed) {
    text(printed)
        .lines()
        .filter(line -> !line.contains(folder.toString()))
        .map(line -> NAMES.matcher(line).replaceAll(""))
        .forEach(line -> assertThat(ENGLISH.matcher(line).find()).as(line).isFalse());
  }
}
