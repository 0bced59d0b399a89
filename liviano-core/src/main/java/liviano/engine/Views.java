package liviano.engine;

import java.util.ArrayList;
import java.util.List;
import liviano.graph.Op;
import liviano.kernels.StridedView;
import liviano.tensor.Shape;

/** Which numbers of a batch of tensors an operation gives, and in which order. */
final class Views {
  private Views() {}

  static StridedView slice(int batch, Shape in, Op.Slice op) {
    List<Long> strides = new ArrayList<>();
    long begin = 0;
    for (int axis = 0; axis < in.rank(); axis++) {
      long stride = stride(in, axis);
      begin += op.begin().get(axis) * stride;
      strides.add(op.stride().get(axis) * stride);
    }
    return samples(batch, in, begin, op.size(), strides);
  }

  /**
   * @param part which of the parts
   */
  static StridedView split(int batch, Shape in, Op.Split op, int part) {
    long before = op.sizes().subList(0, part).stream().mapToLong(Integer::longValue).sum();
    List<Integer> extents = new ArrayList<>(in.dims());
    extents.set(op.axis(), op.sizes().get(part));
    return samples(
        batch, in, before * stride(in, op.axis()), extents, StridedView.denseStrides(in.dims()));
  }

  static StridedView transpose(int batch, Shape in, Op.Transpose op) {
    return samples(
        batch,
        in,
        0,
        op.order().stream().map(in.dims()::get).toList(),
        op.order().stream().map(axis -> stride(in, axis)).toList());
  }

  /** Each extent as two: the tensor again and again, and the numbers of one time. */
  static StridedView tile(int batch, Shape in, Op.Tile op) {
    List<Integer> extents = new ArrayList<>();
    List<Long> strides = new ArrayList<>();
    for (int axis = 0; axis < in.rank(); axis++) {
      extents.addAll(List.of(op.repeats().get(axis), in.dims().get(axis)));
      strides.addAll(List.of(0L, stride(in, axis)));
    }
    return samples(batch, in, 0, extents, strides);
  }

  /**
   * The numbers that meet those of another tensor: an extent of 1 is repeated along the other's.
   */
  static StridedView repeated(int batch, Shape in, Shape over) {
    List<Long> strides = new ArrayList<>();
    for (int i = over.rank(); i >= 1; i--) {
      int axis = in.rank() - i;
      strides.add(axis < 0 || in.dims().get(axis) == 1 ? 0 : stride(in, axis));
    }
    return samples(batch, in, 0, over.dims(), strides);
  }

  /** The only position of each sample's map at all positions of another map. */
  static StridedView spread(int batch, Shape in, Shape over) {
    return samples(
        batch, in, 0, List.of(over.elements() / in.channels(), in.channels()), List.of(0L, 1L));
  }

  private static StridedView samples(
      int batch, Shape in, long begin, List<Integer> extents, List<Long> strides) {
    List<Integer> allExtents = new ArrayList<>(extents);
    allExtents.addFirst(batch);
    List<Long> allStrides = new ArrayList<>(strides);
    allStrides.addFirst((long) in.elements());
    return new StridedView(begin, allExtents, allStrides);
  }

  private static long stride(Shape in, int axis) {
    return StridedView.denseStrides(in.dims()).get(axis);
  }
}
