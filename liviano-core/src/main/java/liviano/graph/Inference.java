package liviano.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import liviano.tensor.BlockOrder;
import liviano.tensor.DType;
import liviano.tensor.DetectionRule;
import liviano.tensor.Shape;

/** What each operation gives for what it reads. */
final class Inference {
  /** The most channels that a local response norm sums over. */
  private static final int MAX_AROUND = (1 << 16) - 1;

  private Inference() {}

  /**
   * The types of the outputs.
   *
   * @param layer the node's name, for errors
   * @throws GraphException if the operation does not fit its inputs, or a constant that it needs
   *     would hold too many numbers
   */
  static List<TensorType> outputs(String layer, Op op, List<TensorType> inputs) {
    try {
      requireCount(op, inputs.size());
      FormatRules.check(op, inputs);
      List<Shape> shapes = new ArrayList<>(inputs.size());
      for (TensorType input : inputs) {
        shapes.add(input.shape());
      }
      List<TensorType> outputs =
          switch (op) {
            case Op.Constant(Shape shape, DType format) -> List.of(plain(shape, format));
            case Op.Split(int axis, List<Integer> sizes) ->
                Axes.split(shapes.getFirst(), axis, sizes)
                    .map(inputs.getFirst()::withShape)
                    .toList();
            case Op.Quantize _, Op.Dequantize _, Op.Quantized _ ->
                QuantizedTypes.outputs(layer, op, inputs);
            case Op.IntegerSums _, Op.DynamicQuantize _ ->
                QuantizedTypes.outputs(layer, op, inputs);
            case Op.DetectionPostProcess(DetectionRule rule) ->
                Axes.detections(shapes, rule).stream().map(TensorType::f32).toList();
            case Op.Cast(DType format) -> List.of(plain(shapes.getFirst(), format));
            case Op.ArgMax(_, _, DType format) -> List.of(plain(shape(op, shapes), format));
            case Op.Unary _, Op.Binary _, Op.Variadic _ ->
                List.of(inputs.getFirst().withShape(shape(op, shapes)));
          };
      int in = inputs.isEmpty() ? 0 : shapes.getFirst().channels();
      Node.params(layer, op, in, outputs.getFirst().shape().channels());
      return outputs;
    } catch (GraphException e) {
      throw e;
    } catch (IllegalArgumentException | IllegalStateException | ArithmeticException e) {
      throw GraphException.at(layer, e.getMessage());
    }
  }

  private static TensorType plain(Shape shape, DType format) {
    return new TensorType(shape, format, Optional.empty());
  }

