package liviano.cli.wild;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import liviano.cli.Cli;
import liviano.cli.ExitStatus;
import liviano.cli.wild.GoldenFile.Numbers;
import liviano.cli.wild.GoldenFile.Result;
import liviano.cli.wild.GoldenRules.Found;
import liviano.formats.ModelFiles;
import liviano.graph.Graph;
import liviano.graph.Node;
import liviano.graph.Op;
import liviano.graph.Value;
import liviano.json.Json;
import liviano.json.JsonObject;
import liviano.tensor.Quantization;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Real files that others made: each answers as a public runtime does, or is refused as it must. */
@Tag("shared")
class WildModelsTest {
  private static final Path WILD =
      Path.of(System.getProperty("liviano.shared", "../shared"), "models", "wild");

  /** Files that are not read yet. */
  private static final Set<String> PENDING = Set.of();

  private static final double MOVENET_CELL = 1.0 / 48;
  private static final double BYTE = 1.0 / 256;

  static List<GoldenFile> goldenFiles() throws IOException {
    List<GoldenFile> all = GoldenFile.all(WILD);
    assumeTrue(!all.isEmpty(), "skipped: the real files are not here: " + WILD);
    return all.stream().filter(golden -> !PENDING.contains(golden.toString())).toList();
  }

  @ParameterizedTest
  @MethodSource("goldenFiles")
  void runAnswersAsTheRuntimeDoes(GoldenFile golden) throws IOException {
    Graph graph = ModelFiles.read(golden.model()).graph();
    for (Result result : golden.results()) {
      List<JsonObject> ours = run(golden, result);
      List<Numbers> theirs = result.outputs();

      assertThat(ours).as("%s", result.picture()).hasSameSizeAs(theirs);
      assertThat(shapes(ours))
          .as("%s", result.picture())
          .isEqualTo(theirs.stream().map(Numbers::shape).toList());
      assertThat(difference(golden, graph, ours, theirs)).as("%s", result.picture()).isEmpty();
    }
  }

  private static List<JsonObject> run(GoldenFile golden, Result result) {
    List<String> line = new ArrayList<>(List.of("run", "--model", golden.model().toString()));
    line.addAll(golden.rounding());
    line.addAll(List.of("--input", result.picture().toString(), "--json"));
    if (!result.takesPixels()) {
      line.addAll(golden.preparation());
    }
    Cli.Outcome outcome = Cli.piped().run(line.toArray(String[]::new));
    assertThat(outcome.status()).as(outcome.err()).isZero();
    return Json.parse(outcome.out()).asObject().array("outputs").objects();
  }

  private static List<List<Integer>> shapes(List<JsonObject> outputs) {
    return outputs.stream()
        .map(output -> Arrays.stream(output.array("shape").integers()).boxed().toList())
        .toList();
  }

  private static Optional<String> difference(
      GoldenFile golden, Graph graph, List<JsonObject> ours, List<Numbers> theirs) {
    String name = golden.toString();
    if (name.startsWith("ssd_")) {
      return GoldenRules.detections(
          found(ours.stream().map(WildModelsTest::values).toList()),
          found(theirs.stream().map(Numbers::values).toList()),
          BYTE);
    }
    if (name.startsWith("coral_movenet")) {
      return GoldenRules.keypoints(
          values(ours.getFirst()), theirs.getFirst().values(), MOVENET_CELL, BYTE);
    }
    List<Value> outputs = List.copyOf(graph.outputs().values());
    for (int i = 0; i < ours.size(); i++) {
      Optional<String> far = difference(graph, outputs.get(i), ours.get(i), theirs.get(i));
      if (far.isPresent()) {
        return Optional.of(outputs.get(i).name() + ": " + far.get());
      }
    }
    return Optional.empty();
  }

  private static Optional<String> difference(
      Graph graph, Value output, JsonObject ours, Numbers theirs) {
    double[] values = values(ours);
    boolean classes = theirs.shape().size() == 2;
    if (theirs.scale() > 0) {
      assertThat((float) ours.number("scale")).isEqualTo((float) theirs.scale());
      return GoldenRules.quantised(values, theirs.values(), 1, classes);
    }
    boolean integers = graph.nodes().stream().anyMatch(WildModelsTest::isOfIntegers);
    if (!integers) {
      return GoldenRules.floats(values, theirs.values());
    }
    return GoldenRules.quantised(
        values, theirs.values(), step(graph, output, theirs.values()), classes);
  }

