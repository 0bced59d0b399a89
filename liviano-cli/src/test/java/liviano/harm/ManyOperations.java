package liviano.harm;

import java.util.List;
import liviano.graph.Graph;
import liviano.graph.GraphBuilder;
import liviano.graph.Op;
import liviano.graph.Padding;
import liviano.graph.Value;
import liviano.graph.Window;
import liviano.tensor.BlockOrder;
import liviano.tensor.DType;
import liviano.tensor.Nearest;
import liviano.tensor.Nearest.Rounding;
import liviano.tensor.Quantization;
import liviano.tensor.Reduction;
import liviano.tensor.Sampling;
import liviano.tensor.Shape;
import liviano.tensor.UnaryFunction;

/** A small graph of most operations, so that a fuzzer has their names and settings to work with. */
final class ManyOperations {
  private static final Window AROUND = Window.square(3, 1, Padding.SAME);
  private static final Window HALVING = Window.square(3, 2, Padding.SAME);

  private final GraphBuilder graph = Graph.builder();
  private Value last = graph.input("image", Shape.of(8, 8, 4));

  private ManyOperations() {}

  static Graph graph() {
    ManyOperations many = new ManyOperations();
    many.maps();
    many.moves();
    many.vectors();
    return many.graph.build();
  }

  private Value then(String name, Op op) {
    last = graph.add(name, op, last);
    return last;
  }

  private void join(String name, Op op, Value other) {
    last = graph.add(name, op, last, other);
  }

  /** From 8 x 8 positions of 4 channels to as many of 8. */
  private void maps() {
    then("conv", new Op.Conv2d(4, AROUND, 2, true));
    then("norm", new Op.BatchNorm(0.001f));
    Value map = then("relu6", new Op.Relu6());
    then("depthwise", new Op.DepthwiseConv2d(AROUND, 1, true));
    then("slope", new Op.PRelu());
    join("add", new Op.Add(), map);
    then("half", new Op.MaxPool(HALVING));
    Value half = then("average", new Op.AveragePool(AROUND, false));
    then("up", new Op.TransposedConv2d(4, HALVING, 0, 0, 1, true));
    then("clip", new Op.Clip(-1, 4));
    join("times", new Op.Multiply(), map);
    then("local", new Op.LocalResponseNorm(3, 1, 0.5f, 1));
    Value large = graph.add("large", new Op.ResizeBilinear(8, 8, Sampling.HALF_PIXEL), half);
    join("minus", new Op.Subtract(), large);
    Nearest rule = new Nearest(Sampling.LEGACY, Rounding.FLOOR);
    Value near = graph.add("near", new Op.ResizeNearest(8, 8, rule), half);
    join("both", new Op.Concat(2), near);
  }

  /** To 72 numbers. */
  private void moves() {
    then("shuffle", new Op.ChannelShuffle(2));
    then("some", new Op.SelectChannels(List.of(1, 3, 4, 7)));
    then("crop", new Op.Crop(1, 2, 4, 4));
    then("pad", new Op.Pad(1, 1, 0, 2));
    then("blocks", new Op.SpaceToDepth(2, BlockOrder.BLOCK_MAJOR));
    then("turned", new Op.Transpose(List.of(2, 0, 1)));
    then("part", new Op.Slice(List.of(0, 0, 0), List.of(8, 3, 3), List.of(2, 1, 1)));
    then("bytes", new Op.Quantize(DType.I8, Quantization.of(0.5f, 1)));
    then("reals", new Op.Dequantize());
    then("flat", new Op.Reshape(Shape.of(72)));
  }

  private void vectors() {
    then("exp", new Op.Map(UnaryFunction.Plain.EXP));
    then("dense", new Op.Dense(6, true));
    then("scale", new Op.Scale(true));
    then("length", new Op.L2Normalize(1e-6f));
    Value scores = then("softmax", new Op.Softmax());
    graph.output("probabilities", scores);
    then("best", new Op.ArgMax(0, false, DType.I32));
    Value table = graph.add("table", new Op.Constant(Shape.of(6, 2), DType.F32));
    Value row = graph.add("row", new Op.Gather(0), table, last);
    last = graph.add("tiles", new Op.Tile(List.of(1, 3)), row);
    then("around", new Op.Surround(List.of(0, 1), List.of(1, 0), 0.5f));
    then("mean", new Op.Mean(List.of(0), true));
    then("greatest", new Op.Reduce(Reduction.MAX, List.of(1), false));
    graph.output("count", then("count", new Op.Cast(DType.I32)));
  }
}
