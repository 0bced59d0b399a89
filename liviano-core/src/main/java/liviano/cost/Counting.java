package liviano.cost;

import liviano.graph.Node;
import liviano.graph.Op;
import liviano.graph.Window;
import liviano.tensor.Shape;

/** By which convention the multiply-adds of a convolution are counted. */
public enum Counting {
  /** One for each weight at each position of the output: what has to be computed. */
  DENSE,
  /**
   * As TensorFlow 1 ran atrous convolutions, and its profiler counted them: at rate r the map is
   * padded until it falls into r x r dense maps of one size, and the positions in the padding are
   * computed too. The figures of DeepLab's model zoo and of the paper's table 7 are counted so.
   */
  SPACE_TO_BATCH,
  /** Multiplications and additions by themselves: twice the dense count, as Darknet prints it. */
  OPERATIONS;

  /**
   * @param dense multiply-adds of the node, counted densely
   */
  long of(Node node, long dense) {
    return switch (this) {
      case DENSE -> dense;
      case OPERATIONS -> Math.multiplyExact(2, dense);
      case SPACE_TO_BATCH ->
          node.op() instanceof Op.Convolution convolution
              ? padded(node, convolution.window(), dense)
              : dense;
    };
  }

  private static long padded(Node node, Window w, long dense) {
    Shape out = node.output().shape();
    boolean strided = w.strideH() > 1 || w.strideW() > 1;
    if (strided) {
      return dense; // such a convolution is never run so
    }
    long positions =
        Math.multiplyExact(
            padded(out.height(), w.kernelH(), w.dilationH()),
            padded(out.width(), w.kernelW(), w.dilationW()));
    return Math.multiplyExact(dense / ((long) out.height() * out.width()), positions);
  }

  /** The positions that are computed for this number of output positions. */
  private static long padded(int out, int kernel, int rate) {
    if (kernel == 1) {
      return out;
    }
    long margin = (long) rate * (kernel - 1);
    return Math.ceilDiv(out + margin, rate) * rate - margin;
  }
}
