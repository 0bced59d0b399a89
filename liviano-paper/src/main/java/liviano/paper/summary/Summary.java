package liviano.paper.summary;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import liviano.cli.Kernels;
import liviano.cli.options.NetworkOptions;
import liviano.cli.output.Words;
import liviano.cost.Cost;
import liviano.engine.Engine;
import liviano.graph.Graph;
import liviano.json.JsonArray;
import liviano.json.JsonObject;
import liviano.model.Model;
import liviano.model.ModelCard;
import liviano.zoo.Architecture;
import liviano.zoo.Recipe;
import liviano.zoo.Zoo;
import liviano.zoo.layers.Norm;

/**
 * A network in numbers.
 *
 * @param title its name for people
 * @param recipe its settings, where the zoo has it
 * @param card of the model it belongs to, if it belongs to one
 * @param graph the network itself
 * @param activationBytes memory of the tensors of one inference; empty for a network so large that
 *     planning it takes more than a summary may
 */
record Summary(
    String title,
    Optional<Recipe> recipe,
    Optional<ModelCard> card,
    Graph graph,
    Cost cost,
    List<LayerRow> layers,
    OptionalLong activationBytes) {
  /** Numbers in the largest constant of a network whose memory is planned: 256 MiB. */
  private static final long MOST_PLANNED = 1L << 26;

  static Summary of(Recipe recipe) {
    Graph graph = NetworkOptions.graph(recipe);
    Architecture architecture = Zoo.architecture(recipe.architecture());
    // Folding changes no tensor between the layers, and spares copies of the weights.
    return of(
        architecture.title(),
        Optional.of(recipe),
        Optional.empty(),
        graph,
        NetworkOptions.graph(recipe.withNorm(Norm.FOLDED)));
  }

  static Summary of(Model model) {
    return of(
        model.card().title(),
        model.recipe(),
        Optional.of(model.card()),
        model.graph(),
        model.graph());
  }

  private static Summary of(
      String title, Optional<Recipe> recipe, Optional<ModelCard> card, Graph graph, Graph planned) {
    return new Summary(
        title, recipe, card, graph, Cost.of(graph), LayerRow.of(graph), activationBytes(planned));
  }

  private static OptionalLong activationBytes(Graph graph) {
    long largest = graph.params().mapToLong(spec -> spec.shape().elements()).max().orElse(0);
    return largest > MOST_PLANNED
        ? OptionalLong.empty()
        : OptionalLong.of(Engine.memory(graph, Kernels.options()).bytes());
  }

  JsonObject toJson() {
    JsonObject.Builder json =
        JsonObject.builder().put("network", recipe.map(Recipe::architecture).orElse(title));
    recipe.ifPresent(settings -> put(json, settings));
    card.ifPresent(c -> json.put("model", toJson(c)));
    json.put("parameters", cost.parameters())
        .put("parametersWithoutNorm", cost.parametersWithoutNorm())
        .put("multiplyAdds", cost.multiplyAdds());
    activationBytes.ifPresent(bytes -> json.put("activationBytes", bytes));
    return json.put("layers", JsonArray.of(layers.stream().map(Summary::toJson).toList())).build();
  }

  private static void put(JsonObject.Builder json, Recipe recipe) {
    json.put("width", recipe.width())
        .put("resolution", recipe.resolution())
        .put("classes", recipe.classes())
        .put("outputStride", recipe.outputStride())
        .put("expansion", recipe.expansion())
        .put("padding", Words.lower(recipe.convention()))
        .put("norm", Words.lower(recipe.norm()));
  }

  private static JsonObject toJson(ModelCard card) {
    JsonObject.Builder accuracy = JsonObject.builder();
    card.accuracy().forEach(accuracy::put);
    return JsonObject.builder()
        .put("title", card.title())
        .put("task", Words.lower(card.task()))
        .put("labels", card.labels().size())
        .put("preprocessing", Words.of(card.preprocessing()))
        .put("origin", card.origin())
        .put("licence", card.licence())
        .put("accuracy", accuracy.build())
        .build();
  }

  private static JsonObject toJson(LayerRow layer) {
    return JsonObject.builder()
        .put("name", layer.name())
        .put("operation", layer.operation())
        .put("output", JsonArray.ofIntegers(layer.output().toArray()))
        .put("parameters", layer.parameters())
        .put("multiplyAdds", layer.multiplyAdds())
        .build();
  }
}
