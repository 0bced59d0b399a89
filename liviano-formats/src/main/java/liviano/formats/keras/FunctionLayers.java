package liviano.formats.keras;

import static java.util.Map.entry;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import liviano.formats.importer.ForeignOp.Combination;
import liviano.formats.keras.KerasModel.Layer;
import liviano.formats.keras.NetworkBuilder.Value;
import liviano.json.JsonString;

/**
 * Functions of TensorFlow that versions before 3 keep as layers of the kind {@code TFOpLambda}:
 * what is written with operators between tensors, such as the normalisation of pixels.
 */
final class FunctionLayers {
  private static final String KIND = "TFOpLambda";

  private static final Map<String, Function<LayerCall, Value>> FUNCTIONS =
      Map.ofEntries(
          entry("math.add", call -> MergeLayers.combine(call, Combination.ADD)),
          entry("__operators__.add", call -> MergeLayers.combine(call, Combination.ADD)),
          entry("math.subtract", call -> MergeLayers.combine(call, Combination.SUBTRACT)),
          entry("math.multiply", call -> MergeLayers.combine(call, Combination.MULTIPLY)),
          entry("math.truediv", call -> MergeLayers.combine(call, Combination.DIVIDE)),
          entry("math.divide", call -> MergeLayers.combine(call, Combination.DIVIDE)),
          entry("math.maximum", call -> MergeLayers.combine(call, Combination.MAXIMUM)),
          entry("math.minimum", call -> MergeLayers.combine(call, Combination.MINIMUM)),
          entry("nn.relu", call -> ActivationLayers.named(call, call.input(), "relu")),
          entry("nn.relu6", call -> ActivationLayers.named(call, call.input(), "relu6")),
          entry("math.sigmoid", call -> ActivationLayers.named(call, call.input(), "sigmoid")),
          entry("math.tanh", call -> ActivationLayers.named(call, call.input(), "tanh")),
          entry("nn.softmax", call -> ActivationLayers.named(call, call.input(), "softmax")),
          entry("nn.silu", call -> ActivationLayers.named(call, call.input(), "silu")));

  private FunctionLayers() {}

  /** How a layer is computed if it is such a function. */
  static Optional<Function<LayerCall, Value>> find(Layer layer) {
    return layer.kind().equals(KIND)
        ? layer
            .config()
            .find("function")
            .filter(JsonString.class::isInstance)
            .flatMap(name -> Optional.ofNullable(FUNCTIONS.get(((JsonString) name).value())))
        : Optional.empty();
  }
}
