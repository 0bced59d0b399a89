package liviano.formats.importer;

import java.util.ArrayList;
import java.util.List;
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
   * What is computed. Reshaping moves no number and zeros around a map are mostly part of the
   * window after it: neither becomes a layer before one needs it.
   *
   * @param value holds the numbers in their order, in any shape, without the zeros around them
   * @param dims extents with the zeros
   * @param pads zeros around the map
   */
  record Computed(Value value, List<Integer> dims, Pads pads) implements ForeignValue {
    public Computed {
      dims = List.copyOf(dims);
    }

    static Computed of(Value value, List<Integer> dims) {
      return new Computed(value, dims, Pads.NONE);
    }

    boolean isMap() {
      return dims.size() == 4 && dims.getFirst() == 1;
    }

    int channels() {
      return dims.isEmpty() ? 1 : dims.getLast();
    }

    /** The same numbers in other extents. */
    Computed reshaped(List<Integer> newDims) {
      return new Computed(value, newDims, pads);
    }
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
