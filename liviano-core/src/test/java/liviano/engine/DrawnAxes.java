package liviano.engine;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import liviano.graph.Op;
import liviano.tensor.Shape;

/** Operations on single extents that fit a shape, drawn. */
final class DrawnAxes {
  private DrawnAxes() {}

  static Op.Slice slice(Shape in, RandomGenerator random) {
    List<Integer> begin = new ArrayList<>();
    List<Integer> size = new ArrayList<>();
    List<Integer> stride = new ArrayList<>();
    for (int extent : in.dims()) {
      int first = random.nextInt(3) > 0 ? 0 : random.nextInt(extent);
      int step = random.nextInt(3) > 0 ? 1 : random.nextInt(1, 4);
      int most = Math.ceilDiv(extent - first, step);
      begin.add(first);
      size.add(random.nextInt(3) > 0 ? most : random.nextInt(1, most + 1));
      stride.add(step);
    }
    return new Op.Slice(begin, size, stride);
  }

  static Op.Split split(Shape in, RandomGenerator random) {
    int axis = random.nextInt(in.rank());
    List<Integer> sizes = new ArrayList<>();
    int left = in.dims().get(axis);
    while (left > 0) {
      int size = sizes.size() == 4 ? left : random.nextInt(1, left + 1);
      sizes.add(size);
      left -= size;
    }
    return new Op.Split(axis, sizes);
  }

  static List<Integer> order(int rank, RandomGenerator random) {
    List<Integer> order = new ArrayList<>(IntStream.range(0, rank).boxed().toList());
    Collections.shuffle(order, new Random(random.nextLong()));
    return order;
  }

  /** A shape that a function of two tensors repeats over another. */
  static Shape repeatable(Shape over, RandomGenerator random) {
    List<Integer> dims = new ArrayList<>();
    for (int extent : over.dims()) {
      dims.add(random.nextBoolean() ? extent : 1);
    }
    int left = random.nextInt(3) == 0 ? random.nextInt(over.rank()) : 0;
    return new Shape(dims.subList(left, dims.size()));
  }
}