  private static Shape shape(Op op, List<Shape> inputs) {
    Shape in = inputs.getFirst();
    return switch (op) {
      case Op.Conv2d(int out, Window window, int groups, _) -> {
        groups(map(in), out, groups);
        yield slide(in, window, out);
      }
      case Op.TransposedConv2d(int out, Window window, int moreH, int moreW, int groups, _) -> {
        groups(map(in), out, groups);
        yield Shape.of(
            window.transposedRows(in.height(), moreH).out(),
            window.transposedColumns(in.width(), moreW).out(),
            out);
      }
      case Op.DepthwiseConv2d(Window window, int multiplier, _) -> {
        check(multiplier >= 1, "the multiplier must be at least 1, is %s", multiplier);
        yield slide(in, window, Math.multiplyExact(map(in).channels(), multiplier));
      }
      case Op.Dense(int units, _) -> {
        check(in.rank() == 1, "a dense layer reads a vector, not %s; reshape it first", in);
        yield Shape.of(units);
      }
      case Op.BatchNorm(float epsilon) -> {
        check(epsilon >= 0 && Float.isFinite(epsilon), "epsilon must not be %s", epsilon);
        yield in;
      }
      case Op.Quantize _, Op.Dequantize _, Op.Quantized _ -> throw new AssertionError(op);
      case Op.IntegerSums _, Op.DynamicQuantize _ -> throw new AssertionError(op);
      case Op.Relu _, Op.Relu6 _, Op.PRelu _, Op.Sigmoid _, Op.Softmax _, Op.Scale _ -> in;
      case Op.HardSigmoid _, Op.HardSwish _ -> in;
      case Op.Map _ -> in;
      case Op.Clip(float least, float most) -> {
        check(least <= most, "it clips to %s and %s", least, most);
        yield in;
      }
      case Op.LeakyRelu(float slope) -> {
        finite("slope", slope);
        yield in;
      }
      case Op.Tanh(float amplitude, float rate) -> {
        finite("amplitude", amplitude);
        finite("rate", rate);
        yield in;
      }
      case Op.Pairwise _ -> pairwise(op, in, inputs.get(1));
      case Op.Concat concat -> Axes.concat(inputs, concat.axis(in.rank()));
      case Op.Pool pool -> {
        Window window = pool.window();
        check(window.alwaysMeetsTheMap(), "a window may stand wholly on padding: %s", window);
        yield slide(in, window, map(in).channels());
      }
      case Op.GlobalAveragePool _ -> Shape.of(map(in).channels());
      case Op.ResizeBilinear(int height, int width, _) ->
          Shape.of(height, width, map(in).channels());
      case Op.Mean(List<Integer> axes, boolean keepDims) -> Axes.reduced(in, axes, keepDims);
      case Op.Reduce(_, List<Integer> axes, boolean keepDims) -> Axes.reduced(in, axes, keepDims);
      case Op.ArgMax(int axis, boolean keepDims, DType format) -> {
        check(format == DType.I32 || format == DType.I64, "places are i32 or i64, not %s", format);
        yield Axes.reduced(in, List.of(axis), keepDims);
      }
      case Op.Gather(int axis) -> Axes.gathered(in, axis, inputs.get(1));
      case Op.GatherNd() -> Axes.gatheredNd(in, inputs.get(1));
      case Op.Tile(List<Integer> repeats) -> Axes.tiled(in, repeats);
      case Op.Surround(var before, var after, float value) -> {
        check(!Float.isNaN(value), "it surrounds a tensor with NaN");
        yield Axes.surrounded(in, before, after);
      }
      case Op.ResizeNearest(int height, int width, _) ->
          Shape.of(height, width, map(in).channels());
      case Op.LocalResponseNorm(int size, float alpha, float beta, float offset) -> {
        check(size >= 1 && size % 2 == 1, "the window must be odd, is %s", size);
        check(size <= MAX_AROUND, "the window must be at most %d, is %s", MAX_AROUND, size);
        check(alpha >= 0 && Float.isFinite(alpha), "alpha must not be %s", alpha);
        check(beta >= 0 && Float.isFinite(beta), "beta must not be %s", beta);
        check(offset > 0 && Float.isFinite(offset), "the offset must be positive, is %s", offset);
        yield in;
      }
      case Op.L2Normalize(float epsilon) -> {
        check(epsilon >= 0 && Float.isFinite(epsilon), "epsilon must not be %s", epsilon);
        yield in;
      }
      case Op.ChannelShuffle(int groups) -> {
        check(
            groups >= 1 && in.channels() % groups == 0,
            "%d groups do not divide %d channels",
            groups,
            in.channels());
        yield in;
      }
      case Op.SelectChannels(List<Integer> channels) -> {
        check(!channels.isEmpty(), "it selects no channel");
        channels.forEach(
            c ->
                check(
                    c >= 0 && c < in.channels(), "there is no channel %d of %d", c, in.channels()));
        yield in.withChannels(channels.size());
      }
      case Op.SpaceToDepth(int block, BlockOrder order) -> spaceToDepth(map(in), block, order);
      case Op.Crop(int top, int left, int height, int width) -> {
        check(
            top >= 0 && left >= 0 && top < map(in).height() && left < in.width(),
            "row %d, column %d is not on %s",
            top,
            left,
            in);
        yield Shape.of(height, width, in.channels());
      }
      case Op.Pad(int top, int bottom, int left, int right) -> {
        check(
            top >= 0 && bottom >= 0 && left >= 0 && right >= 0,
            "negative padding: top %d, bottom %d, left %d, right %d",
            top,
            bottom,
            left,
            right);
        yield Shape.of(
            Math.addExact(map(in).height(), Math.addExact(top, bottom)),
            Math.addExact(in.width(), Math.addExact(left, right)),
            in.channels());
      }
      case Op.SquaredDistance(int units) -> {
        check(in.rank() == 1, "distances are those of a vector, not of %s", in);
        yield Shape.of(units);
      }
      case Op.Slice(var begin, var size, var stride) -> Axes.slice(in, begin, size, stride);
      case Op.Transpose(List<Integer> order) -> Axes.transpose(in, order);
      case Op.DetectionPostProcess _, Op.Split _, Op.Constant _, Op.Cast _ ->
          throw new AssertionError("no single shape of an input");
      case Op.Reshape(Shape shape) -> {
        check(
            shape.elements() == in.elements(),
            "%s holds %d numbers, %s holds %d",
            in,
            in.elements(),
            shape,
            shape.elements());
        yield shape;
      }
    };
  }

