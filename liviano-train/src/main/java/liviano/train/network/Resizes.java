package liviano.train.network;

import java.util.stream.IntStream;
import liviano.graph.Node;
import liviano.tensor.Nearest;
import liviano.tensor.Sampling;
import liviano.tensor.Shape;
import liviano.train.torch.Tensors;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** Maps of another height and width. */
final class Resizes {
  private Resizes() {}

  static Layer bilinear(Node node, int height, int width, Sampling sampling, Constants constants) {
    return switch (sampling) {
      case HALF_PIXEL -> own(height, width, false);
      case ALIGN_CORNERS -> own(height, width, true);
      case LEGACY, PYTORCH_HALF_PIXEL -> byMatrices(node, height, width, sampling, constants);
    };
  }

  private static Layer own(int height, int width, boolean alignCorners) {
    long[] size = {height, width};
    Layer.Function layer = map -> torch.upsample_bilinear2d(map, size, alignCorners);
    return layer.layer();
  }

  /** A rule that libtorch does not have: each row, then each column, is a sum of two. */
  private static Layer byMatrices(
      Node node, int height, int width, Sampling sampling, Constants constants) {
    Shape in = node.input().shape();
    Tensor rows = constants.own(matrix(in.height(), height, sampling));
    Tensor columns = constants.own(matrix(in.width(), width, sampling).t().contiguous());
    Layer.Function layer = map -> rows.matmul(map).matmul(columns);
    return layer.layer();
  }

  /** What each output position takes of each input position, {@code [out, in]}. */
  private static Tensor matrix(int in, int out, Sampling sampling) {
    float[] shares = new float[Math.multiplyExact(out, in)];
    for (int i = 0; i < out; i++) {
      float source = sampling.source(i, in, out);
      int from = (int) Math.floor(source);
      float share = source - from;
      shares[i * in + Math.clamp(from, 0, in - 1)] += 1 - share;
      shares[i * in + Math.clamp(from + 1L, 0, in - 1)] += share;
    }
    return Tensors.of(shares, out, in);
  }

  static Layer nearest(Node node, int height, int width, Nearest rule, Constants constants) {
    Shape in = node.input().shape();
    Tensor rows = constants.own(places(in.height(), height, rule));
    Tensor columns = constants.own(places(in.width(), width, rule));
    Layer.Function layer = map -> map.index_select(2, rows).index_select(3, columns);
    return layer.layer();
  }

  private static Tensor places(int in, int out, Nearest rule) {
    long[] places =
        IntStream.range(0, out).mapToLong(position -> rule.source(position, in, out)).toArray();
    return Tensors.of(places, out);
  }
}
