package liviano.train.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import liviano.graph.Node;
import liviano.graph.Op;
import liviano.graph.Value;
import liviano.tensor.BlockOrder;
import liviano.tensor.Shape;
import liviano.train.torch.Tensors;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** The same numbers in other places. */
final class Moves {
  private Moves() {}

  static Layer concat(Node node, Op.Concat op) {
    Shape shape = node.input().shape();
    int axis = Layout.axis(shape, op.axis(shape.rank()));
    return (inputs, _) -> {
      long batch = inputs.stream().mapToLong(x -> x.size(0)).max().orElseThrow();
      Tensor[] parts = inputs.stream().map(x -> repeated(x, batch)).toArray(Tensor[]::new);
      return List.of(torch.cat(new TensorVector(parts), axis));
    };
  }

  /** What is the same for all samples, for each of them. */
  private static Tensor repeated(Tensor x, long batch) {
    if (x.size(0) == batch) {
      return x;
    }
    long[] extents = new long[(int) x.dim()];
    Arrays.fill(extents, -1);
    extents[0] = batch;
    return x.expand(extents);
  }

  static Layer split(Node node, Op.Split op) {
    int axis = Layout.axis(node.input().shape(), op.axis());
    return (inputs, _) -> {
      List<Tensor> parts = new ArrayList<>();
      long from = 0;
      for (int size : op.sizes()) {
        parts.add(inputs.getFirst().narrow(axis, from, size));
        from += size;
      }
      return parts;
    };
  }

  static Layer reshape(Node node, Shape to) {
    Shape from = node.input().shape();
    Layer.Function layer = x -> Layout.reshape(x, from, to);
    return layer.layer();
  }

  static Layer transpose(Node node, List<Integer> order) {
    Shape in = node.input().shape();
    Shape out = node.output().shape();
    long[] axes = new long[in.rank() + 1];
    for (int axis = 0; axis < in.rank(); axis++) {
      axes[axis + 1] = order.get(axis) + 1L;
    }
    Layer.Function layer = x -> Layout.fromGraph(Layout.toGraph(x, in).permute(axes), out);
    return layer.layer();
  }

  static Layer slice(Node node, Op.Slice op) {
    Shape in = node.input().shape();
    Layer.Function layer =
        x -> {
          Tensor part = x;
          for (int axis = 0; axis < in.rank(); axis++) {
            long from = op.begin().get(axis);
            long step = op.stride().get(axis);
            long to = from + (op.size().get(axis) - 1) * step + 1;
            part =
                part.slice(
                    Layout.axis(in, axis), new LongOptional(from), new LongOptional(to), step);
          }
          return part;
        };
    return layer.layer();
  }

  static Layer tile(Node node, List<Integer> repeats) {
    long[] times = Layout.batched(1, inOrder(node, repeats));
    Layer.Function layer = x -> x.repeat(times);
    return layer.layer();
  }

  static Layer surround(Node node, Op.Surround op) {
    List<Integer> before = inOrder(node, op.before());
    List<Integer> after = inOrder(node, op.after());
    long[] pads = new long[2 * before.size()];
    for (int axis = 0; axis < before.size(); axis++) {
      int fromInnermost = before.size() - 1 - axis;
      pads[2 * fromInnermost] = before.get(axis);
      pads[2 * fromInnermost + 1] = after.get(axis);
    }
    return padded(pads, op.value());
  }

  /** Numbers for each extent of a value, in the order of the tensor's. */
  private static List<Integer> inOrder(Node node, List<Integer> each) {
    return node.input().shape().isMap() ? List.of(each.get(2), each.get(0), each.get(1)) : each;
  }

  static Layer pad(Op.Pad op) {
    return padded(new long[] {op.left(), op.right(), op.top(), op.bottom()}, 0);
  }

  /** Less than nothing is added where the map is cut off. */
  static Layer crop(Node node, Op.Crop op) {
    Shape in = node.input().shape();
    long right = (long) op.left() + op.width() - in.width();
    long bottom = (long) op.top() + op.height() - in.height();
    return padded(new long[] {-op.left(), right, -op.top(), bottom}, 0);
  }

  private static Layer padded(long[] pads, double value) {
    Layer.Function layer = x -> torch.constant_pad_nd(x, pads, new Scalar(value));
    return layer.layer();
  }

  static Layer shuffle(Node node, int groups) {
    Shape shape = node.input().shape();
    int axis = Layout.channelAxis(shape);
    long[] rows = {groups, shape.channels() / groups};
    Layer.Function layer =
        x -> x.unflatten(axis, rows).transpose(axis, axis + 1).flatten(axis, axis + 1);
    return layer.layer();
  }

  static Layer select(Node node, List<Integer> channels, Constants constants) {
    int axis = Layout.channelAxis(node.input().shape());
    long[] numbers = channels.stream().mapToLong(Integer::longValue).toArray();
    Tensor places = constants.own(Tensors.of(numbers, numbers.length));
    Layer.Function layer = x -> x.index_select(axis, places);
    return layer.layer();
  }

  static Layer spaceToDepth(Node node, long block, BlockOrder order) {
    Shape in = node.input().shape();
    Value out = node.output();
    long channels = in.channels();
    Layer.Function layer =
        switch (order) {
          case BLOCK_MAJOR -> x -> blocks(x, channels, in.height(), in.width(), block);
          case DARKNET ->
              x -> {
                long planes = channels / (block * block);
                long rows = in.height() * block;
                long columns = in.width() * block;
                Tensor wide = x.reshape(x.size(0), planes, rows, columns);
                long[] shape = Layout.batched(x.size(0), Layout.extents(out.shape()));
                return blocks(wide, planes, rows, columns, block).reshape(shape);
              };
        };
    return layer.layer();
  }

  private static Tensor blocks(Tensor map, long channels, long rows, long columns, long block) {
    long batch = map.size(0);
    return map.reshape(batch, channels, rows / block, block, columns / block, block)
        .permute(0, 3, 5, 1, 2, 4)
        .reshape(batch, block * block * channels, rows / block, columns / block);
  }
}
