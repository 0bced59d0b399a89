package liviano.formats.keras;

import static java.util.Map.entry;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import liviano.formats.importer.ForeignOp;
import liviano.formats.importer.ForeignOp.Combination;
import liviano.formats.importer.LayerNames;
import liviano.formats.keras.KerasModel.Layer;
import liviano.formats.keras.NetworkBuilder.Value;
import liviano.graph.Op;
import liviano.json.JsonObject;
import liviano.json.JsonString;
import liviano.json.JsonValue;
import liviano.tensor.UnaryFunction;
import liviano.tensor.UnaryFunction.Plain;

/** Activations: layers of their own, and what other layers end with. */
final class ActivationLayers {
  private static final float RELU6 = 6;

  private static final Map<String, Op.Activation> NAMED =
      Map.ofEntries(
          entry("relu", new Op.Relu()),
          entry("relu6", new Op.Relu6()),
          entry("leaky_relu", new Op.LeakyRelu(0.2f)),
          entry("sigmoid", new Op.Sigmoid()),
          entry("tanh", new Op.Tanh(1, 1)),
          entry("hard_swish", new Op.HardSwish()),
          entry("hard_silu", new Op.HardSwish()),
          entry("hard_tanh", new Op.Clip(-1, 1)),
          entry("elu", new Op.Map(new UnaryFunction.Elu(1))),
          entry("selu", new Op.Map(new UnaryFunction.Selu(1.6732632423f, 1.0507009873f))),
          entry("gelu", new Op.Map(Plain.GELU)),
          entry("exponential", new Op.Map(Plain.EXP)),
          entry("softplus", new Op.Map(Plain.SOFTPLUS)),
          entry("softsign", new Op.Map(Plain.SOFTSIGN)),
          entry("mish", new Op.Map(Plain.MISH)));

  private ActivationLayers() {}

  static Value activation(LayerCall call) {
    return activated(call, call.input());
  }

  /** What a layer gives, by the activation that it says. */
  static Value activated(LayerCall call, Value value) {
    Optional<JsonValue> activation = call.settings().find("activation");
    return activation.isEmpty() ? value : activated(call, value, activation.get());
  }

  /** By a name, a function with its name, or a layer within the layer. */
  private static Value activated(LayerCall call, Value value, JsonValue activation) {
    return switch (activation) {
      case JsonString name -> named(call, value, name.value());
      case JsonObject object when object.find("config").orElse(object) instanceof JsonString name ->
          named(call, value, name.value());
      case JsonObject object -> {
        Layer layer =
            new Layer(
                object.string("class_name"),
                call.layer().name() + ".activation",
                object.object("config"),
                List.of(),
                Optional.empty());
        LayerCall inner = call.with(layer, value);
        yield LayerKinds.find(layer)
            .orElseThrow(() -> inner.unsupported("this activation is not computed here"))
            .apply(inner);
      }
      default -> throw call.malformed("its activation is " + activation.kind());
    };
  }

  static Value named(LayerCall call, Value value, String name) {
    return switch (name) {
      case "linear" -> value;
      case "softmax" -> softmax(call, value);
      case "swish", "silu" -> gated(call, value);
      case "hard_sigmoid" -> activate(call, value, hardSigmoid(call.dialect()));
      default -> {
        Op.Activation activation = NAMED.get(name);
        if (activation == null) {
          throw call.unsupported(
              "activation '" + LayerNames.shortened(name) + "' is not computed here");
        }
        yield activate(call, value, activation);
      }
    };
  }

  private static Op.Activation hardSigmoid(Dialect dialect) {
    return dialect.wideHardSigmoid()
        ? new Op.HardSigmoid()
        : new Op.Map(new UnaryFunction.HardSigmoid(0.2f, 0.5f));
  }

  private static Value activate(LayerCall call, Value value, Op.Activation activation) {
    return call.add(
        "activation", new ForeignOp.Activate(activation), List.of(value.tensor()), value.dims());
  }

  private static Value gated(LayerCall call, Value value) {
    Value gate = activate(call, value, new Op.Sigmoid());
    return call.add(
        "gated",
        new ForeignOp.Combine(Combination.MULTIPLY),
        List.of(value.tensor(), gate.tensor()),
        value.dims());
  }

  static Value softmax(LayerCall call) {
    Value value = call.input();
    List<Integer> axes = call.settings().integers("axis", List.of(-1));
    int rank = value.dims().size();
    if (axes.size() != 1 || Math.floorMod(axes.getFirst(), rank) != rank - 1) {
      throw call.unsupported("it is along axes " + axes + ", not the last one");
    }
    return softmax(call, value);
  }

  private static Value softmax(LayerCall call, Value value) {
    return call.add("softmax", new ForeignOp.Softmax(1), List.of(value.tensor()), value.dims());
  }

  /** {@code min(x, max_value)} from a threshold on, below it a slope. */
  static Value relu(LayerCall call) {
    LayerSettings settings = call.settings();
    float slope = settings.number("negative_slope", 0);
    float threshold = settings.number("threshold", 0);
    float most = settings.number("max_value", Float.POSITIVE_INFINITY);
    Value value = call.input();
    if (slope == 0 && threshold == 0) {
      return activate(call, value, clip(most));
    }
    if (slope != 0 && threshold != 0) {
      throw call.unsupported("its threshold is " + threshold + " and its slope " + slope);
    }
    Value bent =
        slope != 0
            ? activate(call, value, new Op.LeakyRelu(slope))
            : activate(call, value, new Op.Map(new UnaryFunction.ThresholdedRelu(threshold)));
    return most == Float.POSITIVE_INFINITY
        ? bent
        : activate(call, bent, new Op.Clip(Float.NEGATIVE_INFINITY, most));
  }

  private static Op.Activation clip(float most) {
    if (most == Float.POSITIVE_INFINITY) {
      return new Op.Relu();
    }
    return most == RELU6 ? new Op.Relu6() : new Op.Clip(0, most);
  }

  static Value elu(LayerCall call) {
    float alpha = call.settings().number("alpha", 1);
    return activate(call, call.input(), new Op.Map(new UnaryFunction.Elu(alpha)));
  }

  static Value thresholdedRelu(LayerCall call) {
    float theta = call.settings().number("theta", 1);
    return activate(call, call.input(), new Op.Map(new UnaryFunction.ThresholdedRelu(theta)));
  }

  static Value leakyRelu(LayerCall call) {
    LayerSettings settings = call.settings();
    String key = settings.find("negative_slope").isPresent() ? "negative_slope" : "alpha";
    return activate(call, call.input(), new Op.LeakyRelu(settings.number(key, 0.3)));
  }

  /** A slope for each channel. */
  static Value prelu(LayerCall call) {
    Value value = call.input();
    List<Integer> dims = call.weight("alpha").dims();
    int slope =
        call.constant("alpha", Layouts.inDims(call.weight("alpha"), List.of(value.channels())));
    if (dims.stream().limit(Math.max(0, dims.size() - 1)).anyMatch(extent -> extent != 1)) {
      throw call.unsupported("it has a slope for each position: " + dims);
    }
    return call.add(new ForeignOp.PRelu(), List.of(value.tensor(), slope), value.dims());
  }
}
