package liviano.server.inference;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import liviano.json.JsonReader.Span;

/**
 * A request for an inference, of which the tensors are still as they came: what they hold is read
 * when it is known that the model takes them.
 *
 * @param id given back in the answer
 * @param inputs each name once
 * @param outputs which the answer is to hold, each name once; none where it is to hold all
 * @param binary whether outputs are wanted as bytes, unless they say otherwise themselves
 */
record InferRequest(Optional<String> id, List<Input> inputs, List<Output> outputs, boolean binary) {

  InferRequest {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
  }

  /**
   * A tensor.
   *
   * @param shape none negative; the product is a long
   * @param body of the request
   * @param content where in the body the elements are
   * @param binary whether they are bytes, else JSON
   */
  record Input(
      String name, Datatype type, List<Long> shape, byte[] body, Span content, boolean binary) {

    Input {
      shape = List.copyOf(shape);
    }

    /** How many elements. */
    long elements() {
      return shape.stream().reduce(1L, Math::multiplyExact);
    }
  }

  /**
   * An output that is asked for.
   *
   * @param binary whether as bytes; empty where as the request says of all
   * @param classes of how many classes at most the answer is to tell value, index and label,
   *     instead of all numbers; empty where it is to hold the numbers
   */
  record Output(String name, Optional<Boolean> binary, OptionalInt classes) {}
}
