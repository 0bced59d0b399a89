package liviano.train.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import liviano.cli.CommandContext;
import liviano.cli.GlobalOptions;
import liviano.cli.output.Console;
import liviano.cli.output.Terminal;
import liviano.model.Model;
import liviano.train.run.Ending;
import liviano.train.run.RunSummary;
import liviano.train.torch.Autocast;
import liviano.vision.ImageClassifier;
import liviano.vision.Picture;
import liviano.weights.SafeTensors;
import liviano.weights.Weights;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** The verb that trains classifiers, from its words to a model. */
@Tag("libtorch")
@Timeout(300)
class TrainClassificationTest {
  @TempDir private static Path shared;
  @TempDir private Path folder;
  private static Path pictures;

  @BeforeAll
  static void pictures() throws IOException {
    pictures = Clothes.draw(shared.resolve("clothes"), 12);
  }

  private record Outcome(int status, String out, String err) {}

  private static Outcome train(Map<String, String> environment, String... words) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Console console =
        new Console(
            new ByteArrayInputStream(new byte[0]), out, err, Terminal.none(StandardCharsets.UTF_8));
    CommandContext context = new CommandContext(console, new GlobalOptions(), environment);
    int status =
        new CommandLine(new TrainCommand(context))
            .setExecutionExceptionHandler(
                (e, _, _) -> {
                  context.report("", e);
                  return 1;
                })
            .execute(words);
    console.flush();
    return new Outcome(
        status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  private String[] words(Path run, String... more) {
    List<String> words =
        new ArrayList<>(
            List.of("classification", "--data", pictures.toString(), "--to", run.toString()));
    words.addAll(List.of("--width", "0.35", "--resolution", "32"));
    words.addAll(List.of(more));
    if (!words.contains("--batch")) {
      words.addAll(List.of("--batch", "9"));
    }
    return words.toArray(String[]::new);
  }

  @Test
  void whatItTrainsIsAClassifierLikeAnyOther() throws IOException {
    Path run = folder.resolve("run");
    Outcome outcome =
        train(
            Map.of(),
            words(run, "--epochs", "2", "--ema", "0", "--title", "clothes", "--licence", "CC0"));
    assertThat(outcome.status()).as(outcome.err()).isZero();
    assertThat(outcome.err()).contains("small: batch 9, all layers for 2 epochs");
    assertThat(outcome.out().lines().map(String::strip))
        .anyMatch(line -> line.startsWith("epoch"))
        .anyMatch(line -> line.startsWith("1/2"))
        .anyMatch(line -> line.startsWith("2/2"))
        .anyMatch(line -> line.matches("test accuracy [01]\\.\\d{4} on 12 pictures.*"));
    assertThat(outcome.out().lines()).allMatch(line -> line.length() <= 200);
    Model best = Model.load(run.resolve("best.safetensors"));
    assertThat(best.card().labels()).isEqualTo(Clothes.CLASSES);
    assertThat(best.card().title()).isEqualTo("clothes");
    assertThat(best.card().licence()).isEqualTo("CC0");
    Path picture = pictures.resolve("test/red/0.png");
    assertThat(ImageClassifier.of(best).classify(Picture.read(picture))).isNotEmpty();
    for (String file : List.of("report.html", "metrics.csv", "curves.png", "run.json")) {
      assertThat(run.resolve(file)).exists();
    }
    assertThat(train(Map.of(), "show", run.toString()).out()).contains("best.safetensors");
  }

  /** What is validated while training is what the model does in use, to the last picture. */
  @Test
  void validationIsThatOfTheModelInUse() throws IOException {
    Path run = folder.resolve("run");
    train(Map.of(), words(run, "--epochs", "3", "--rate", "0.02", "--augment", "none"));
    Model best = Model.load(run.resolve("best.safetensors"));
    ImageClassifier classifier = ImageClassifier.of(best);
    int right = 0;
    int all = 0;
    for (String label : Clothes.CLASSES) {
      try (Stream<Path> files = Files.list(pictures.resolve("validation").resolve(label))) {
        for (Path file : files.toList()) {
          all++;
          right += classifier.classify(Picture.read(file)).getFirst().label().equals(label) ? 1 : 0;
        }
      }
    }
    assertThat(RunSummary.read(run).best().orElseThrow().score().orElseThrow())
        .isEqualTo(right / (double) all);
  }

  @Test
  void aFolderWithARunIsNotBegunAgain() {
    Path run = folder.resolve("run");
    assertThat(train(Map.of(), words(run, "--epochs", "1")).status()).isZero();
    Outcome again = train(Map.of(), words(run, "--epochs", "1"));
    assertThat(again.status()).isEqualTo(1);
    assertThat(again.err()).contains("--resume");
  }

  @ParameterizedTest
  @CsvSource({
    "--recipe, papper, there is no recipe 'papper'",
    "--precision, fp8, '--precision: fp32 or bf16'",
    "--norm, some, '--norm: one of'",
    "--augment, much, '--augment: one of none, light, inception, strong'",
    "--epochs, 0, epochs must be from 1",
    "--batch, 0, the batch must be from 1",
    "--title, ' ', '--title: a model needs a name, this one is empty'",
    "--dropout, 1, dropout must be from 0 to below 1",
    "--smoothing, -1, label smoothing must be from 0",
    "--weight-decay, 2, weight decay must be from 0 to 1",
    "--clip, -1, the norm to clip at must be above 0",
    "--workers, 0, '--workers: from 1 to 256'",
    "--workers, 2, 'a batch of 9 cannot be shared evenly by 2 workers: give --batch 8 or 10'",
    "--for, soon, is no time to work",
    "--validation, 2, validation must be from 0 to 0.9",
    "--freeze, block_9, 'no layer and no block is called ''block_9''; some that are: stem'",
  })
  void mistakesAreNamedBeforeAnythingIsMade(String option, String value, String message) {
    Path run = folder.resolve("run");
    Outcome outcome = train(Map.of(), words(run, option, value));
    assertThat(outcome.status()).isNotZero();
    assertThat(outcome.err()).contains(message).doesNotContain("\tat ");
    assertThat(run).doesNotExist();
  }

  @Test
  void sixteenBitsTrainWhereTheCpuHasThem() {
    Path run = folder.resolve("run");
    Outcome outcome = train(Map.of(), words(run, "--epochs", "1", "--precision", "bf16"));
    if (Autocast.supportsBfloat16()) {
      assertThat(outcome.status()).isZero();
    } else {
      assertThat(outcome.status()).isEqualTo(1);
      assertThat(outcome.err()).contains("--precision: bf16 needs a CPU with AVX-512");
      assertThat(run).doesNotExist();
    }
  }

  @Test
  void aRunThatIsKilledGoesOnToTheSameWeights() throws IOException, InterruptedException {
    String[] settings = {"--epochs", "4", "--seed", "3"};
    Path whole = folder.resolve("whole");
    assertThat(train(Map.of(), words(whole, settings)).status()).isZero();
    Path killed = folder.resolve("killed");
    Process process = start(words(killed, settings));
    Path checkpoints = killed.resolve("checkpoints");
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(200);
    while (process.isAlive() && !hasCheckpoint(checkpoints) && System.nanoTime() < end) {
      Thread.sleep(5);
    }
    process.destroyForcibly().waitFor();
    assertThat(train(Map.of(), "--resume", killed.toString()).status()).isZero();
    Path last = Path.of("checkpoints", "step-00000016.safetensors");
    assertThat(SafeTensors.read(killed.resolve(last)).weights())
        .isEqualTo(SafeTensors.read(whole.resolve(last)).weights());
    assertThat(withoutTimes(killed)).isEqualTo(withoutTimes(whole));
  }

  /** As Ctrl-C and an orderly shutdown do it: not a step is lost. */
  @Test
  void aRunThatIsStoppedKeepsItsPlace() throws IOException, InterruptedException {
    Path run = folder.resolve("run");
    Process process = start(words(run, "--epochs", "2000"));
    Path checkpoints = run.resolve("checkpoints");
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(200);
    while (process.isAlive() && !hasCheckpoint(checkpoints) && System.nanoTime() < end) {
      Thread.sleep(5);
    }
    process.destroy();
    assertThat(process.waitFor(150, TimeUnit.SECONDS)).isTrue();
    RunSummary stopped = RunSummary.read(run);
    assertThat(stopped.ending().orElseThrow().how()).isEqualTo(Ending.How.INTERRUPTED);
    Outcome again = train(Map.of(), "--resume", run.toString(), "--for", "1s");
    assertThat(again.err()).contains("going on after", "stopped; go on with");
    assertThat(RunSummary.read(run).epochs()).isGreaterThanOrEqualTo(stopped.epochs());
  }

  /** The workers end in their own time, and what the first says at last is heard, once. */
  @Test
  void workersThatAreStoppedKeepTheirPlace() throws IOException, InterruptedException {
    Path run = folder.resolve("run");
    Path said = folder.resolve("said.txt");
    Process process =
        builder(Map.of(), words(run, "--epochs", "2000", "--workers", "2", "--batch", "8"))
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start();
    Path checkpoints = run.resolve("checkpoints");
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(200);
    while (process.isAlive() && !hasCheckpoint(checkpoints) && System.nanoTime() < end) {
      Thread.sleep(5);
    }
    process.toHandle().destroy();
    assertThat(process.waitFor(150, TimeUnit.SECONDS)).isTrue();
    assertThat(RunSummary.read(run).ending().orElseThrow().how()).isEqualTo(Ending.How.INTERRUPTED);
    assertThat(Files.readAllLines(said))
        .filteredOn(line -> line.contains("go on"))
        .singleElement()
        .asString()
        .startsWith("liviano: stopped; go on with ");
  }

  private static boolean hasCheckpoint(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return false;
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.anyMatch(file -> file.toString().endsWith(".safetensors"));
    }
  }

