package liviano.train.network;

import java.util.List;
import org.bytedeco.pytorch.Tensor;

/** One node of a graph, ready to compute: what its values are made of its inputs. */
@FunctionalInterface
interface Layer {

  /**
   * Computes the node's values from its inputs, both in the graph's order and laid out as {@link
   * Layout} says. What it gives are tensors that it has made, or an input whose numbers it has
   * overwritten; never a constant.
   */
  List<Tensor> apply(List<Tensor> inputs, Mode mode);

  /** A layer of one input and one value that computes the same in all modes. */
  @FunctionalInterface
  interface Function {
    Tensor apply(Tensor input);

    default Layer layer() {
      return (inputs, _) -> List.of(apply(inputs.getFirst()));
    }
  }
}
