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
import java.util.stream.Stream;
import liviano.cli.CommandContext;
import liviano.cli.GlobalOptions;
import liviano.cli.output.Console;
import liviano.cli.output.Terminal;
import liviano.graph.Op;
import liviano.model.Model;
import liviano.tensor.Extents;
import liviano.train.run.RunSummary;
import liviano.vision.ImageClassifier;
import liviano.vision.Picture;
import liviano.weights.SafeTensors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** The verb that trains a classifier on, to one of integers. */
@Tag("libtorch")
@Timeout(300)
class TrainIntegersTest {
  @TempDir private static Path shared;
  @TempDir private Path folder;
  private static Path pictures;
  private static Path floats;

  @BeforeAll
  static void trainFloats() throws IOException {
    pictures = Clothes.draw(shared.resolve("clothes"), 12);
    Path run = shared.resolve("floats");
    Outcome outcome =
        train(
            "classification",
            "--data=" + pictures,
            "--to=" + run,
            "--width=0.35",
            "--resolution=32",
            "--batch=9",
            "--epochs=3",
            "--norm=frozen");
    assertThat(outcome.status()).as(outcome.err()).isZero();
    floats = run.resolve("best.safetensors");
  }

  private record Outcome(int status, String out, String err) {}

  private static Outcome train(String... words) {
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
            .execute(words);
    console.flush();
    return new Outcome(
        status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  private static Outcome quantize(Path run, Path base, String... more) {
    List<String> words =
        new ArrayList<>(
            List.of("classification", "--data=" + pictures, "--to=" + run, "--base=" + base));
    words.addAll(List.of("--batch=9", "--quantize"));
    words.addAll(List.of(more));
    return train(words.toArray(String[]::new));
  }

  @ParameterizedTest
  @CsvSource({"per-channel", "per-tensor"})
  void itLearnsToBeOneOfIntegers(String scheme) throws IOException {
    Path run = folder.resolve("run");
    Outcome outcome =
        quantize(run, floats, "--scheme=" + scheme, "--epochs=4", "--rate=0.02", "--augment=none");
    assertThat(outcome.status()).as(outcome.err()).isZero();
    assertThat(outcome.err()).contains("quantize: batch 9, all layers for 4 epochs");
    assertThat(outcome.out().lines())
        .anyMatch(line -> line.matches("test accuracy [01]\\.\\d{4} on 12 pictures.*"))
        .anyMatch(
            line ->
                line.matches(
                    "before: [01]\\.\\d{4} in floats, [01]\\.\\d{4} in integers without training"));
    assertThat(run.resolve("report.html"))
        .content()
        .contains("test accuracy before, in floats", "in integers, without training");
    List<String> epochs = Files.readAllLines(run.resolve("metrics.csv"));
    int loss = List.of(epochs.getFirst().split(",")).indexOf("train_loss");
    assertThat(Double.parseDouble(epochs.getLast().split(",")[loss]))
        .isLessThan(Double.parseDouble(epochs.get(1).split(",")[loss]));

    Model best = Model.load(run.resolve("best.safetensors"));
    assertThat(best.graph().nodes())
        .anyMatch(node -> node.op() instanceof Op.Quantized)
        .noneMatch(node -> node.op() instanceof Op.Convolution || node.op() instanceof Op.Dense);
    assertThat(best.card().labels()).isEqualTo(Clothes.CLASSES);
    assertThat(RunSummary.read(run).best().orElseThrow().score().orElseThrow())
        .isEqualTo(accuracy(best));
  }

  /** On the pictures for validation. */
  private static double accuracy(Model model) throws IOException {
    ImageClassifier classifier = ImageClassifier.of(model);
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
    return right / (double) all;
  }

  @Test
  void aRunGoesOnWithItsRanges() throws IOException {
    Path run = folder.resolve("run");
    assertThat(quantize(run, floats, "--epochs=2000", "--for=1s").err()).contains("stopped");
    try (Stream<Path> files = Files.list(run.resolve("checkpoints"))) {
      Path checkpoint = files.filter(file -> file.toString().contains("step-")).findAny().get();
      assertThat(SafeTensors.read(checkpoint).weights().get("network.image.range").dims())
          .isEqualTo(Extents.of(2));
    }
    Outcome again = train("--resume=" + run, "--for=1s");
    assertThat(again.err()).contains("going on after", "stopped; go on with");
  }

  @Test
  void mistakesAreNamed() throws IOException {
    Path run = folder.resolve("run");
    Outcome outcome = train("classification", "--data=" + pictures, "--to=" + run, "--quantize");
    assertThat(outcome.err()).contains("give it as --base").hasLineCount(1);
    outcome = train("classification", "--data=" + pictures, "--to=" + run, "--scheme=per-tensor");
    assertThat(outcome.err()).contains("--scheme is for --quantize");
    outcome = quantize(run, floats, "--scheme=each");
    assertThat(outcome.err()).contains("--scheme: per-channel or per-tensor, not each");
    Path others = folder.resolve("others.safetensors");
    Model model = Model.load(floats);
    model.withCard(model.card().withLabels(List.of("a", "b", "c"))).save(others);
    outcome = quantize(run, others);
    assertThat(outcome.err())
        .contains("3 (a, b, c) where the data has 3 (blue, green, red)")
        .doesNotContain("\tat ");
    outcome = quantize(run, floats, "--resolution=64");
    assertThat(outcome.err()).contains("32x32: leave out --resolution");
    assertThat(run).doesNotExist();
  }
}
