package liviano.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import liviano.MalformedModelException;
import liviano.graph.Graph;
import liviano.graph.GraphException;
import liviano.graph.Op;
import liviano.graph.Value;
import liviano.tensor.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the card says of values: their roles, and how the network's file had them. */
class ModelRolesTest {
  @TempDir private Path folder;

  private static Graph graph() {
    var builder = Graph.builder();
    Value dense = builder.add("dense", new Op.Dense(3, false), builder.input("in", Shape.of(4)));
    return builder
        .output("StatefulPartitionedCall:0", builder.add("softmax", new Op.Softmax(), dense))
        .build();
  }

  private static Model model(ModelCard card) {
    Graph graph = graph();
    return new Model(graph, RandomWeights.of(graph, 1), card, Optional.empty());
  }

  private static ModelCard card() {
    return ModelCard.of(VisionTask.CLASSIFICATION, "tiny", Preprocessing.keras(1, 1));
  }

  private static ModelCard named() {
    return card()
        .withRoles(
            new LinkedHashMap<>(
                Map.of("StatefulPartitionedCall:0", Role.PROBABILITIES, "dense", Role.LOGITS)));
  }

  @Test
  void rolesAreFoundUnderAnyName() {
    Model model = model(named());

    assertThat(model.find(Role.LOGITS).map(Value::name)).contains("dense");
    assertThat(model.find(Role.PROBABILITIES).map(Value::name)).contains("softmax");
    assertThat(model.find(Role.EMBEDDING)).isEmpty();
    assertThat(model.ending(Role.LOGITS).outputs().keySet()).containsExactly("logits");
    assertThat(model.ending(Role.LOGITS).nodes()).hasSize(1);
    assertThatThrownBy(() -> model.ending(Role.BOXES))
        .isInstanceOf(GraphException.class)
        .hasMessageContaining("boxes");
  }

  @Test
  void withoutACardsWordTheNameTells() {
    var builder = Graph.builder();
    Graph graph =
        builder
            .output("logits", builder.add("x", new Op.Relu(), builder.input("in", Shape.of(4))))
            .build();
    Model model = new Model(graph, RandomWeights.of(graph, 1), card(), Optional.empty());

    assertThat(model.find(Role.LOGITS).map(Value::name)).contains("x");
  }

  @Test
  void labelsFitTheRole() {
    assertThat(model(named()).withLabels(List.of("a", "b", "c")).card().labels()).hasSize(3);
    assertThatThrownBy(() -> model(named()).withLabels(List.of("a", "b")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("has 3 classes");
  }

  @Test
  void rolesAndLayoutsSurviveTheFile() throws IOException {
    Model model =
        model(
            named()
                .withLayouts(
                    new LinkedHashMap<>(
                        Map.of(
                            "in",
                            new TensorLayout(List.of(1, 4, 1), List.of(0, 2, 1)),
                            "StatefulPartitionedCall:0",
                            TensorLayout.of(List.of(3))))));
    Path file = folder.resolve("model.safetensors");

    model.save(file);

    assertThat(Model.load(file)).isEqualTo(model);
  }

  @Test
  void aLayoutOfOtherNumbersIsRefused() {
    ModelCard card =
        card().withLayouts(new LinkedHashMap<>(Map.of("in", TensorLayout.of(List.of(1, 5)))));

    assertThatThrownBy(() -> model(card))
        .isInstanceOf(MalformedModelException.class)
        .hasMessageContaining("\"in\" the extents [1, 5], but the network 4");
  }
}
