package liviano.formats.tflite;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import liviano.Limits;
import liviano.Limits.Limit;
import liviano.MalformedModelException;
import liviano.formats.importer.LayerNames;
import liviano.formats.tflite.TfLiteModel.Compressed;
import liviano.formats.tflite.TfLiteModel.Dense;
import liviano.formats.tflite.TfLiteModel.Dimension;
import liviano.formats.tflite.TfLiteModel.Sparsity;
import liviano.tensor.NativeMemory;

/**
 * A sparse constant with its zeros. Dimensions are walked in the file's order, those within blocks
 * last; a dimension that leaves out positions lists those it has, one segment for each position of
 * the dimensions before.
 */
final class Densified {
  private static final long LEAST_BYTES = 1 << 16;

  private final String name;
  private final List<Integer> shape;
  private final Sparsity sparsity;
  private final MemorySegment values;
  private final int each;
  private final int[] places;
  private final MemorySegment dense;
  private long taken;

  private Densified(TfLiteModel.Tensor tensor, MemorySegment dense, int each) {
    this.name = tensor.name();
    this.shape = tensor.shape();
    this.sparsity = tensor.sparsity().orElseThrow();
    this.values = tensor.data().orElse(MemorySegment.NULL);
    this.each = each;
    this.places = new int[sparsity.order().size()];
    this.dense = dense;
  }

  /**
   * All numbers of a constant, those left out as zeros.
   *
   * @throws MalformedModelException if its lists do not fit together
   */
  static MemorySegment of(TfLiteModel.Tensor tensor, Limits limits) {
    int each = tensor.dtype().orElseThrow().bytes();
    long stored = tensor.data().map(MemorySegment::byteSize).orElse(0L);
    long bytes = each;
    for (int extent : tensor.shape()) {
      if (extent < 0 || extent > 0 && bytes > Long.MAX_VALUE / extent) {
        throw new MalformedModelException(
            "sparse tensor '" + tensor.name() + "': " + tensor.shape());
      }
      bytes *= extent;
    }
    if (bytes > LEAST_BYTES) {
      limits.require(
          Limit.UNPACKED_RATIO,
          (bytes - LEAST_BYTES) / Math.max(1, stored),
          "sparse tensor '" + tensor.name() + "', " + bytes + " bytes from " + stored);
    }
    Densified densified = new Densified(tensor, NativeMemory.allocate(bytes), each);
    densified.requireSizes();
    densified.walk(0, 0);
    return densified.dense.asReadOnly();
  }

  /** Blocks and what is counted of them make up the tensor's extents, and segments rise. */
  private void requireSizes() {
    List<Long> extents = new ArrayList<>();
    for (int dimension = 0; dimension < shape.size(); dimension++) {
      extents.add((long) block(dimension));
    }
    for (int level = 0; level < places.length; level++) {
      int dimension = sparsity.order().get(level);
      Dimension metadata = sparsity.dimensions().get(level);
      if (dimension < shape.size() && metadata instanceof Dense(int size)) {
        require(size * extents.get(dimension) == shape.get(dimension));
      }
      if (metadata instanceof Compressed(var segments, var indices)) {
        require(dimension < shape.size() && segments.count() > 0 && segments.get(0) == 0);
        for (int i = 1; i < segments.count(); i++) {
          require(segments.get(i) >= segments.get(i - 1));
        }
        require(segments.get(segments.count() - 1) <= indices.count());
      }
    }
  }

  /** Positions of a dimension within a block. */
  private int block(int dimension) {
    int size = 1;
    for (int level = 0; level < places.length; level++) {
      int block = sparsity.order().get(level) - shape.size();
      if (block >= 0
          && sparsity.blocks().get(block) == dimension
          && sparsity.dimensions().get(level) instanceof Dense(int positions)) {
        size = positions;
      }
    }
    return size;
  }

  private void walk(int level, long parent) {
    if (level == places.length) {
      place();
      return;
    }
    switch (sparsity.dimensions().get(level)) {
      case Dense(int size) -> {
        for (int i = 0; i < size; i++) {
          places[level] = i;
          walk(level + 1, parent * size + i);
        }
      }
      case Compressed(var segments, var indices) -> {
        require(parent + 1 < segments.count());
        int end = segments.get((int) parent + 1);
        for (int i = segments.get((int) parent); i < end; i++) {
          places[level] = indices.get(i);
          walk(level + 1, i);
        }
      }
    }
  }

  /** The next number to its place. */
  private void place() {
    long at = 0;
    for (int dimension = 0; dimension < shape.size(); dimension++) {
      int index = 0;
      for (int level = 0; level < places.length; level++) {
        int walked = sparsity.order().get(level);
        if (walked == dimension) {
          index += places[level] * block(dimension);
        } else if (walked >= shape.size()
            && sparsity.blocks().get(walked - shape.size()) == dimension) {
          index += places[level];
        }
      }
      require(index >= 0 && index < shape.get(dimension));
      at = at * shape.get(dimension) + index;
    }
    require((taken + 1) * each <= values.byteSize());
    MemorySegment.copy(values, taken++ * each, dense, at * each, each);
  }

  private void require(boolean holds) {
    if (!holds) {
      throw new MalformedModelException(
          "sparse tensor '"
              + LayerNames.shortened(name)
              + "': its lists of positions do not fit its shape "
              + shape);
    }
  }
}
