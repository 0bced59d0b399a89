package liviano.harm;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import liviano.MalformedModelException;
import liviano.UnsupportedModelException;
import liviano.graph.Graph;
import liviano.json.Json;
import liviano.json.JsonValue;
import liviano.model.Model;
import liviano.model.ModelCard;
import liviano.model.ModelInfo;
import liviano.model.Preprocessing;
import liviano.model.RandomWeights;
import liviano.model.VisionTask;

/**
 * Graph and card of a model of ours, as texts of JSON. In a file they are texts within JSON whose
 * length is counted, and the weights must fit: damage to it seldom comes as far as the engine. Here
 * each is a file, and whatever the graph asks for it gets.
 */
final class OurGraph {
  private static final String GRAPH = "liviano.graph";
  private static final String CARD = "liviano.card";
  private static final long MOST_WEIGHTS = 1 << 18;
  private static final int EDITS = 24;

  private OurGraph() {}

  /** Both texts as they are, and the graph by edits that leave it JSON. */
  static List<Target> all() {
    Graph graph = ManyOperations.graph();
    ModelCard card =
        ModelCard.of(VisionTask.CLASSIFICATION, "many", Preprocessing.tensorflow(8, 8));
    Model model = new Model(graph, RandomWeights.of(graph, 1), card, Optional.empty());
    byte[] cardText = model.texts().get(CARD).getBytes(UTF_8);
    String graphText = model.texts().get(GRAPH);
    JsonValue json = Json.parse(graphText);
    return List.of(
        Target.of(
            "our graph", Map.of(CARD, cardText, GRAPH, graphText.getBytes(UTF_8)), OurGraph::read),
        new Target(
            "our graph, edited",
            Map.of("edits", JsonEdits.none(json, EDITS)),
            parts -> Map.of(CARD, cardText, GRAPH, edited(json, parts.get("edits"))),
            OurGraph::read));
  }

  private static byte[] edited(JsonValue json, byte[] edits) {
    return JsonEdits.apply(json, edits).toJson().getBytes(UTF_8);
  }

  private static Optional<Model> read(Path folder) throws IOException {
    String name = folder.resolve(GRAPH).toString();
    Map<String, String> texts = Map.of(GRAPH, text(folder, GRAPH), CARD, text(folder, CARD));
    try {
      Graph graph = Model.graph(texts);
      ModelCard card = ModelInfo.find(texts).orElseThrow().card();
      long weights = graph.params().mapToLong(spec -> spec.shape().elements()).sum();
      if (weights > MOST_WEIGHTS) {
        throw new UnsupportedModelException("more weights than are drawn here");
      }
      return Optional.of(new Model(graph, RandomWeights.of(graph, 1), card, Optional.empty()));
    } catch (MalformedModelException e) {
      throw e.inFile(name);
    } catch (UnsupportedModelException e) {
      throw e.inFile(name);
    }
  }

  private static String text(Path folder, String name) throws IOException {
    return new String(Files.readAllBytes(folder.resolve(name)), UTF_8);
  }
}
