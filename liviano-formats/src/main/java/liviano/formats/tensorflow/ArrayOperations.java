package liviano.formats.tensorflow;

import java.util.ArrayList;
import java.util.List;
import liviano.formats.importer.ForeignNode;
import liviano.formats.importer.ForeignOp;
import liviano.formats.importer.TensorOp;
import liviano.tensor.DType;
import liviano.tensor.Reduction;

/** Operations on parts of tensors, and along their axes. */
record ArrayOperations(Translation to) {
  private static final int MOST_PARTS = 4096;

  /** Whether the node is one of these; translates it then. */
  boolean translate(GraphNode node) {
    switch (node.op()) {
      case "StridedSlice" ->
          to.as(
              node,
              new ForeignOp.StridedSlice(
                  mask(node, "begin_mask"),
                  mask(node, "end_mask"),
                  mask(node, "ellipsis_mask"),
                  mask(node, "new_axis_mask"),
                  mask(node, "shrink_axis_mask")),
              4);
      case "Slice" -> to.as(node, new ForeignOp.SliceOf(), 3);
      case "Pack" -> to.as(node, new ForeignOp.Pack(axis(node)), node.inputs().size());
      case "Unpack" -> parts(node, new ForeignOp.Unpack(axis(node)), "num", to.input(node, 0));
      case "Split" ->
          parts(
              node,
              new ForeignOp.Split(count(node, "num_split")),
              "num_split",
              to.input(node, 1),
              to.input(node, 0));
      case "SplitV" ->
          parts(
              node,
              new ForeignOp.Split(count(node, "num_split")),
              "num_split",
              to.input(node, 0),
              to.input(node, 2),
              to.input(node, 1));
      case "Tile" -> to.as(node, new ForeignOp.Tile(), 2);
      case "BroadcastTo" -> to.as(node, new TensorOp.Expand(), 2);
      case "Fill" -> to.as(node, new TensorOp.Fill(), 2);
      case "Range" -> to.as(node, new TensorOp.Range(), 3);
      case "Equal" -> to.as(node, new TensorOp.Equal(), 2);
      case "Select", "SelectV2" -> to.as(node, new TensorOp.Where(), 3);
      case "Gather" -> to.as(node, new ForeignOp.Gather(0), 2);
      case "GatherV2" -> gather(node);
      case "GatherNd" -> to.as(node, new ForeignOp.GatherNd(), 2);
      case "ArgMax", "ArgMin" ->
          to.as(
              node,
              new ForeignOp.ArgMax(
                  false, node.op().equals("ArgMin"), type(node, "output_type", DType.I64)),
              2);
      case "Max" -> reduced(node, Reduction.MAX);
      case "Min" -> reduced(node, Reduction.MIN);
      case "Sum" -> reduced(node, Reduction.SUM);
      case "Prod" -> reduced(node, Reduction.PRODUCT);
      case "Cast" -> to.as(node, new ForeignOp.Cast(type(node, "DstT", DType.F32)), 1);
      default -> {
        return false;
      }
    }
    return true;
  }

  private void reduced(GraphNode node, Reduction kind) {
    to.as(node, new ForeignOp.Reduce(kind, ShapeOperations.keepsRank(node)), 2);
  }

  private void gather(GraphNode node) {
    if (node.whole("batch_dims").orElse(0) != 0) {
      throw node.unsupported("it looks up in each sample of a batch");
    }
    to.as(node, new ForeignOp.Gather(to.whole(node, 2)), 2);
  }

  private void parts(GraphNode node, ForeignOp op, String count, Integer... inputs) {
    List<Integer> outputs = new ArrayList<>();
    for (int i = 0; i < count(node, count); i++) {
      Port port = new Port(node.name(), i);
      outputs.add(to.isRead(port) ? to.number(port) : ForeignNode.ABSENT);
    }
    to.add(node, op, List.of(inputs), outputs);
  }

  private static int count(GraphNode node, String name) {
    int count = node.whole(name).orElse(0);
    if (count < 1 || count > MOST_PARTS) {
      throw node.malformed("it makes " + count + " parts");
    }
    return count;
  }

  private static int axis(GraphNode node) {
    return node.whole("axis").orElse(0);
  }

  private static int mask(GraphNode node, String name) {
    return node.whole(name).orElse(0);
  }

  private static DType type(GraphNode node, String name, DType otherwise) {
    return node.type(name)
        .map(
            type ->
                type.type()
                    .orElseThrow(() -> node.unsupported("its numbers are of no known format")))
        .orElse(otherwise);
  }
}
