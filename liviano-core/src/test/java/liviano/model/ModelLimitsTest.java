package liviano.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import liviano.Limits;
import liviano.Limits.Limit;
import liviano.UnsupportedModelException;
import liviano.graph.Graph;
import liviano.graph.GraphBuilder;
import liviano.graph.Op;
import liviano.graph.Value;
import liviano.tensor.Shape;
import liviano.weights.Weights;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a model file may ask for while it is read. */
class ModelLimitsTest {
  @TempDir private Path folder;
  private Path file;
  private Model model;

  @BeforeEach
  void saveAModel() throws IOException {
    GraphBuilder builder = Graph.builder();
    Value last = builder.input("x", Shape.of(4));
    for (int i = 0; i < 100; i++) {
      last = builder.add("layer" + i, new Op.Sigmoid(), last);
    }
    ModelCard card =
        ModelCard.of(VisionTask.CLASSIFICATION, "chain", Preprocessing.tensorflow(32, 32));
    model =
        new Model(builder.output("y", last).build(), Weights.of(List.of()), card, Optional.empty());
    file = folder.resolve("model.safetensors");
    model.save(file);
  }

  @Test
  void asManyNodesAsAreAllowedAreRead() throws IOException {
    assertThat(Model.load(file, allowing(Limit.NODES, 102)).graph()).isEqualTo(model.graph());
    assertRefused(Limit.NODES, 101, "its graph: 102 nodes, inputs and outputs");
  }

  @Test
  void aLongHeaderIsRefusedBeforeItIsRead() {
    assertRefused(Limit.TEXT_BYTES, 1000, "its header: ");
  }

  /** The header has few values, but a text among them that is the graph. */
  @Test
  void valuesAreCountedInTheHeaderAndInTheTextsWithinIt() {
    assertRefused(Limit.JSON_VALUES, 2, "its header holds more than 2 values");
    assertRefused(Limit.JSON_VALUES, 100, "'liviano.graph' in its header: ");
  }

  private void assertRefused(Limit limit, long most, String why) {
    assertThatThrownBy(() -> Model.load(file, allowing(limit, most)))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageStartingWith(file + ": ")
        .hasMessageContaining(why)
        .message()
        .hasLineCount(1);
  }

  private static Limits allowing(Limit limit, long most) {
    return Limits.defaults().with(limit, most);
  }
}
