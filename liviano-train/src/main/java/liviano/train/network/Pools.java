package liviano.train.network;

import liviano.graph.Node;
import liviano.graph.Window;
import liviano.tensor.Shape;
import liviano.train.torch.Tensors;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** One number of the positions in a window, which a graph's poolings read without gaps. */
final class Pools {
  private static final long[] GAPLESS = {1, 1};

  private Pools() {}

  static Layer max(Node node, Window window) {
    Borders borders = Borders.of(window, node.input().shape(), node.output().shape(), true);
    long[] kernel = {window.kernelH(), window.kernelW()};
    long[] stride = {window.strideH(), window.strideW()};
    Layer.Function layer =
        map ->
            torch.max_pool2d(
                borders.padded(map, Double.NEGATIVE_INFINITY),
                kernel,
                stride,
                borders.before(),
                GAPLESS,
                false);
    return layer.layer();
  }

  /** libtorch's own, but where the map is padded before: its sums, divided here. */
  static Layer average(Node node, Window window, boolean countPadding, Constants constants) {
    Borders borders = Borders.of(window, node.input().shape(), node.output().shape(), true);
    long[] kernel = {window.kernelH(), window.kernelW()};
    long[] stride = {window.strideH(), window.strideW()};
    boolean own = countPadding || !borders.isExplicit();
    Tensor shares = constants.own(shares(node, window, countPadding));
    Layer.Function layer =
        map -> {
          Tensor averages =
              torch.avg_pool2d(
                  borders.padded(map, 0),
                  kernel,
                  stride,
                  borders.before(),
                  false,
                  countPadding,
                  own ? new LongOptional() : new LongOptional(1));
          return own ? averages : averages.mul(shares);
        };
    return layer.layer();
  }

  /** One over the number of positions that count, {@code [1, 1, rows, columns]}. */
  private static Tensor shares(Node node, Window window, boolean countPadding) {
    Shape in = node.input().shape();
    Shape out = node.output().shape();
    int top = window.rows(in.height()).padBefore();
    int left = window.columns(in.width()).padBefore();
    float[] shares = new float[out.height() * out.width()];
    for (int y = 0; y < out.height(); y++) {
      int rows =
          countPadding
              ? window.kernelH()
              : inside(y * window.strideH() - top, window.kernelH(), in.height());
      for (int x = 0; x < out.width(); x++) {
        int columns =
            countPadding
                ? window.kernelW()
                : inside(x * window.strideW() - left, window.kernelW(), in.width());
        shares[y * out.width() + x] = 1f / (rows * columns);
      }
    }
    return Tensors.of(shares, 1, 1, out.height(), out.width());
  }

  /** How many of a window's positions along an axis are on the map. */
  private static int inside(int first, int kernel, int extent) {
    return Math.min(first + kernel, extent) - Math.max(first, 0);
  }
}
