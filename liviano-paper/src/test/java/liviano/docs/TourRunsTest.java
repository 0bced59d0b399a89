package liviano.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import liviano.cli.Cli;
import liviano.cli.commands.TinyDetector;
import liviano.cli.commands.TinySegmenter;
import liviano.graph.Graph;
import liviano.model.Labels;
import liviano.model.Model;
import liviano.model.ModelCard;
import liviano.model.Preprocessing;
import liviano.model.RandomWeights;
import liviano.model.VisionTask;
import liviano.zoo.Recipe;
import liviano.zoo.Zoo;
import liviano.zoo.layers.Norm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The tour works: each of its commands is run, in a folder and a process of its own, without the
 * network. {@link TourTest} sees to it that both languages have the same commands.
 */
@Timeout(600)
class TourRunsTest {
  private static final String TOUR = "docs/paper.md";

  /** Lines that start so need the network or hours, and why. */
  private static final Map<String, String> NOT_HERE =
      Map.of(
          "models pull", "fetches the weights from the network",
          "lab ablation", "trains for hours, on libtorch, which it fetches");

  /** Lines that start so, or have the option, need weights, as the tour says at its beginning. */
  private static final List<Pattern> OF_WEIGHTS =
      Stream.of(
              "summary --model.*",
              "lab bottleneck.*",
              "lab relu6 --model.*",
              "lab manifold --network.*",
              "classify.*",
              "eval.*",
              "detect.*",
              "segment.*",
              "lab activations.*",
              "lab class-map.*")
          .map(Pattern::compile)
          .toList();

  @TempDir private Path folder;

  @Test
  void everyCommandRunsThatNeedsNoWeights() throws Exception {
    Path none = folder.resolve("none");
    List<List<String>> lines = lines().filter(line -> !needsWeights(line)).toList();
    assertThat(lines).hasSizeGreaterThan(25);
    run(lines, none);
    assertThat(none).doesNotExist();
  }

  /** The others are those that the tour names, no more and no less. */
  @Test
  void everyOtherCommandAsksForWeights() throws Exception {
    Path none = folder.resolve("none");
    List<List<String>> lines = lines().filter(TourRunsTest::needsWeights).toList();
    assertThat(lines).hasSize(OF_WEIGHTS.size());
    Path place = scratch(folder.resolve("place"));
    for (List<String> line : lines) {
      List<String> words = new ArrayList<>(List.of("--offline"));
      line.stream()
          .map(word -> Files.exists(place.resolve(word)) ? place.resolve(word).toString() : word)
          .forEach(words::add);
      if (line.get(1).equals("relu6") || line.get(1).equals("activations")) {
        words.add(place.resolve("examples").toString()); // which it takes where it runs
      }
      Cli.Outcome outcome =
          Cli.piped().with("LIVIANO_HOME", none.toString()).run(words.toArray(String[]::new));
      assertThat(outcome.status()).as("%s", line).isNotZero();
      assertThat(outcome.err()).as("%s", line).contains("--offline").hasLineCount(1);
    }
    String tour = Documents.read(Documents.root().resolve(TOUR));
    String named = tour.substring(0, tour.indexOf("## "));
    for (Pattern pattern : OF_WEIGHTS) {
      assertThat(named).contains("`" + pattern.pattern().replace(".*", "") + "`");
    }
  }

  /** With weights of random numbers under the names of the published ones. */
  @Test
  void andRunsWhenTheyAreThere() throws Exception {
    Path models = Files.createDirectory(folder.resolve("models"));
    classifier().save(models.resolve("mobilenet_v2_1.0_224.safetensors"));
    TinyDetector.save(models.resolve("ssdlite_mobilenet_v2_coco.safetensors"));
    TinySegmenter.save(models.resolve("deeplab_v3_mobilenet_v2_voc.safetensors"));
    run(lines().filter(TourRunsTest::needsWeights).toList(), models);
  }

  private static Stream<List<String>> lines() {
    Set<List<String>> lines =
        new LinkedHashSet<>(CommandLines.of(Documents.read(Documents.root().resolve(TOUR))));
    return lines.stream()
        .filter(line -> NOT_HERE.keySet().stream().noneMatch(String.join(" ", line)::startsWith));
  }

  private static boolean needsWeights(List<String> line) {
    String text = String.join(" ", line);
    return OF_WEIGHTS.stream().anyMatch(pattern -> pattern.matcher(text).matches());
  }

  /** Runs some side by side. */
  private void run(List<List<String>> lines, Path models) throws Exception {
    try (ExecutorService pool =
        Executors.newFixedThreadPool(Math.min(4, Runtime.getRuntime().availableProcessors()))) {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < lines.size(); i++) {
        Path place = scratch(folder.resolve("run" + i));
        List<String> line = lines.get(i);
        List<String> words = new ArrayList<>(List.of("--offline"));
        words.addAll(line);
        running.add(
            pool.submit(
                () -> {
                  assertDone(place, line, Child.run(place, models, words));
                  return null;
                }));
      }
      for (Future<?> each : running) {
        each.get();
      }
    }
  }

  private static void assertDone(Path place, List<String> line, Child.Outcome outcome)
      throws IOException {
    assertThat(outcome.status()).as("%s: %s", line, outcome.printed()).isZero();
    assertThat(outcome.printed()).as("%s", line).doesNotContain("NaN", "\tat ");
    List<Path> written =
        outcome
            .printed()
            .lines()
            .map(String::strip)
            .filter(text -> text.startsWith("written: "))
            .map(text -> place.resolve(text.substring("written: ".length())))
            .toList();
    assertThat(written).as("%s", line).allSatisfy(file -> assertThat(file).isNotEmptyFile());
    int out = line.indexOf("--out");
    if (out < 0) {
      assertThat(outcome.printed()).as("%s", line).isNotBlank();
    } else if (line.get(out + 1).contains(".")) {
      assertThat(place.resolve(line.get(out + 1))).isNotEmptyFile();
    } else {
      assertThat(written).as("%s", line).isNotEmpty();
    }
  }

  /** A folder with the pictures that the tour speaks of. */
  private static Path scratch(Path place) throws IOException {
    Path from = Documents.root().resolve("examples");
    Path examples = Files.createDirectories(place.resolve("examples"));
    Path images = Files.createDirectories(place.resolve("imagenet-val/images"));
    Path pictures = Files.createDirectories(place.resolve("pictures"));
    List<String> labels = new ArrayList<>(List.of("file,class_0_to_999"));
    for (String name : List.of("beach.png", "kitchen.png", "street.png")) {
      for (Path to : List.of(examples, images, pictures)) {
        Files.copy(from.resolve(name), to.resolve(name));
      }
      labels.add(name + "," + 900);
    }
    Files.write(place.resolve("imagenet-val/labels.csv"), labels);
    Files.write(place.resolve("labels.csv"), labels);
    return place;
  }

  /** The network and classes of the published one, thin and small. */
  private static Model classifier() {
    List<String> names = Labels.imageNetWithBackground();
    Recipe recipe =
        Recipe.of("mobilenet_v2")
            .withWidth(0.1)
            .withResolution(32)
            .withClasses(names.size())
            .withNorm(Norm.FOLDED);
    Graph graph = Zoo.graph(recipe);
    ModelCard card =
        ModelCard.of(VisionTask.CLASSIFICATION, "Stand-in", Preprocessing.tensorflow(32, 32))
            .withLabels(names);
    return new Model(graph, RandomWeights.of(graph, 7), card, Optional.of(recipe));
  }
}
