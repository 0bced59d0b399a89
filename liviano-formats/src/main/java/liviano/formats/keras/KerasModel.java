package liviano.formats.keras;

import java.util.List;
import java.util.Optional;
import liviano.json.JsonObject;

/**
 * A network as its configuration has it: layers, and how they are called. A sequence of layers is
 * one, too, in which each layer is called once, with what the one before gives.
 *
 * @param layers under names of which each is used once
 * @param inputs what {@code InputLayer}s give
 */
record KerasModel(String name, List<Layer> layers, List<Ref> inputs, List<Ref> outputs) {
  /** The kind of the layers that stand for a network's inputs. */
  static final String INPUT = "InputLayer";

  KerasModel {
    layers = List.copyOf(layers);
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
  }

  /**
   * A layer. Two are the same only if they are the same object: one that is called twice has its
   * weights once.
   *
   * @param kind its class, such as {@code Conv2D}
   * @param calls one for each time that it is used in the network around it
   * @param inner the network that it is, if it is one
   */
  record Layer(
      String kind, String name, JsonObject config, List<Call> calls, Optional<KerasModel> inner) {
    Layer {
      calls = List.copyOf(calls);
    }

    boolean isInput() {
      return kind.equals(INPUT);
    }

    @Override
    public boolean equals(Object other) {
      return this == other;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(this);
    }
  }

  /**
   * A use of a layer.
   *
   * @param keywords arguments by their names, as they stand in the configuration
   */
  record Call(List<Argument> arguments, JsonObject keywords) {
    Call {
      arguments = List.copyOf(arguments);
    }

    List<Ref> refs() {
      return arguments.stream().filter(Ref.class::isInstance).map(Ref.class::cast).toList();
    }
  }

  /** What a layer is called with. */
  sealed interface Argument {}

  /**
   * A tensor that another layer gives.
   *
   * @param call which of its calls, from 0
   * @param output which of the tensors that it gives then
   */
  record Ref(String layer, int call, int output) implements Argument {}

  /** A number that stands in the configuration. */
  record Given(double value) implements Argument {}

  /**
   * Anything else.
   *
   * @param what for people
   */
  record Other(String what) implements Argument {}
}
