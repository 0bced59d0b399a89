package liviano.train.network;

import java.util.List;
import liviano.tensor.Shape;
import org.bytedeco.pytorch.Tensor;

/**
 * Where the numbers of a graph's value are in a tensor. One rule: a value of three extents is a map
 * {@code [height, width, channels]}, and its tensor is {@code [batch, channels, height, width]},
 * the channels innermost in memory. A value of any other number of extents has them in the graph's
 * own order after the batch: {@code [batch, channels]} for a vector. A value that is the same for
 * all samples has a batch of 1.
 */
final class Layout {
  private Layout() {}

  /** Which extent of the tensor an extent of the value is. */
  static int axis(Shape shape, int axis) {
    return !shape.isMap() ? axis + 1 : axis == 2 ? 1 : axis + 2;
  }

  /** Which extent of the tensor the value's channels, its innermost extent, are. */
  static int channelAxis(Shape shape) {
    return axis(shape, shape.rank() - 1);
  }

  /** A value's extents in the order of its tensor, without the batch. */
  static List<Integer> extents(Shape shape) {
    return shape.isMap() ? List.of(shape.channels(), shape.height(), shape.width()) : shape.dims();
  }

  /** A view in the graph's order of extents, after the batch. */
  static Tensor toGraph(Tensor tensor, Shape shape) {
    return shape.isMap() ? tensor.permute(0, 2, 3, 1) : tensor;
  }

  /** What {@link #toGraph} undoes. */
  static Tensor fromGraph(Tensor tensor, Shape shape) {
    return shape.isMap() ? tensor.permute(0, 3, 1, 2) : tensor;
  }

  /** The numbers in the graph's order under another shape. */
  static Tensor reshape(Tensor tensor, Shape from, Shape to) {
    return fromGraph(toGraph(tensor, from).reshape(batched(tensor.size(0), to.dims())), to);
  }

  /** The extents of what has no batch. */
  static long[] extents64(Shape shape) {
    return shape.dims().stream().mapToLong(Integer::longValue).toArray();
  }

  /** Extents after those of a batch. */
  static long[] batched(long batch, List<Integer> extents) {
    long[] all = new long[extents.size() + 1];
    all[0] = batch;
    for (int i = 0; i < extents.size(); i++) {
      all[i + 1] = extents.get(i);
    }
    return all;
  }

  /** A number per channel as a tensor that is broadcast over values of a shape. */
  static Tensor perChannel(Tensor numbers, Shape shape) {
    return shape.isMap() ? numbers.view(1, numbers.numel(), 1, 1) : numbers;
  }
}
