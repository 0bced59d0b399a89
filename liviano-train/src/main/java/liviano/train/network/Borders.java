package liviano.train.network;

import liviano.graph.Window;
import liviano.tensor.Shape;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * The padding of a window over a map. libtorch pads both sides of an axis alike; where that gives
 * other positions, as {@code SAME} padding at stride 2 does, the map is padded before.
 *
 * @param before rows and columns of padding that libtorch adds on each side by itself
 * @param explicit what is added before, in libtorch's order: left, right, top, bottom; all 0 where
 *     libtorch's own padding does
 */
record Borders(long[] before, long[] explicit) {

  /**
   * The padding of a window.
   *
   * @param half whether libtorch's own padding may be half a window at most, as in its poolings
   */
  static Borders of(Window window, Shape in, Shape out, boolean half) {
    int top = window.rows(in.height()).padBefore();
    int left = window.columns(in.width()).padBefore();
    int rows = reach(window.kernelH(), window.dilationH());
    int columns = reach(window.kernelW(), window.dilationW());
    boolean alike =
        positions(in.height(), top, rows, window.strideH()) == out.height()
            && positions(in.width(), left, columns, window.strideW()) == out.width()
            && (!half || (2 * top <= window.kernelH() && 2 * left <= window.kernelW()));
    if (alike) {
      return new Borders(new long[] {top, left}, new long[4]);
    }
    long bottom = after(in.height(), top, rows, window.strideH(), out.height());
    long right = after(in.width(), left, columns, window.strideW(), out.width());
    return new Borders(new long[2], new long[] {left, right, top, bottom});
  }

  /** The map with its explicit padding. */
  Tensor padded(Tensor map, double value) {
    return isExplicit() ? torch.constant_pad_nd(map, explicit, new Scalar(value)) : map;
  }

  /** Whether the map is padded before. */
  boolean isExplicit() {
    return explicit[0] != 0 || explicit[1] != 0 || explicit[2] != 0 || explicit[3] != 0;
  }

  /** Positions from the first read to the last, both counted. */
  static int reach(int kernel, int dilation) {
    return (kernel - 1) * dilation + 1;
  }

  private static int positions(int in, int pad, int reach, int stride) {
    return Math.floorDiv(in + 2 * pad - reach, stride) + 1;
  }

  /**
   * What the last window reaches beyond the map; what it leaves of the map is cut off by itself.
   */
  private static long after(int in, int before, int reach, int stride, int out) {
    return Math.max(0, (out - 1L) * stride + reach - before - in);
  }
}
