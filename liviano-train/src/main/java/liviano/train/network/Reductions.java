package liviano.train.network;

import java.util.List;
import liviano.graph.Node;
import liviano.tensor.Reduction;
import liviano.tensor.Shape;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;

/** Numbers along some extents become one. */
final class Reductions {
  private Reductions() {}

  /** Over whole maps. */
  static Layer globalAverage() {
    long[] positions = {2, 3};
    Layer.Function layer = map -> map.mean(positions, false, new ScalarTypeOptional());
    return layer.layer();
  }

  static Layer mean(Node node, List<Integer> axes, boolean keepDims) {
    long[] along = along(axes);
    return reduced(node, x -> x.mean(along, keepDims, new ScalarTypeOptional()));
  }

  static Layer reduce(Node node, Reduction kind, List<Integer> axes, boolean keepDims) {
    long[] along = along(axes);
    return reduced(
        node,
        switch (kind) {
          case SUM -> x -> x.sum(along, keepDims, new ScalarTypeOptional());
          case PRODUCT -> x -> product(x, along, keepDims);
          case MAX -> x -> x.amax(along, keepDims);
          case MIN -> x -> x.amin(along, keepDims);
        });
  }

  /** One axis after another, the last first, so that the numbers of the others stay right. */
  private static Tensor product(Tensor x, long[] along, boolean keepDims) {
    Tensor product = x;
    for (int i = along.length - 1; i >= 0; i--) {
      product = product.prod(along[i], keepDims, new ScalarTypeOptional());
    }
    return product;
  }

  /** In the graph's order of extents, in which those that are left stay. */
  private static Layer reduced(Node node, Layer.Function function) {
    Shape in = node.input().shape();
    Shape out = node.output().shape();
    Layer.Function layer =
        x -> {
          Tensor numbers = function.apply(Layout.toGraph(x, in));
          return Layout.fromGraph(numbers.reshape(Layout.batched(x.size(0), out.dims())), out);
        };
    return layer.layer();
  }

  private static long[] along(List<Integer> axes) {
    return axes.stream().mapToLong(axis -> axis + 1L).toArray();
  }
}
