package liviano.formats.tfjs;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import liviano.tensor.DType;
import liviano.tensor.LittleEndian;
import liviano.tensor.Shape;
import liviano.weights.Tensor;

/** Shapes that a TensorFlow graph computes, as far as constants say them. */
record TfShapes(TfjsModel model) {
  private static final int MAX_RANK = 8;

  /**
   * The shape for one sample that a {@code Reshape} makes.
   *
   * @param in the shape for one sample that it reads
   */
  Shape target(TfNode reshape, Shape in) {
    List<Integer> dims = new ArrayList<>(dims(reshape, reshape.input(1)));
    int open = dims.indexOf(-1);
    if (open >= 0) {
      dims.set(open, 1);
      long others = 1;
      for (int dim : dims) {
        others = Math.multiplyExact(others, dim);
      }
      if (others < 1) {
        throw reshape.error("it makes the shape " + dims);
      }
      dims.set(open, Math.toIntExact(in.elements() / others));
    }
    return new Shape(dims);
  }

  /** The extents after the first, which is the batch. */
  private List<Integer> dims(TfNode reshape, String name) {
    TfNode shape = model.node(name);
    int[] dims =
        switch (shape.op()) {
          case "Const" -> integers(reshape, name);
          case "Pack" ->
              IntStream.range(0, Math.min(shape.inputs().size(), MAX_RANK + 1))
                  .map(i -> i == 0 ? 1 : scalar(reshape, shape.input(i)))
                  .toArray();
          default -> throw reshape.error("its shape is computed by " + shape.op());
        };
    if (dims.length < 2 || dims.length > MAX_RANK) {
      throw reshape.error("it makes a shape of rank " + dims.length);
    }
    return IntStream.of(dims).skip(1).boxed().toList();
  }

  /** A constant that is one integer. */
  int scalar(TfNode reader, String name) {
    int[] integers = integers(reader, name);
    if (integers.length != 1) {
      throw reader.error(
          String.format(Locale.ROOT, "one integer is needed, there are %d", integers.length));
    }
    return integers[0];
  }

  /** A constant of a few integers. */
  int[] integers(TfNode reader, String name) {
    Tensor tensor = model.constant(name);
    if (tensor.type() != DType.I32 || tensor.elementCount() > MAX_RANK) {
      throw reader.error("a few integers are needed, not " + tensor.type() + tensor.dims());
    }
    return tensor.data().toArray(LittleEndian.INT_UNALIGNED);
  }
}
