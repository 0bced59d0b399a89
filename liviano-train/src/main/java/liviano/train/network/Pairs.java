package liviano.train.network;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BinaryOperator;
import liviano.graph.Node;
import liviano.tensor.Shape;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** Functions of two numbers, the second tensor broadcast over the first. */
final class Pairs {
  private Pairs() {}

  static Layer of(Node node, BinaryOperator<Tensor> function) {
    Shape first = node.input().shape();
    Shape second = node.inputs().get(1).shape();
    Shape aligned = aligned(second, first.rank());
    return (inputs, _) -> {
      Tensor other = inputs.get(1);
      return List.of(
          function.apply(
              inputs.getFirst(),
              aligned.equals(second) ? other : Layout.reshape(other, second, aligned)));
    };
  }

  /** A sum of equal shapes that takes the place of the second. */
  static Layer sumInSecond() {
    return (inputs, _) -> {
      Tensor second = inputs.get(1);
      second.add_(inputs.getFirst());
      return List.of(second);
    };
  }

  static Tensor maximum(Tensor first, Tensor second) {
    return torch.maximum(first, second);
  }

  static Tensor minimum(Tensor first, Tensor second) {
    return torch.minimum(first, second);
  }

  /** With as many extents as the first has. */
  private static Shape aligned(Shape second, int rank) {
    List<Integer> dims = new ArrayList<>(second.dims());
    while (dims.size() < rank) {
      dims.addFirst(1);
    }
    return new Shape(dims.subList(dims.size() - rank, dims.size()));
  }
}
