package liviano.bench.cold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.withinPercentage;

import ai.onnxruntime.OrtEnvironment;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import liviano.bench.BenchShapes;
import liviano.cli.CommandException;
import liviano.cli.ExitStatus;
import liviano.cli.Main;
import liviano.cli.output.Console;
import liviano.cli.output.Terminal;
import liviano.graph.Graph;
import liviano.json.Json;
import liviano.json.JsonObject;
import liviano.model.Model;
import liviano.model.ModelCard;
import liviano.model.Preprocessing;
import liviano.model.RandomWeights;
import liviano.model.VisionTask;
import liviano.zoo.Recipe;
import liviano.zoo.Zoo;
import liviano.zoo.layers.Norm;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@EnabledOnOs(OS.LINUX)
class ColdBenchTest {
  private static final String PEERS = "liviano.bench.peers";

  @TempDir Path folder;

  private record Outcome(int status, String out, String err) {}

  @BeforeEach
  void nameWhatIsStarted() throws Exception {
    Path jar =
        Path.of(OrtEnvironment.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    Files.writeString(folder.resolve("onnxruntime.classpath"), jar.toString());
    System.setProperty(PEERS, folder.toString());
    Path launcher = folder.resolve("liviano");
    Files.writeString(
        launcher,
        String.format(
            "#!/bin/sh%nexec '%s' $LIVIANO_JAVA_OPTS --enable-native-access=ALL-UNNAMED"
                + " -cp '%s' liviano.cli.Main \"$@\"%n",
            Path.of(System.getProperty("java.home"), "bin", "java"),
            System.getProperty("java.class.path")));
    assertThat(launcher.toFile().setExecutable(true)).isTrue();
    System.setProperty(ColdBench.LAUNCHER, launcher.toString());
  }

  @AfterEach
  void forget() {
    System.clearProperty(PEERS);
    System.clearProperty(ColdBench.LAUNCHER);
  }

  @Test
  void timesWholeProcesses() throws IOException {
    Outcome outcome =
        run("bench", "--cold", "--vs", "onnxruntime", "--starts", "1", "--json", "-m", model());

    assertThat(outcome.status()).as(outcome.err()).isEqualTo(ExitStatus.DONE);
    JsonObject result = Json.parse(outcome.out()).asObject();
    assertThat(result.integer("starts")).isEqualTo(1);
    assertThat(result.string("bestPeer")).isEqualTo("onnxruntime");
    assertThat(result.number("ratioToBestPeer")).isPositive();
    assertThat(result.number("libraryRatioToBestPeer")).isPositive();
    assertThat(result.array("engines").objects())
        .extracting(engine -> engine.string("name"))
        .startsWith("liviano", "onnxruntime", "liviano-library");
    assertThat(result.array("engines").objects())
        .allSatisfy(
            engine -> {
              JsonObject stages = engine.object("stagesMs");
              assertThat(stages.members().keySet())
                  .contains("start", "load", "decode", "answer", "end");
              double all = stages.members().keySet().stream().mapToDouble(stages::number).sum();
              // All but a rounding error of adding them up.
              assertThat(all).isCloseTo(engine.number("wallMs"), withinPercentage(1));
              assertThat(engine.number("cpuMs")).isPositive();
              assertThat(engine.number("residentMiB")).isBetween(10.0, 2000.0);
              assertThat(engine.string("answer")).contains("class ");
            });
    BenchShapes.HELD.hold("bench-cold", result);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--cold | --cold goes with --vs onnxruntime",
        "--cold --vs onnxruntime | --cold times a classifier: give --model, and no network",
        "--cold --vs onnxruntime --throughput | give --cold or --throughput, not both",
        "--vs onnxruntime --starts 3 | --starts and --picture go with --cold",
        "--cold --vs onnxruntime --starts 0 | --starts: give 1 to 1000, not 0",
        "--cold --vs tflite --model MODEL | --cold knows a program of one engine: --vs onnxruntime",
        "--cold --vs onnxruntime --model MODEL --picture none.jpg | --picture: no such file: none.jpg"
      })
  void refusesWhatDoesNotGoTogether(String words, String message) throws IOException {
    List<String> line = new ArrayList<>(List.of("bench"));
    for (String word : words.split(" ")) {
      line.add(word.equals("MODEL") ? model() : word);
    }

    Outcome outcome = run(line.toArray(String[]::new));

    assertThat(outcome.status()).isEqualTo(ExitStatus.USAGE);
    assertThat(outcome.err()).startsWith("liviano: " + message).hasLineCount(1);
  }

  @Test
  void saysWhyAProcessFailed() {
    assertThatThrownBy(() -> shell("echo 'no such thing' >&2; exit 3", 20))
        .isInstanceOf(CommandException.class)
        .hasMessage("program: its process ended, status 3: no such thing");
    assertThatThrownBy(() -> shell("exit 0", 20)).hasMessage("program: it printed no class");
    assertThatThrownBy(() -> shell("exec sleep 60", 0))
        .hasMessage("program: it did not end within 0 s");
  }

  @Test
  void tellsWhatAProcessTook() throws IOException {
    ColdProcess.Run run =
        shell("i=0; while [ $i -lt 100000 ]; do i=$((i+1)); done; sleep 0.1; echo '0.5 cat'", 20);

    assertThat(run.answer()).isEqualTo("0.5 cat");
    assertThat(run.wallMs()).isGreaterThan(100);
    assertThat(run.cpuMs()).isBetween(1.0, run.wallMs());
    assertThat(run.residentKib()).isBetween(100L, 100_000L);
    assertThat(run.stages()).containsOnlyKeys("end");
  }

  private ColdProcess.Run shell(String script, int patience) throws IOException {
    return new ColdProcess(
            "program", ColdProcess.command(List.of("sh", "-c", script), Map.of()), patience)
        .run(folder, new ChildUsage());
  }

  private String model() throws IOException {
    Recipe recipe =
        Recipe.of("mobilenet_v2")
            .withWidth(0.1)
            .withResolution(32)
            .withClasses(5)
            .withNorm(Norm.FOLDED);
    Graph graph = Zoo.graph(recipe);
    ModelCard card =
        ModelCard.of(VisionTask.CLASSIFICATION, "Tiny", Preprocessing.tensorflow(32, 32))
            .withLabels(IntStream.range(0, 5).mapToObj(i -> "class " + i).toList());
    Path file = folder.resolve("model.safetensors");
    new Model(graph, RandomWeights.of(graph, 1), card, Optional.of(recipe)).save(file);
    return file.toString();
  }

  private static Outcome run(String... words) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Console console =
        new Console(InputStream.nullInputStream(), out, err, Terminal.none(StandardCharsets.UTF_8));
    int status = Main.run(console, Map.of(), words);
    return new Outcome(
        status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }
}
