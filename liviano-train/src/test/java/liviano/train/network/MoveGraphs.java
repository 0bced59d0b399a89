package liviano.train.network;

import java.util.List;
import liviano.graph.Graph;
import liviano.graph.GraphBuilder;
import liviano.graph.Op;
import liviano.graph.Value;
import liviano.tensor.BlockOrder;
import liviano.tensor.Shape;
import org.junit.jupiter.api.Named;

/** Graphs of one operation that puts numbers to other places. */
final class MoveGraphs {
  private static final Shape MAP = Shape.of(6, 4, 8);
  private static final Shape FOUR = Shape.of(2, 3, 2, 4);

  private MoveGraphs() {}

  static List<Named<Graph>> all() {
    return List.of(
        of(MAP, new Op.Reshape(Shape.of(192))),
        of(MAP, new Op.Reshape(Shape.of(4, 6, 8))),
        of(MAP, new Op.Reshape(FOUR.withChannels(16))),
        of(Shape.of(24), new Op.Reshape(Shape.of(2, 3, 4))),
        of(MAP, new Op.Transpose(List.of(0, 1, 2))),
        of(MAP, new Op.Transpose(List.of(1, 0, 2))),
        of(MAP, new Op.Transpose(List.of(2, 0, 1))),
        of(FOUR, new Op.Transpose(List.of(3, 1, 0, 2))),
        of(MAP, new Op.Slice(List.of(1, 0, 2), List.of(2, 3, 3), List.of(2, 1, 2))),
        of(FOUR, new Op.Slice(List.of(0, 1, 0, 1), List.of(2, 2, 1, 2), List.of(1, 1, 1, 2))),
        of(MAP, new Op.Tile(List.of(2, 1, 3))),
        of(FOUR, new Op.Tile(List.of(1, 2, 1, 2))),
        of(MAP, new Op.Surround(List.of(1, 0, 2), List.of(0, 3, 1), 0.5f)),
        of(FOUR, new Op.Surround(List.of(1, 0, 0, 1), List.of(0, 2, 0, 0), -1)),
        of(MAP, new Op.Pad(1, 0, 2, 3)),
        of(MAP, new Op.Crop(1, 2, 3, 2)),
        of(MAP, new Op.Crop(1, 1, 6, 4)),
        of(MAP, new Op.ChannelShuffle(4)),
        of(Shape.of(8), new Op.ChannelShuffle(2)),
        of(MAP, new Op.SelectChannels(List.of(3, 0, 3, 7))),
        of(MAP, new Op.SpaceToDepth(2, BlockOrder.BLOCK_MAJOR)),
        of(MAP, new Op.SpaceToDepth(2, BlockOrder.DARKNET)),
        split(MAP, new Op.Split(2, List.of(3, 5))),
        split(MAP, new Op.Split(0, List.of(4, 2))),
        split(FOUR, new Op.Split(1, List.of(1, 2))));
  }

  private static Named<Graph> of(Shape shape, Op op) {
    return SmallGraphs.of(op + " of " + shape, shape, op);
  }

  /** The second part is an output too. */
  private static Named<Graph> split(Shape shape, Op op) {
    GraphBuilder graph = Graph.builder();
    Value in = graph.input("in", shape);
    List<Value> parts = graph.add("layer", op, List.of(in), List.of("one", "two"));
    Value relu = graph.add("relu", new Op.Relu(), parts.getFirst());
    return Named.of(
        op + " of " + shape, graph.output("one", relu).output("two", parts.getLast()).build());
  }
}
