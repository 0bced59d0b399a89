package liviano.formats.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import liviano.formats.ModelFiles;
import liviano.graph.Graph;
import liviano.model.Model;
import liviano.model.RandomWeights;
import liviano.model.VisionTask;
import liviano.weights.Weights;
import liviano.zoo.Recipe;
import liviano.zoo.Zoo;
import liviano.zoo.layers.Norm;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Networks of the zoo in the layout of TensorFlow's frozen classifiers. */
class SlimClassifierTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "mobilenet_v2, BATCH",
    "mobilenet_v2, FOLDED",
    "mobilenet_v1, BATCH",
    "mobilenet_v1, FOLDED"
  })
  void isTheZoosNetworkAndAnswersExactlyAsIt(String architecture, Norm norm) throws IOException {
    Recipe recipe =
        Recipe.of(architecture).withWidth(0.25).withResolution(96).withClasses(11).withNorm(norm);
    Graph graph = Zoo.graph(recipe).endingAt("probabilities");
    Weights weights = RandomWeights.of(graph, 5);
    Path file = SlimGraph.of(graph, weights).write(folder.resolve("frozen.pb"));
    List<String> notices = new ArrayList<>();

    Model read = ModelFiles.read(file, notices::add);

    assertThat(read.recipe()).as("%s", notices).isPresent();
    assertThat(read.recipe().get().architecture()).isEqualTo(architecture);
    assertThat(read.recipe().get().width()).isEqualTo(0.25);
    assertThat(read.card().task()).isEqualTo(VisionTask.CLASSIFICATION);
    Model written = new Model(graph, weights, read.card(), Optional.empty());
    assertThat(Answers.of(read)).isEqualTo(Answers.of(written));
  }
}
