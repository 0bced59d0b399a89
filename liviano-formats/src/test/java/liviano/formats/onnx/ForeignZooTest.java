package liviano.formats.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import liviano.formats.ModelFiles;
import liviano.graph.Graph;
import liviano.model.Model;
import liviano.model.Preset;
import liviano.model.RandomWeights;
import liviano.model.VisionTask;
import liviano.zoo.Recipe;
import liviano.zoo.Zoo;
import liviano.zoo.layers.Convention;
import liviano.zoo.layers.Norm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Networks of the zoo in ONNX files that say nothing of us. */
class ForeignZooTest {
  @TempDir Path folder;

  @Test
  void paddingAsPyTorchsIsTorchvisionsMobileNet() throws IOException {
    Recipe recipe =
        Recipe.of("mobilenet_v2")
            .withConvention(Convention.PYTORCH)
            .withWidth(0.25)
            .withResolution(96)
            .withClasses(11)
            .withNorm(Norm.FOLDED);
    Graph graph = Zoo.graph(recipe).endingAt("logits");
    Path file = folder.resolve("network.onnx");
    OnnxWriter.write(graph, RandomWeights.of(graph, 5), file);

    Model read = ModelFiles.read(file);

    assertThat(read.recipe()).contains(recipe);
    assertThat(read.card().task()).isEqualTo(VisionTask.CLASSIFICATION);
    assertThat(read.card().preprocessing()).isEqualTo(Preset.TORCHVISION.preprocessing(96, 96));
  }
}