  private static void groups(Shape in, int out, int groups) {
    check(out >= 1, "output channels must be at least 1, are %s", out);
    check(
        groups >= 1 && in.channels() % groups == 0 && out % groups == 0,
        "%d groups do not divide %d input and %d output channels",
        groups,
        in.channels(),
        out);
  }

  private static Shape pairwise(Op op, Shape first, Shape second) {
    check(
        Axes.isRepeatedOver(second, first),
        "cannot %s %s and %s; each extent of the second, from the innermost, must be that of the"
            + " first or 1",
        op.getClass().getSimpleName().toLowerCase(Locale.ROOT),
        first,
        second);
    return first;
  }

  private static Shape spaceToDepth(Shape in, int block, BlockOrder order) {
    check(
        block >= 1 && in.height() % block == 0 && in.width() % block == 0,
        "blocks of %d do not divide %s",
        block,
        in);
    int area = Math.multiplyExact(block, block);
    check(
        order == BlockOrder.BLOCK_MAJOR || in.channels() % area == 0,
        "Darknet's order needs a multiple of %d channels, not %d",
        area,
        in.channels());
    return Shape.of(
        in.height() / block, in.width() / block, Math.multiplyExact(in.channels(), area));
  }

  private static Shape slide(Shape in, Window window, int channels) {
    return Shape.of(
        window.rows(map(in).height()).out(), window.columns(in.width()).out(), channels);
  }

  private static void requireCount(Op op, int count) {
    if (op instanceof Op.Quantized quantized) {
      QuantizedTypes.requireReal(quantized.real());
      requireCount(quantized.real(), count);
      return;
    }
    int least =
        switch (op) {
          case Op.Quantized _ -> throw new AssertionError(op);
          case Op.Nullary _ -> 0;
          case Op.Unary _, Op.Variadic _ -> 1;
          case Op.Binary _ -> 2;
        };
    boolean more = op instanceof Op.Variadic;
    check(
        more ? count >= least : count == least,
        "%s reads %s, not %d",
        op.getClass().getSimpleName(),
        more ? "at least 1 tensor" : least == 1 ? "1 tensor" : least + " tensors",
        count);
  }

  private static Shape map(Shape shape) {
    check(shape.isMap(), "it reads [height, width, channels], not %s", shape);
    return shape;
  }

  private static void finite(String what, float value) {
    check(Float.isFinite(value), "%s must be finite, is %s", what, value);
  }

  /** Builds the message only if it is needed, because every node of a graph is checked here. */
  static void check(boolean holds, String otherwise, Object... parts) {
    if (!holds) {
      throw new IllegalArgumentException(String.format(Locale.ROOT, otherwise, parts));
    }
  }
}
