package liviano.graph;

import java.util.List;

/** What each operation gives for what it reads. */
final class Inference {
  private Inference() {}

  /**
   * The type of the output.
   *
   * @param layer the node's name, for errors
   * @throws GraphException if the operation does not fit its inputs
   */
  static TensorType output(String layer, Op op, List<TensorType> inputs) {
    try {
      requireCount(op, inputs.size());
      for (TensorType input : inputs) {
        check(input.dtype() == inputs.getFirst().dtype(), "its inputs differ in number format");
      }
      TensorType first = inputs.getFirst();
      return first.withShape(shape(op, inputs.stream().map(TensorType::shape).toList()));
    } catch (GraphException e) {
      throw e;
    } catch (IllegalArgumentException | IllegalStateException | ArithmeticException e) {
      throw GraphException.at(layer, e.getMessage());
    }
  }

  private static Shape shape(Op op, List<Shape> inputs) {
    Shape in = inputs.getFirst();
    return switch (op) {
      case Op.Conv2d(int out, Window window, int groups, _) -> {
        check(out >= 1, "output channels must be at least 1, are " + out);
        check(
            groups >= 1 && map(in).channels() % groups == 0 && out % groups == 0,
            "%d groups do not divide %d input and %d output channels"
                .formatted(groups, in.channels(), out));
        yield slide(in, window, out);
      }
      case Op.DepthwiseConv2d(Window window, int multiplier, _) -> {
        check(multiplier >= 1, "the multiplier must be at least 1, is " + multiplier);
        yield slide(in, window, Math.multiplyExact(map(in).channels(), multiplier));
      }
      case Op.Dense(int units, _) -> {
        check(in.rank() == 1, "a dense layer reads a vector, not " + in + "; reshape it first");
        yield Shape.of(units);
      }
      case Op.BatchNorm(float epsilon) -> {
        check(epsilon >= 0 && Float.isFinite(epsilon), "epsilon must not be " + epsilon);
        yield in;
      }
      case Op.Relu _, Op.Relu6 _, Op.Sigmoid _, Op.Softmax _ -> in;
      case Op.Add _ -> {
        check(in.equals(inputs.get(1)), "cannot add " + in + " and " + inputs.get(1));
        yield in;
      }
      case Op.Concat _ -> concat(inputs);
      case Op.AveragePool(Window window, _) -> {
        check(window.alwaysMeetsTheMap(), "a window may stand wholly on padding: " + window);
        yield slide(in, window, map(in).channels());
      }
      case Op.GlobalAveragePool _ -> Shape.of(map(in).channels());
      case Op.ResizeBilinear(int height, int width, _) ->
          Shape.of(height, width, map(in).channels());
      case Op.Reshape(Shape shape) -> {
        check(
            shape.elements() == in.elements(),
            "%s holds %d numbers, %s holds %d"
                .formatted(in, in.elements(), shape, shape.elements()));
        yield shape;
      }
    };
  }

  private static Shape slide(Shape in, Window window, int channels) {
    return Shape.of(
        window.rows(map(in).height()).out(), window.columns(in.width()).out(), channels);
  }

  private static Shape concat(List<Shape> inputs) {
    Shape first = inputs.getFirst();
    List<Integer> outer = first.dims().subList(0, first.rank() - 1);
    int channels = 0;
    for (Shape input : inputs) {
      check(
          input.rank() == first.rank() && input.dims().subList(0, first.rank() - 1).equals(outer),
          "cannot set " + first + " and " + input + " side by side");
      channels = Math.addExact(channels, input.channels());
    }
    int[] dims = first.dims().stream().mapToInt(Integer::intValue).toArray();
    dims[dims.length - 1] = channels;
    return Shape.of(dims);
  }

  private static void requireCount(Op op, int count) {
    int least = op instanceof Op.Add ? 2 : 1;
    int most = op instanceof Op.Concat ? Integer.MAX_VALUE : least;
    check(
        count >= least && count <= most,
        "%s reads %s, not %d"
            .formatted(
                op.getClass().getSimpleName(),
                most > least ? "at least 1 tensor" : least == 1 ? "1 tensor" : "2 tensors",
                count));
  }

  private static Shape map(Shape shape) {
    check(shape.isMap(), "it reads [height, width, channels], not " + shape);
    return shape;
  }

  private static void check(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