  /** Losses, scores and rates of each epoch. */
  private static List<String> withoutTimes(Path run) throws IOException {
    return RunSummary.read(run).rows().stream()
        .map(row -> row.epoch() + " " + row.trainLoss() + " " + row.score() + " " + row.rate())
        .toList();
  }

  private static Process start(String... words) throws IOException {
    return start(Map.of(), words);
  }

  private static Process start(Map<String, String> environment, String... words)
      throws IOException {
    return builder(environment, words)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private static ProcessBuilder builder(Map<String, String> environment, String... words) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "--add-modules=jdk.incubator.vector",
                "--add-exports=java.base/jdk.internal.module=ALL-UNNAMED",
                "-Djava.awt.headless=true",
                "-cp",
                System.getProperty("java.class.path"),
                "liviano.cli.Main",
                "train"));
    command.addAll(List.of(words));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    return builder;
  }

  @Test
  void twoWorkersTrainTogether() throws IOException, InterruptedException {
    Path run = folder.resolve("run");
    Process process =
        start(words(run, "--epochs", "2", "--workers", "2", "--batch", "8", "--sync-norm"));
    assertThat(process.waitFor(200, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isZero();
    assertThat(RunSummary.read(run).rows()).hasSize(2);
    assertThat(run.resolve("best.safetensors")).exists();
    assertThat(run.resolve("report.html")).exists();
  }

  /** What begins with no statistics needs those of its batches, however few steps there are. */
  @Test
  void batchNormFromScratchFollowsTheBatches() throws IOException {
    Path run = folder.resolve("run");
    assertThat(train(Map.of(), words(run, "--epochs", "1")).status()).isZero();
    String mean = "blocks.4.expand.norm.mean";
    assertThat(SafeTensors.read(run.resolve("last.safetensors")).weights().get(mean))
        .isNotEqualTo(SafeTensors.read(run.resolve("start.safetensors")).weights().get(mean));
  }

  @Test
  void whatIsFrozenStaysBitForBit() throws IOException {
    Path run = folder.resolve("run");
    Outcome outcome = train(Map.of(), words(run, "--epochs", "1", "--freeze", "blocks.3"));
    assertThat(outcome.status()).as(outcome.err()).isZero();
    Weights before = SafeTensors.read(run.resolve("start.safetensors")).weights();
    Weights after = SafeTensors.read(run.resolve("last.safetensors")).weights();
    for (String frozen : List.of("stem.conv.weight", "blocks.3.project.norm.mean")) {
      assertThat(after.get(frozen)).as(frozen).isEqualTo(before.get(frozen));
    }
    for (String trained : List.of("blocks.4.expand.weight", "blocks.4.expand.norm.mean")) {
      assertThat(after.get(trained)).as(trained).isNotEqualTo(before.get(trained));
    }
  }

  @Test
  void theRateTestIsDrawnAndNothingTrained() {
    Path to = folder.resolve("rates");
    Outcome outcome = train(Map.of(), words(to, "--find-rate"));
    assertThat(outcome.status()).as(outcome.err()).isZero();
    assertThat(outcome.out()).containsPattern("a rate to begin with: --rate \\S+ \\(the recipe");
    for (String file : List.of("rates.csv", "rates.png", "rates.svg")) {
      assertThat(to.resolve(file)).isNotEmptyFile();
    }
    assertThat(to.resolve("run.json")).doesNotExist();
  }

  /** As a cluster starts them: the same words on every host, and each one's place around it. */
  @Test
  void workersOfAClusterBeginTogether() throws IOException, InterruptedException {
    Path run = folder.resolve("run");
    String port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = String.valueOf(free.getLocalPort());
    }
    List<Process> workers = new ArrayList<>();
    for (String rank : List.of("1", "0")) {
      Map<String, String> place = new HashMap<>();
      place.put("RANK", rank);
      place.put("WORLD_SIZE", "2");
      place.put("LOCAL_WORLD_SIZE", "2");
      place.put("MASTER_ADDR", "127.0.0.1");
      place.put("MASTER_PORT", port);
      workers.add(start(place, words(run, "--epochs", "1", "--batch", "8")));
    }
    for (Process worker : workers) {
      assertThat(worker.waitFor(200, TimeUnit.SECONDS)).isTrue();
      assertThat(worker.exitValue()).isZero();
    }
    assertThat(RunSummary.read(run).rows()).hasSize(1);
    assertThat(RunSummary.read(run).config().workers()).isEqualTo(2);
  }

  @Test
  void aClustersWorkerStartsNoOthers() {
    Map<String, String> place = Map.of("RANK", "0", "WORLD_SIZE", "2");
    Map<String, String> whole = new HashMap<>(place);
    whole.put("MASTER_ADDR", "127.0.0.1");
    whole.put("MASTER_PORT", "29500");
    Path run = folder.resolve("run");
    assertThat(train(whole, words(run, "--workers", "3")).err()).contains("leave it out");
    assertThat(train(place, words(run)).err()).contains("MASTER_ADDR is not set");
    assertThat(run).doesNotExist();
  }
}
