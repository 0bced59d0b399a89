package liviano.formats.keras;

import java.util.List;
import java.util.Optional;
import liviano.MalformedModelException;
import liviano.UnsupportedModelException;
import liviano.formats.importer.ForeignConstant;
import liviano.formats.importer.ForeignOp;
import liviano.formats.importer.LayerNames;
import liviano.formats.keras.KerasModel.Call;
import liviano.formats.keras.KerasModel.Layer;
import liviano.formats.keras.KerasModel.Ref;
import liviano.formats.keras.NetworkBuilder.Value;

/**
 * A layer that is called, and what it is called with.
 *
 * @param dialect of the file
 * @param inputs the tensors among the call's arguments, in their order
 */
record LayerCall(
    NetworkBuilder network,
    LayerWeights weights,
    Dialect dialect,
    Layer layer,
    Call call,
    List<Value> inputs) {
  LayerCall {
    inputs = List.copyOf(inputs);
  }

  /** Another layer that is called with one tensor. */
  LayerCall with(Layer other, Value value) {
    Call read = new Call(List.of(new Ref("", 0, 0)), call.keywords());
    return new LayerCall(network, weights, dialect, other, read, List.of(value));
  }

  LayerSettings settings() {
    return new LayerSettings(layer.config());
  }

  /** The one tensor that it is called with. */
  Value input() {
    if (inputs.size() != 1 || call.arguments().size() != 1) {
      throw malformed("it is called with " + call.arguments().size() + " arguments, not 1");
    }
    return inputs.getFirst();
  }

  /** The one map that it is called with: {@code [1, height, width, channels]}. */
  Value map() {
    Value value = input();
    if (!value.isMap()) {
      throw unsupported("it reads " + value.dims() + ", not [1, height, width, channels]");
    }
    if (settings().text("data_format", "channels_last").equals("channels_first")) {
      throw unsupported("its maps have the channels first; save the model with channels last");
    }
    return value;
  }

  ForeignConstant weight(String role) {
    return weights.get(layer, role);
  }

  Optional<ForeignConstant> bias() {
    return settings().flag("use_bias", true) ? Optional.of(weight("bias")) : Optional.empty();
  }

  /** Extents of weights, of which there must be so many. */
  List<Integer> dims(String role, int rank) {
    List<Integer> dims = weight(role).dims();
    if (dims.size() != rank) {
      throw malformed("its weights '" + role + "' have the shape " + dims);
    }
    return dims;
  }

  int constant(String role, ForeignConstant tensor) {
    return network.constant(layer.name() + "." + role, tensor);
  }

  int floats(float... values) {
    return network.floats(layer.name() + ".numbers", values);
  }

  int integers(List<Integer> values) {
    return network.integers(layer.name() + ".numbers", values);
  }

  /** An operation that takes the layer's name. */
  Value add(ForeignOp op, List<Integer> reads, List<Integer> dims) {
    return network.add(layer.kind(), layer.name(), op, reads, dims);
  }

  /** An operation beside the layer's own. */
  Value add(String part, ForeignOp op, List<Integer> reads, List<Integer> dims) {
    String name = LayerNames.shortened(layer.name()) + "." + part;
    return network.add(layer.kind(), name, op, reads, dims);
  }

  /** What no program could compute. */
  MalformedModelException malformed(String reason) {
    return new MalformedModelException(where() + reason);
  }

  /** What is not computed here. */
  UnsupportedModelException unsupported(String reason) {
    return new UnsupportedModelException(where() + reason);
  }

  private String where() {
    return layer.kind() + " '" + LayerNames.shortened(layer.name()) + "': ";
  }
}
