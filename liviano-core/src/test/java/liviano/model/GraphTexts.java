package liviano.model;

import liviano.Limits;
import liviano.graph.Graph;
import liviano.json.Json;

/** Graphs as model files hold them, for tests that change the text. */
public final class GraphTexts {
  private GraphTexts() {}

  public static String write(Graph graph) {
    return GraphJson.write(graph).toJson();
  }

  /**
   * @throws liviano.LivianoException if it is no graph
   */
  public static Graph read(String json) {
    return GraphJson.read(Json.parse(json).asObject(), Limits.defaults());
  }
}
