package liviano.formats.importer;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import liviano.formats.Pads;
import liviano.graph.Value;
import liviano.tensor.Shape;
import liviano.weights.Tensor;

/** What a node of a foreign network reads or gives. */
sealed interface ForeignValue {

  /** Extents as the file counts them, the batch among them. */
  List<Integer> dims();

  /**
   * A number, or numbers, that do not depend on the inputs.
   *
   * @param tensor without a name
   */
  record Known(Tensor tensor) implements ForeignValue {
    @Override
    public List<Integer> dims() {
      return tensor.dims().sizes().stream().map(Math::toIntExact).toList();
    }
  }

  /**
   * What is computed. Reshaping moves no number, axes may change their places without a number
   * being moved, and zeros around a map are mostly part of the window after it: none of these
   * becomes a layer before one needs it.
   *
   * @param value holds the numbers as they lie in memory, in any shape, without the zeros around
   * @param dims extents with the zeros, as the file counts them
   * @param order the file's axes from the outermost to the innermost in memory
   * @param pads zeros around the map; only where memory holds {@code [1, height, width, channels]}
   */
  record Computed(Value value, List<Integer> dims, List<Integer> order, Pads pads)
      implements ForeignValue {
    public Computed {
      dims = List.copyOf(dims);
      order = List.copyOf(order);
    }

    /** Whose numbers lie in the order of its axes. */
    static Computed of(Value value, List<Integer> dims) {
      return new Computed(value, dims, plain(dims.size()), Pads.NONE);
    }

    /** Whose numbers lie in another order. */
    static Computed of(Value value, List<Integer> dims, List<Integer> order) {
      return new Computed(value, dims, order, Pads.NONE);
    }

    /** The extents as they lie in memory. */
    List<Integer> memory() {
      return order.stream().map(dims::get).toList();
    }

    boolean isMap() {
      return dims.size() == 4 && dims.getFirst() == 1;
    }

    /** The extent of the innermost axis. */
    int channels() {
      return dims.isEmpty() ? 1 : dims.getLast();
    }

    /** Other numbers that lie the same way, without zeros around them. */
    Computed with(Value other) {
      return new Computed(other, dims, order, Pads.NONE);
    }

    /** The same numbers, the axes counted in another order. */
    Computed transposed(List<Integer> axes) {
      return new Computed(
          value,
          axes.stream().map(dims::get).toList(),
          order.stream().map(axes::indexOf).toList(),
          pads);
    }

    /** The same numbers without axes of extent 1. */
    Computed without(List<Integer> axes) {
      List<Integer> left =
          plain(dims.size()).stream().filter(axis -> !axes.contains(axis)).toList();
      return new Computed(
          value,
          left.stream().map(dims::get).toList(),
          order.stream().filter(left::contains).map(left::indexOf).toList(),
          pads);
    }

    /** The same numbers with so many axes of extent 1 before all others. */
    Computed behind(int axes) {
      List<Integer> newDims = new ArrayList<>(Collections.nCopies(axes, 1));
      newDims.addAll(dims);
      List<Integer> newOrder = new ArrayList<>(plain(axes));
      order.forEach(axis -> newOrder.add(axis + axes));
      return new Computed(value, newDims, newOrder, pads);
    }

    /** Whether all extents but one are 1, so that every order is the same. */
    static boolean isVector(List<Integer> dims) {
      return dims.stream().filter(extent -> extent != 1).count() < 2;
    }

    /** Whether the numbers lie in that order of the axes; extents of 1 may be anywhere. */
    boolean lies(List<Integer> wanted) {
      return longer(order).equals(longer(wanted));
    }

    boolean isPlain() {
      return lies(plain(dims.size()));
    }

    private List<Integer> longer(List<Integer> axes) {
      return axes.stream().filter(axis -> dims.get(axis) != 1).toList();
    }
  }

  /** Axes as they are counted. */
  static List<Integer> plain(int rank) {
    return IntStream.range(0, rank).boxed().toList();
  }

  /** Extents without the batch, where there is one of 1: that is how a graph of ours has them. */
  static Shape shape(List<Integer> dims) {
    if (dims.isEmpty()) {
      return Shape.of(1);
    }
    boolean batch = dims.size() > 1 && dims.getFirst() == 1;
    return new Shape(batch ? dims.subList(1, dims.size()) : dims);
  }

  /** How many numbers; no more than a {@link Shape} may hold. */
  static int elements(List<Integer> dims) {
    return shape(dims).elements();
  }

  /** The extents but for the innermost, and another one. */
  static List<Integer> withLast(List<Integer> dims, int last) {
    List<Integer> changed = new ArrayList<>(dims.subList(0, Math.max(0, dims.size() - 1)));
    changed.add(last);
    return changed;
  }
}
