package liviano.formats.keras;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import liviano.Limits;
import liviano.MalformedModelException;
import liviano.UnsupportedModelException;
import liviano.formats.importer.ForeignGraph;
import liviano.formats.importer.LayerNames;
import liviano.formats.keras.KerasModel.Call;
import liviano.formats.keras.KerasModel.Layer;
import liviano.formats.keras.KerasModel.Ref;
import liviano.formats.keras.NetworkBuilder.Value;
import liviano.json.JsonArray;
import liviano.json.JsonNull;
import liviano.json.JsonValue;

/**
 * Turns a network as Keras has it into the importer's words: networks inside it are dissolved, and
 * a layer that is called several times becomes as many operations with the same weights.
 */
final class KerasNetwork {
  private final NetworkBuilder network;
  private final LayerWeights weights;
  private final Dialect dialect;

  private KerasNetwork(NetworkBuilder network, LayerWeights weights, Dialect dialect) {
    this.network = network;
    this.weights = weights;
    this.dialect = dialect;
  }

  /**
   * The network, which {@link #requireKnown} accepts.
   *
   * @throws MalformedModelException if its layers do not fit together; names the layer
   * @throws UnsupportedModelException if a layer is used as it is not computed here
   */
  static ForeignGraph of(KerasModel model, LayerWeights weights, Dialect dialect, Limits limits) {
    NetworkBuilder network = new NetworkBuilder(limits);
    List<Value> inputs = new ArrayList<>();
    for (Ref ref : model.inputs()) {
      Layer layer = layer(model, ref);
      inputs.add(network.input(layer.name(), extents(layer)));
    }
    List<Value> outputs = new KerasNetwork(network, weights, dialect).called(model, inputs);
    for (int i = 0; i < outputs.size(); i++) {
      String name = model.outputs().get(i).layer();
      network.output(LayerNames.shortened(name), outputs.get(i));
    }
    return network.graph();
  }

  /**
   * Refuses a network in which a layer is not computed here.
   *
   * @throws UnsupportedModelException says which, and of how many
   */
  static void requireKnown(KerasModel model) {
    List<Layer> layers = leaves(model);
    long known = layers.stream().filter(layer -> LayerKinds.find(layer).isPresent()).count();
    for (Layer layer : layers) {
      if (LayerKinds.find(layer).isEmpty()) {
        throw new UnsupportedModelException(
            String.format(
                Locale.ROOT,
                "layer '%s' of the kind %s is not computed here%s; %d of its %d layers are; save the"
                    + " model up to the layer before it",
                LayerNames.shortened(layer.name()),
                LayerNames.shortened(layer.kind()),
                layer.kind().equals("Lambda") ? ", because it holds Python code" : "",
                known,
                layers.size()));
      }
    }
  }

  private static List<Layer> leaves(KerasModel model) {
    return model.layers().stream()
        .filter(layer -> !layer.isInput())
        .flatMap(
            layer ->
                layer.inner().isPresent() ? leaves(layer.inner().get()).stream() : Stream.of(layer))
        .toList();
  }

  private static Layer layer(KerasModel model, Ref ref) {
    return model.layers().stream()
        .filter(layer -> layer.name().equals(ref.layer()))
        .findFirst()
        .orElseThrow(() -> unknown(ref.layer()));
  }

  /** Those of an input, -1 for an open one. */
  private static List<Integer> extents(Layer layer) {
    JsonArray shape =
        InputShapes.of(layer.config())
            .orElseThrow(
                () ->
                    new UnsupportedModelException(
                        "input '"
                            + LayerNames.shortened(layer.name())
                            + "' has no shape in the file; save the model after it was built for"
                            + " one"));
    List<Integer> dims = new ArrayList<>();
    for (int i = 0; i < shape.size(); i++) {
      JsonValue extent = shape.get(i);
      dims.add(extent instanceof JsonNull ? -1 : shape.integer(i));
    }
    if (dims.isEmpty() || dims.stream().skip(1).anyMatch(extent -> extent < 1)) {
      throw new UnsupportedModelException(
          String.format(
              Locale.ROOT,
              "input '%s' has no fixed size: %s; save the model with one",
              LayerNames.shortened(layer.name()),
              dims));
    }
    dims.set(0, dims.getFirst() == -1 ? 1 : dims.getFirst());
    return dims;
  }

  /** What a network gives for its inputs: calls in an order in which each finds what it reads. */
  private List<Value> called(KerasModel model, List<Value> inputs) {
    Results results = new Results(model, inputs);
    List<Pending> pending = pending(model);
    while (!pending.isEmpty()) {
      List<Pending> left = new ArrayList<>();
      for (Pending next : pending) {
        if (next.call().refs().stream().allMatch(results::has)) {
          network.count();
          results.put(next, called(next, results));
        } else {
          left.add(next);
        }
      }
      if (left.size() == pending.size()) {
        // Calls that are left over for other networks are no part of this one.
        break;
      }
      pending = left;
    }
    return model.outputs().stream().map(results::get).toList();
  }

  private List<Value> called(Pending next, Results results) {
    List<Value> reads = next.call().refs().stream().map(results::get).toList();
    Layer layer = next.layer();
    if (layer.inner().isPresent()) {
      KerasModel inner = layer.inner().get();
      if (inner.inputs().size() != reads.size()) {
        throw new MalformedModelException(
            String.format(
                Locale.ROOT,
                "network '%s' has %d inputs and is called with %d tensors",
                LayerNames.shortened(layer.name()),
                inner.inputs().size(),
                reads.size()));
      }
      return called(inner, reads);
    }
    LayerCall call = new LayerCall(network, weights, dialect, layer, next.call(), reads);
    try {
      return List.of(LayerKinds.find(layer).orElseThrow().apply(call));
    } catch (ArithmeticException e) {
      throw call.malformed("its extents are beyond 32 bits");
    }
  }

  private static List<Pending> pending(KerasModel model) {
    List<Pending> pending = new ArrayList<>();
    for (Layer layer : model.layers()) {
      for (int i = 0; i < layer.calls().size(); i++) {
        pending.add(new Pending(layer, i, layer.calls().get(i)));
      }
    }
    return pending;
  }

  private static MalformedModelException unknown(String layer) {
    return new MalformedModelException(
        "there is no layer '" + LayerNames.shortened(layer) + "', which others read");
  }

  /** A call that is to be made. */
  private record Pending(Layer layer, int index, Call call) {}

  /** What the calls in a network have given. */
  private static final class Results {
    private final Map<Ref, Value> values = new HashMap<>();

    Results(KerasModel model, List<Value> inputs) {
      for (int i = 0; i < inputs.size(); i++) {
        Ref ref = model.inputs().get(i);
        values.put(ref, inputs.get(i));
      }
    }

    boolean has(Ref ref) {
      return values.containsKey(ref);
    }

    Value get(Ref ref) {
      return Optional.ofNullable(values.get(ref)).orElseThrow(() -> unknown(ref.layer()));
    }

    void put(Pending call, List<Value> given) {
      for (int i = 0; i < given.size(); i++) {
        values.put(new Ref(call.layer().name(), call.index(), i), given.get(i));
      }
    }
  }
}
