package liviano.train.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import liviano.cli.Cli;
import liviano.cli.CommandContext;
import liviano.cli.GlobalOptions;
import liviano.cli.output.Console;
import liviano.cli.output.Terminal;
import liviano.cli.output.Text;
import liviano.cli.shapes.HeldShapes;
import liviano.json.Json;
import liviano.json.JsonObject;
import liviano.train.run.Ending;
import liviano.train.run.RunFolder;
import liviano.train.run.Runs;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The verbs that list runs and show one. */
@Tag("locale")
class RunCommandsTest {
  @TempDir private Path runs;

  private record Outcome(int status, String out, String err) {}

  private static Outcome run(String verb, Object... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Console console =
        new Console(
            new ByteArrayInputStream(new byte[0]), out, err, Terminal.none(StandardCharsets.UTF_8));
    CommandContext context = new CommandContext(console, new GlobalOptions(), Map.of());
    int status =
        new CommandLine(new TrainCommand(context))
            .setExecutionExceptionHandler(
                (e, _, _) -> {
                  context.report("", e);
                  return 1;
                })
            .execute(
                Stream.concat(Stream.of(verb), Stream.of(arguments).map(String::valueOf))
                    .toArray(String[]::new));
    console.flush();
    return new Outcome(
        status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  private Path stopped(String name) throws Exception {
    Path folder = runs.resolve(name);
    try (RunFolder run = RunFolder.create(folder, Runs.config())) {
      run.resume();
      run.add(Runs.epoch(1, 0.5));
      run.end(new Ending(Ending.How.TIME, "the time of 30 minutes was over"));
    }
    return folder;
  }

  @Test
  void aLineARun() throws Exception {
    Runs.finished(runs.resolve("a"));
    stopped("b");
    Outcome outcome = run("list", runs);
    assertThat(outcome.status()).isZero();
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.out().lines().map(line -> line.replaceAll(" +", " ")))
        .satisfies(
            lines -> {
              assertThat(lines.get(0)).isEqualTo("state task network epoch best age run");
              assertThat(lines.get(1))
                  .matches("finished classify mobilenet_v2 0.35/96 3/3 0.800 \\d+ s a");
              assertThat(String.join("", lines))
                  .contains("stopped classify mobilenet_v2 0.35/96 1/3 0.500");
            });
  }

  /** Where names are no longer than usual. */
  @Test
  void linesFitATerminal() throws Exception {
    Runs.finished(runs.resolve("a"));
    assertThat(run("list", runs).out().lines())
        .allSatisfy(line -> assertThat(Text.width(line)).isLessThanOrEqualTo(80));
    assertThat(run("show", runs.resolve("a")).out().lines())
        .allSatisfy(
            line -> assertThat(line.contains("train") ? 0 : Text.width(line)).isLessThan(81));
  }

  @Test
  void aRunningRunIsOne() throws Exception {
    try (RunFolder run = RunFolder.create(runs.resolve("a"), Runs.config())) {
      run.resume();
      assertThat(run("list", runs).out()).contains("running  classify", "0/3     -");
      assertThat(run("show", runs.resolve("a")).out())
          .contains("running (process " + ProcessHandle.current().pid() + "), 0 of 3 epochs")
          .contains("It has no model yet.");
    }
  }

  @Test
  void aBrokenRunIsNamedAndTheOthersAreListed() throws Exception {
    Runs.finished(runs.resolve("a"));
    Path broken = Files.createDirectories(runs.resolve("b"));
    Files.writeString(broken.resolve("run.json"), "{}");
    Outcome outcome = run("list", runs);
    assertThat(outcome.status()).isEqualTo(1);
    assertThat(outcome.err())
        .isEqualTo(
            "liviano: "
                + broken
                + ": "
                + broken.resolve("run.json")
                + ": at byte 0: missing member \"format\"\n");
    assertThat(outcome.out()).contains("finished");
  }

  @Test
  void whereThereIsNoneItSaysHowToBeginOne() {
    Outcome outcome = run("list", runs);
    assertThat(outcome.status()).isZero();
    assertThat(outcome.out())
        .startsWith("No runs in " + runs + ".\n'liviano train classification --data FOLDER --to");
    assertThat(run("list", runs, "--json").out()).isEqualTo("[]\n");
    assertThat(run("list", runs.resolve("x")).err()).contains("/x: no such file");
  }

  @Test
  void aRunIsShownWhole() throws Exception {
    Path folder = stopped("b");
    Files.writeString(folder.resolve("best.safetensors"), "");
    String out = run("show", folder).out();
    assertThat(out.replaceAll(" +", " "))
        .contains("state stopped 0 s ago after 1 of 3 epochs: the time of 30 minutes")
        .contains("task classification\n")
        .contains("data, train /pictures/garments/train\n")
        .contains("recipe paper\n")
        .contains("best accuracy 0.5000 in epoch 1\n")
        .contains(" 1/3 2.0000 2.1000 0.5000 0.0441 312 2:01 *\n")
        .contains("'liviano train --resume " + folder + "' goes on with it.\n");
  }

  @Test
  void aFinishedRunSaysHowToUseItsModel() throws Exception {
    Path folder = runs.resolve("a");
    Runs.finished(folder);
    Files.writeString(folder.resolve("best.safetensors"), "");
    assertThat(run("show", folder).out())
        .endsWith(
            "'liviano classify PICTURE --model "
                + folder.resolve("best.safetensors")
                + "' uses its best model.\n");
  }

  @Test
  void programsReadJson() throws Exception {
    Path folder = runs.resolve("a");
    Runs.finished(folder);
    JsonObject listed = Json.parse(run("list", runs, "--json").out()).asArray().object(0);
    assertThat(listed.string("run")).isEqualTo(folder.toString());
    assertThat(listed.string("state")).isEqualTo("finished");
    assertThat(listed.number("best")).isEqualTo(0.8);
    assertThat(listed.integer("bestEpoch")).isEqualTo(2);
    JsonObject shown = Json.parse(run("show", folder, "--json").out()).asObject();
    assertThat(shown.array("metrics").object(2).number("trainLoss")).isEqualTo(2.0 / 3);
    assertThat(shown.object("configuration")).isEqualTo(Runs.config().toJson());
    assertThat(shown.object("files").members()).containsOnlyKeys("metrics");
    HeldShapes shapes = HeldShapes.of(RunCommandsTest.class);
    shapes.hold("train-list", Json.parse(run("list", runs, "--json").out()));
    shapes.hold("train-show", shown);
  }

  /** Of the verbs of this module; {@link AblationAnswerTest} holds the last one's JSON. */
  @Test
  void noVerbWithJsonIsForgotten() {
    assertThat(Cli.verbsWith("--json"))
        .filteredOn(verb -> verb.startsWith("train ") || verb.equals("lab ablation"))
        .containsExactlyInAnyOrder("train list", "train show", "lab ablation");
  }

  @Test
  void whatIsNoRunSaysSo() {
    Outcome outcome = run("show", runs);
    assertThat(outcome.status()).isEqualTo(1);
    assertThat(outcome.err())
        .isEqualTo(
            "liviano: "
                + runs
                + ": holds no run: 'liviano train list' shows where there are some\n");
  }

  @Test
  void agesInTheirLargestUnit() {
    assertThat(RunText.age(Duration.ofSeconds(-5))).isEqualTo("0 s");
    assertThat(RunText.age(Duration.ofSeconds(59))).isEqualTo("59 s");
    assertThat(RunText.age(Duration.ofSeconds(60))).isEqualTo("1 min");
    assertThat(RunText.age(Duration.ofHours(5))).isEqualTo("5 h");
    assertThat(RunText.age(Duration.ofDays(9))).isEqualTo("9 d");
  }
}
