package liviano.formats.importer;

import java.util.List;
import liviano.tensor.DType;
import liviano.tensor.Reduction;
import liviano.weights.Tensor;

/**
 * Operations on tensors of any rank, which may give several. Axes count the batch, and negative
 * ones from the innermost; maps are as the file's layout says.
 */
public sealed interface TensorOp extends ForeignOp.OfTensors {

  /** Map, filter {@code [out, in / groups, height, width]}, [bias]. */
  record Filter(Sliding sliding, int groups) implements TensorOp {}

  /**
   * Map, filter {@code [in, out / groups, height, width]}, [bias].
   *
   * @param more positions after each axis
   * @param size extents of the result, in place of pads; none where these count
   */
  record TransposedFilter(Sliding sliding, int groups, List<Integer> more, List<Integer> size)
      implements TensorOp {}

  /** Map of one to three axes. Gives the greatest numbers, and on request where they stand. */
  record MaxPool(Sliding sliding, boolean columnMajor) implements TensorOp {}

  /** Map of one to three axes. */
  record AveragePool(Sliding sliding, boolean countPadding) implements TensorOp {}

  /** Map of any number of axes. */
  record GlobalPool(boolean greatest) implements TensorOp {}

  /**
   * Tensor, [axes].
   *
   * @param axes where no input says them; none for all
   * @param noneIsNone whether no axes mean that nothing is done
   */
  record Reduce(Kind kind, List<Integer> axes, boolean keepsRank, boolean noneIsNone)
      implements TensorOp {
    /** What becomes of the numbers. */
    public enum Kind {
      SUM(Reduction.SUM),
      PRODUCT(Reduction.PRODUCT),
      MAX(Reduction.MAX),
      MIN(Reduction.MIN),
      MEAN(Reduction.SUM);

      private final Reduction reduction;

      Kind(Reduction reduction) {
        this.reduction = reduction;
      }

      Reduction reduction() {
        return reduction;
      }
    }
  }

  /** Tensor. */
  record ArgMax(int axis, boolean keepsRank, boolean smallest, boolean last) implements TensorOp {}

  /**
   * Tensor, [sizes].
   *
   * @param sizes of the parts where no input says them; none for equal ones
   */
  record Split(int axis, List<Integer> sizes) implements TensorOp {}

  /** Tensor, starts, ends, [axes], [steps]. */
  record Part() implements TensorOp {}

  /** Tensor, places along an axis. */
  record Gather(int axis) implements TensorOp {}

  /** Tensor, places along its outermost axes. */
  record GatherNd() implements TensorOp {}

  /** Tensor: the same numbers in another format. */
  record Cast(DType to) implements TensorOp {}

  /** Tensor, how many times along each axis. */
  record Tile() implements TensorOp {}

  /** Tensor, extents over which it is repeated. */
  record Expand() implements TensorOp {}

  /** Tensor, extents. {@code zeroCopies}: whether 0 means the extent of the tensor. */
  record ReshapeTo(boolean zeroCopies) implements TensorOp {}

  /** Tensor: axes before this one become one, those from it on another. */
  record Flatten(int axis) implements TensorOp {}

  /** Tensor, axes of the result that are new. */
  record Unsqueeze() implements TensorOp {}

  /** Tensor: the axes the other way round. */
  record Reverse() implements TensorOp {}

  /** Tensor, [axes] of 1 that are left out. */
  record Squeeze() implements TensorOp {}

  /**
   * Tensor.
   *
   * @param flattens whether all axes from this one on count as one
   * @param logarithm whether the logarithm of it is given
   */
  record Softmax(int axis, boolean flattens, boolean logarithm) implements TensorOp {}

  /** Tensor, numbers before all axes, then after, [value], [axes]. */
  record Surround(Edge edge) implements TensorOp {
    /** What stands around a tensor. */
    public enum Edge {
      CONSTANT,
      /** The outermost numbers again. */
      EDGE,
      /** The numbers beside the outermost ones, mirrored. */
      REFLECT,
      /** The outermost numbers and those beside them, mirrored. */
      SYMMETRIC
    }
  }

  /** Tensor, numbers before and after each axis. */
  record Mirror(Surround.Edge edge) implements TensorOp {}

  /** Tensor, [region: first and last of each axis], [factors], [sizes]. */
  record Resize(Resampling resampling) implements TensorOp {}

  /** Map. {@code depthFirst}: whether the block's places come before the channels. */
  record DepthToSpace(int block, boolean depthFirst) implements TensorOp {}

  /** Map. */
  record SpaceToDepth(int block) implements TensorOp {}

  /** Two tensors, whose innermost axes are rows and columns. */
  record MatMul() implements TensorOp {}

  /** Two matrices, [summand]: {@code alpha * first * second + beta * summand}. */
  record Gemm(float alpha, float beta, boolean turnsFirst, boolean turnsSecond)
      implements TensorOp {}

  /**
   * Tensor, of which it gives some extents as integers of 64 bits.
   *
   * @param end may be far beyond the last
   */
  record Extents(int begin, int end) implements TensorOp {}

  /** Tensor, along the channels. */
  record ResponseNorm(int size, float alpha, float beta, float offset) implements TensorOp {}

  /** Integers, as the real numbers that they stand for. */
  record Dequantize(ForeignQuantization how) implements TensorOp {}

  /** Tensor: integers by the range of its numbers, their scale, their zero point. */
  record DynamicQuantize() implements TensorOp {}

  /** Map of bytes, filter of bytes, [zero point of the map], [zero points of the filter]: sums. */
  record IntegerFilter(Sliding sliding, int groups) implements TensorOp {}

  /** Rows of bytes, matrix of bytes, [zero point of the rows], [those of the columns]: sums. */
  record IntegerMatMul() implements TensorOp {}

  /** Constants: extents, all of one number. */
  record Filled(Tensor value) implements TensorOp {}

  /** Constants: extents, the number. */
  record Fill() implements TensorOp {}

  /** Constants: first, limit, step. */
  record Range() implements TensorOp {}

  /** Constants, of which each number chooses one of two. */
  record Where() implements TensorOp {}

  /** Constants: whether two numbers are equal. */
  record Equal() implements TensorOp {}
}
