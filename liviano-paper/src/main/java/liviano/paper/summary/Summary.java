package liviano.paper.summary;

import java.util.List;
import java.util.Optional;
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

/**
 * A network in numbers.
 *
 * @param title its name for people
 * @param recipe its settings, where the zoo has it
 * @param card of the model it belongs to, if it belongs to one
 * @param graph the network itself
 * @param zeros which of the weights are 0, where there are weights
 * @param activationBytes memory of the tensors of one inference, planned without any weights
 */
record Summary(
    String title,
    Optional<Recipe> recipe,
    Optional<ModelCard> card,
    Graph graph,
    Optional<ZeroWeights> zeros,
    Cost cost,
    List<LayerRow> layers,
    long activationBytes) {
  static Summary of(Recipe recipe) {
    Graph graph = NetworkOptions.graph(recipe);
    Architecture architecture = Zoo.architecture(recipe.architecture());
    return of(architecture.title(), Optional.of(recipe), Optional.empty(), graph, Optional.empty());
  }

  static Summary of(Model model) {
    return of(
        model.card().title(),
        model.recipe(),
        Optional.of(model.card()),
        model.graph(),
        ZeroWeights.of(model));
  }

  private static Summary of(
      String title,
      Optional<Recipe> recipe,
      Optional<ModelCard> card,
      Graph graph,
      Optional<ZeroWeights> zeros) {
    return new Summary(
        title,
        recipe,
        card,
        graph,
        zeros,
        Cost.of(graph),
        LayerRow.of(graph),
        Engine.memory(graph, Kernels.options()).bytes());
  }

  JsonObject toJson() {
    JsonObject.Builder json =
        JsonObject.builder().put("network", recipe.map(Recipe::architecture).orElse(title));
    recipe.ifPresent(settings -> put(json, settings));
    card.ifPresent(c -> json.put("model", toJson(c)));
    json.put("parameters", cost.parameters())
        .put("parametersWithoutNorm", cost.parametersWithoutNorm())
        .put("multiplyAdds", cost.multiplyAdds())
        .put("activationBytes", activationBytes);
    zeros.ifPresent(found -> json.put("weights", found.all()).put("zeroWeights", found.zero()));
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
