import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import liviano.graph.Graph;
import liviano.model.Model;
import liviano.model.ModelCard;
import liviano.model.Preprocessing;
import liviano.model.RandomWeights;
import liviano.model.VisionTask;
import liviano.zoo.Recipe;
import liviano.zoo.Zoo;
import liviano.zoo.layers.Norm;

/**
 * Writes a small classifier with random weights, to try a program without a published model. Its
 * answers mean nothing, and are the same each time. Width multiplier and pixels of its input are
 * 0.1 and 32 if not given.
 *
 * <pre>java -cp liviano-core.jar examples/TinyModel.java FILE [WIDTH PIXELS]</pre>
 */
final class TinyModel {
  private TinyModel() {}

  public static void main(String[] arguments) throws IOException {
    boolean sized = arguments.length == 3;
    double width = sized ? Double.parseDouble(arguments[1]) : 0.1;
    int pixels = sized ? Integer.parseInt(arguments[2]) : 32;
    Recipe recipe =
        Recipe.of("mobilenet_v2")
            .withWidth(width)
            .withResolution(pixels)
            .withClasses(4)
            .withNorm(Norm.FOLDED);
    Graph graph = Zoo.graph(recipe);
    ModelCard card =
        ModelCard.of(VisionTask.CLASSIFICATION, "Tiny", Preprocessing.tensorflow(pixels, pixels))
            .withLabels(List.of("ant", "bee", "cat", "dog"));
    new Model(graph, RandomWeights.of(graph, 7), card, Optional.of(recipe))
        .save(Path.of(arguments[0]));
  }
}