  private static boolean isOfIntegers(Node node) {
    return node.op() instanceof Op.Quantized
        || node.op() instanceof Op.IntegerSums
        || node.op() instanceof Op.Quantize;
  }

  /** Of the integers that were made real last; where the range is each run's own, a 255th of it. */
  private static double step(Graph graph, Value output, double[] theirs) {
    Value value = output;
    for (Optional<Node> node = giver(graph, value); node.isPresent(); node = giver(graph, value)) {
      value = node.get().inputs().getFirst();
      Optional<Quantization> steps = value.type().quantization();
      if (node.get().op() instanceof Op.Dequantize && steps.isPresent()) {
        return steps.get().scale(0);
      }
      if (!(node.get().op() instanceof Op.Reshape)) {
        break;
      }
    }
    double most = Arrays.stream(theirs).max().orElse(0);
    double least = Arrays.stream(theirs).min().orElse(0);
    return (most - least) / 255;
  }

  private static Optional<Node> giver(Graph graph, Value value) {
    return graph.nodes().stream().filter(node -> node.outputs().contains(value)).findFirst();
  }

  /** In the order of newer files: scores, boxes, count, classes. */
  private static Found found(List<double[]> outputs) {
    return new Found(outputs.get(1), outputs.get(3), outputs.get(0), (int) outputs.get(2)[0]);
  }

  private static double[] values(JsonObject output) {
    return output.array("values").numbers();
  }

  @ParameterizedTest
  @MethodSource("goldenFiles")
  void theTasksVerbSaysTheSameClassFirst(GoldenFile golden) throws IOException {
    for (Result result : golden.results()) {
      Numbers theirs = result.outputs().getFirst();
      boolean classes = result.outputs().size() == 1 && theirs.shape().size() == 2;
      if (!classes) {
        continue;
      }
      List<String> line =
          new ArrayList<>(
              List.of("classify", "--model", golden.model().toString(), "--json", "--top=1"));
      line.addAll(golden.rounding());
      if (!result.takesPixels()) {
        line.addAll(golden.preparation());
      }
      line.add(result.picture().toString());
      Cli.Outcome outcome = Cli.piped().run(line.toArray(String[]::new));

      assertThat(outcome.status()).as(outcome.err()).isZero();
      JsonObject first =
          Json.parse(outcome.out()).asArray().object(0).array("categories").object(0);
      double greatest = Arrays.stream(theirs.values()).max().orElseThrow();
      assertThat(theirs.values()[first.integer("index")])
          .as("%s: %s", result.picture(), first)
          .isEqualTo(greatest);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "onnx_mnv2_external_data_missing, .onnx, mobilenet_v2_fp32.onnx.data",
    "retinaface_mnv1_0.25_pth, .pth, no network",
    "ultraface_rfb_onnx_pth_tflite, .pth, no network",
    "fastestdet_onnx_pth, .pth, no network",
  })
  void whatCannotRunIsRefusedInOneLine(String folder, String ending, String reason)
      throws IOException {
    assumeTrue(Files.isDirectory(WILD.resolve(folder)), "skipped: no real files in " + WILD);
    Path picture = WILD.resolve("tm_cat_dog_h5/golden/cat_test.png");
    List<Path> files;
    try (var all = Files.list(WILD.resolve(folder))) {
      files = all.filter(file -> file.toString().endsWith(ending)).toList();
    }
    assertThat(files).isNotEmpty();
    for (Path file : files) {
      Cli.Outcome outcome =
          Cli.piped().run("run", "--model", file.toString(), "--input", picture.toString());

      assertThat(outcome.status()).isEqualTo(ExitStatus.FAILED);
      assertThat(outcome.out()).isEmpty();
      assertThat(outcome.err()).hasLineCount(1).contains(reason);
    }
  }
}
