package liviano.formats.keras;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import liviano.MalformedModelException;
import liviano.UnsupportedModelException;
import liviano.formats.keras.KerasModel.Argument;
import liviano.formats.keras.KerasModel.Call;
import liviano.formats.keras.KerasModel.Layer;
import liviano.formats.keras.KerasModel.Ref;
import liviano.json.Json;
import liviano.json.JsonArray;
import liviano.json.JsonObject;
import liviano.json.JsonValue;

/**
 * Reads the configuration of a network. Sequential and functional ones may hold each other; how
 * deep, the limits of JSON say.
 */
final class TopologyReader {
  private static final String SEQUENTIAL = "Sequential";

  private TopologyReader() {}

  /**
   * The network.
   *
   * @param json an object with {@code class_name} and {@code config}
   * @throws MalformedModelException if layers are called that do not exist
   * @throws UnsupportedModelException if the network is code of a class of its own
   * @throws liviano.json.JsonException if a member is missing or of another kind
   */
  static KerasModel read(JsonObject json) {
    String kind = json.string("class_name");
    return network(kind, json.get("config"), kind)
        .orElseThrow(
            () ->
                new UnsupportedModelException(
                    "the network is of the class "
                        + Json.quote(kind)
                        + ", which Python code defines; rebuild it from layers of Keras as a"
                        + " functional model, and save that"));
  }

  /** The network in a configuration, if there is one. */
  private static Optional<KerasModel> network(String kind, JsonValue config, String title) {
    if (kind.equals(SEQUENTIAL)) {
      return Optional.of(sequence(config, title));
    }
    return config instanceof JsonObject object
            && object.has("layers")
            && object.has("input_layers")
            && object.has("output_layers")
        ? Optional.of(functional(object, title))
        : Optional.empty();
  }

  /** The configuration of the first versions is the list of layers itself. */
  private static KerasModel sequence(JsonValue config, String title) {
    JsonArray entries =
        config instanceof JsonObject object ? object.array("layers") : config.asArray();
    String name = config instanceof JsonObject object ? name(object, title) : title;
    List<Layer> layers = new ArrayList<>();
    for (JsonObject entry : entries.objects()) {
      Layer layer = layer(entry, List.of());
      if (layers.isEmpty() && !layer.isInput()) {
        layers.add(input(config, layer));
      }
      List<Call> calls = layers.isEmpty() ? List.of() : List.of(call(layers.getLast()));
      layers.add(new Layer(layer.kind(), layer.name(), layer.config(), calls, layer.inner()));
    }
    if (layers.isEmpty()) {
      throw new MalformedModelException("the network '" + name + "' has no layers");
    }
    requireUnique(layers);
    return new KerasModel(
        name, layers, List.of(ref(layers.getFirst())), List.of(ref(layers.getLast())));
  }

  private static Call call(Layer before) {
    return new Call(List.of(ref(before)), JsonObject.builder().build());
  }

  private static Ref ref(Layer layer) {
    return new Ref(layer.name(), 0, 0);
  }

  /** The input that a sequence has without saying so; of its extents, what is said somewhere. */
  private static Layer input(JsonValue sequence, Layer first) {
    JsonObject.Builder config = JsonObject.builder();
    InputShapes.of(first.config())
        .or(() -> first.inner().flatMap(TopologyReader::inputShape))
        .or(() -> sequence instanceof JsonObject object ? InputShapes.of(object) : Optional.empty())
        .ifPresent(shape -> config.put(InputShapes.KEY, shape));
    return new Layer(
        KerasModel.INPUT, first.name() + "_input", config.build(), List.of(), Optional.empty());
  }

  private static Optional<JsonArray> inputShape(KerasModel model) {
    return model.layers().stream()
        .filter(layer -> layer.name().equals(model.inputs().getFirst().layer()))
        .findFirst()
        .flatMap(layer -> InputShapes.of(layer.config()));
  }

  private static KerasModel functional(JsonObject config, String title) {
    List<Layer> layers = new ArrayList<>();
    for (JsonObject entry : config.array("layers").objects()) {
      List<Call> calls = new ArrayList<>();
      entry
          .optionalArray("inbound_nodes")
          .ifPresent(nodes -> nodes.elements().forEach(node -> calls.add(CallReader.read(node))));
      layers.add(layer(entry, calls));
    }
    requireUnique(layers);
    List<Ref> inputs = CallReader.refs(config.get("input_layers"));
    List<Ref> outputs = CallReader.refs(config.get("output_layers"));
    if (inputs.isEmpty() || outputs.isEmpty()) {
      throw config.error("a network without inputs or outputs");
    }
    return counted(new KerasModel(name(config, title), layers, inputs, outputs));
  }

  private static Layer layer(JsonObject entry, List<Call> calls) {
    String kind = entry.string("class_name");
    JsonValue config = entry.get("config");
    JsonObject settings =
        config instanceof JsonObject object ? object : JsonObject.builder().build();
    String name =
        entry
            .optionalString("name")
            .or(() -> settings.optionalString("name"))
            .orElseThrow(() -> entry.error("a layer without a name"));
    return new Layer(kind, name, settings, calls, network(kind, config, name));
  }

  private static String name(JsonObject config, String otherwise) {
    return config.optionalString("name").orElse(otherwise);
  }

  private static void requireUnique(List<Layer> layers) {
    Map<String, Layer> byName = new HashMap<>();
    for (Layer layer : layers) {
      if (byName.put(layer.name(), layer) != null) {
        throw new MalformedModelException("two layers are called " + Json.quote(layer.name()));
      }
    }
  }

  /**
   * Calls of networks inside this one counted from 0, too. A network is called once where it is
   * defined, which most versions count, and all leave out of the configuration.
   */
  private static KerasModel counted(KerasModel model) {
    Map<String, Integer> greatest = new HashMap<>();
    List<Ref> all = new ArrayList<>(model.outputs());
    model.layers().forEach(layer -> layer.calls().forEach(call -> all.addAll(call.refs())));
    all.forEach(ref -> greatest.merge(ref.layer(), ref.call(), Math::max));
    Map<String, Layer> layers = new LinkedHashMap<>();
    model.layers().forEach(layer -> layers.put(layer.name(), layer));
    List<String> shifted =
        layers.values().stream()
            .filter(layer -> layer.inner().isPresent())
            .filter(layer -> greatest.getOrDefault(layer.name(), 0) == layer.calls().size())
            .map(Layer::name)
            .toList();
    List<Layer> recounted =
        layers.values().stream()
            .map(
                layer ->
                    new Layer(
                        layer.kind(),
                        layer.name(),
                        layer.config(),
                        layer.calls().stream().map(call -> counted(call, shifted)).toList(),
                        layer.inner()))
            .toList();
    return new KerasModel(
        model.name(),
        recounted,
        model.inputs(),
        model.outputs().stream().map(ref -> counted(ref, shifted)).toList());
  }

  private static Call counted(Call call, List<String> shifted) {
    List<Argument> arguments =
        call.arguments().stream()
            .map(argument -> argument instanceof Ref ref ? counted(ref, shifted) : argument)
            .toList();
    return new Call(arguments, call.keywords());
  }

  private static Ref counted(Ref ref, List<String> shifted) {
    return shifted.contains(ref.layer()) ? new Ref(ref.layer(), ref.call() - 1, ref.output()) : ref;
  }
}
