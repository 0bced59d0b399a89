package liviano.formats.importer;

import java.util.List;
import liviano.graph.Op;
import liviano.graph.Padding;
import liviano.tensor.DType;
import liviano.tensor.DetectionRule;
import liviano.tensor.Nearest;
import liviano.tensor.Reduction;
import liviano.tensor.Sampling;

/**
 * What a node of a foreign network does. ForeignAxes count the batch, and negative ones from the
 * innermost. Which inputs an operation reads stands with it, a bracket for those that may be left
 * out.
 */
public sealed interface ForeignOp {

  /** How a window moves, without its size. */
  record Steps(int strideH, int strideW, int dilationH, int dilationW, Padding padding) {
    /** The same, its reads so far apart and so many zeros around the map. */
    Steps apart(int rows, int columns, Padding zeros) {
      return new Steps(strideH, strideW, rows, columns, zeros);
    }
  }

  /** How two tensors become one, number by number. */
  enum Combination {
    ADD,
    SUBTRACT,
    MULTIPLY,
    DIVIDE,
    MAXIMUM,
    MINIMUM,
    /** The greatest whole number that is not above the quotient. */
    FLOOR_DIVIDE,
    POWER
  }

  /** Map, filter {@code [out, height, width, in / groups]}, [bias]. */
  record Convolution(Steps steps) implements ForeignOp {}

  /** Map, filter {@code [1, height, width, out]}, [bias]: each channel by itself. */
  record Depthwise(Steps steps) implements ForeignOp {}

  /**
   * Map, filter {@code [out, height, width, in]}, [bias], [extents of the result]. Where these are
   * left out, the result ends with what the last position adds to, or at {@code (in - 1) * stride +
   * 1 + (in - 1) % stride} with padding {@code SAME} if that is less: so MediaPipe has it.
   */
  record TransposedConvolution(Steps steps) implements ForeignOp {}

  /**
   * Rows of numbers, weights {@code [units, in]}, [bias].
   *
   * @param keepsRank whether the result has the extents of the input but for the innermost, and not
   *     {@code [rows, units]}
   */
  record Dense(boolean keepsRank) implements ForeignOp {}

  /**
   * Map.
   *
   * @param countPadding whether padding counts in the divisor
   */
  record AveragePool(int kernelH, int kernelW, Steps steps, boolean countPadding)
      implements ForeignOp {}

  /** Map. */
  record MaxPool(int kernelH, int kernelW, Steps steps) implements ForeignOp {}

  /** Any tensor. */
  record Activate(Op.Activation activation) implements ForeignOp {}

  /** Any tensor, a slope for each channel, or one for all: negative numbers times it. */
  record PRelu() implements ForeignOp {}

  /** Any tensor; scale, offset, mean and variance, a number of each for each channel. */
  record BatchNorm(float epsilon) implements ForeignOp {}

  /** Any tensor: {@code min(max(x, least), most)}. */
  record Clamp(float least, float most) implements ForeignOp {}

  /** Any tensor, along the innermost extent: softmax of {@code beta * x}. */
  record Softmax(float beta) implements ForeignOp {}

  /** Any tensor, along the innermost extent: {@code x / sqrt(sum of squares + epsilon)}. */
  record L2Normalize(float epsilon) implements ForeignOp {}

  /** Two tensors, one of which may be repeated along extents of 1. */
  record Combine(Combination how) implements ForeignOp {}

  /** Tensors to be set side by side. */
  record Concatenate(int axis) implements ForeignOp {}

  /** A tensor, axes: averages over these. */
  record Mean(boolean keepsRank) implements ForeignOp {}

  /**
   * A tensor, [extents].
   *
   * @param dims the extents where no input says them; at most one is -1 in either
   */
  record Reshape(List<Integer> dims) implements ForeignOp {}

  /**
   * A tensor.
   *
   * @param axes of extents of 1 that are left out; none for all
   */
  record Squeeze(List<Integer> axes) implements ForeignOp {}

  /** A tensor, an axis before which an extent of 1 comes. */
  record ExpandDims() implements ForeignOp {}

  /** A tensor, axes in their new order. */
  record Transpose() implements ForeignOp {}

  /** A tensor, numbers before and after each axis, [value]. */
  record Pad() implements ForeignOp {}

  /** Map, height and width. */
  record ResizeBilinear(Sampling sampling) implements ForeignOp {}

  /** Map, height and width: copies of the nearest positions. */
  record ResizeNearest(Nearest rule) implements ForeignOp {}

  /** Map: blocks of positions become channels, row and column of the block outermost. */
  record SpaceToDepth(int block) implements ForeignOp {}

  /** Map: channels become blocks of positions, row and column of the block outermost. */
  record DepthToSpace(int block) implements ForeignOp {}

  /** Map, height and width of blocks, zeros before and after rows and columns. */
  record SpaceToBatch() implements ForeignOp {}

  /** Map, height and width of blocks, what is cut off before and after rows and columns. */
  record BatchToSpace() implements ForeignOp {}

  /** A tensor as it is, or with its numbers in another real format. */
  record Same() implements ForeignOp {}

  /** A tensor, of which it gives the extents. */
  record ShapeOf() implements ForeignOp {}

  /**
   * A tensor, begins, ends, [steps]: TensorFlow's slice. Each setting is a set of entries of these
   * lists, the lowest bit for the first entry.
   *
   * @param openBegin whose begin does not count
   * @param openEnd whose end does not count
   * @param ellipsis that stands for all axes which no other entry is for
   * @param newAxes that give an extent of 1 before what follows
   * @param single that take one number, and give it without an extent
   */
  record StridedSlice(int openBegin, int openEnd, int ellipsis, int newAxes, int single)
      implements ForeignOp {}

  /** A tensor, a begin and a number of places for each axis; -1 places are all that follow. */
  record SliceOf() implements ForeignOp {}

  /** A tensor, begins, ends, [axes], [steps]: ONNX's slice. */
  record SliceAxes() implements ForeignOp {}

  /**
   * A tensor, an axis, [extents of the parts]: gives the parts.
   *
   * @param parts how many of the same extent, the last one perhaps smaller, where no input says it
   */
  record Split(int parts) implements ForeignOp {}

  /** A tensor: gives each place of an axis by itself, without the axis. */
  record Unpack(int axis) implements ForeignOp {}

  /** Tensors of the same extents along a new axis. */
  record Pack(int axis) implements ForeignOp {}

  /** A tensor, how many times it is repeated along each axis. */
  record Tile() implements ForeignOp {}

  /** A tensor, places along an axis, which give way to the axis. */
  record Gather(int axis) implements ForeignOp {}

  /** A tensor, places along its outermost axes, one tuple of them along the innermost axis. */
  record GatherNd() implements ForeignOp {}

  /**
   * A tensor, an axis: the place of the greatest number, the first of equal ones.
   *
   * @param least whether it is that of the smallest
   * @param type of the places
   */
  record ArgMax(boolean keepsRank, boolean least, DType type) implements ForeignOp {}

  /** A tensor, [axes; all if they are left out]. */
  record Reduce(Reduction kind, boolean keepsRank) implements ForeignOp {}

  /**
   * Boxes {@code [1, anchors, 4]}, scores {@code [1, anchors, classes]}, anchors {@code [anchors,
   * 4]}: gives boxes, classes, scores and their number.
   */
  record Detections(DetectionRule rule) implements ForeignOp {}

  /** A tensor, its numbers in another format. */
  record Cast(DType to) implements ForeignOp {}

  /** What {@link TensorOp} lists. */
  non-sealed interface OfTensors extends ForeignOp {}
}
