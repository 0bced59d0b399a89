package liviano.formats.tflite;

import java.util.ArrayList;
import java.util.List;
import liviano.formats.tflite.TfLiteModel.Compressed;
import liviano.formats.tflite.TfLiteModel.Dense;
import liviano.formats.tflite.TfLiteModel.Dimension;
import liviano.formats.tflite.TfLiteModel.Integers;
import liviano.formats.tflite.TfLiteModel.Sparsity;
import liviano.tensor.Extents;

/** Reads how a constant leaves out its zeros. */
final class SparsityParser {
  private static final int MOST_DIMENSIONS = 2 * Extents.MAX_RANK;
  private static final int DENSE = 0;
  private static final int COMPRESSED = 1;

  private SparsityParser() {}

  static Sparsity parse(FlatTable table, List<Integer> shape) {
    List<Integer> order = table.integers(0, MOST_DIMENSIONS);
    List<Integer> blocks = table.integers(1, Extents.MAX_RANK);
    List<Dimension> dimensions = new ArrayList<>();
    for (FlatTable dimension : table.tables(2, MOST_DIMENSIONS)) {
      dimensions.add(dimension(dimension));
    }
    int count = shape.size() + blocks.size();
    if (order.size() != count || dimensions.size() != count || !isPermutation(order)) {
      throw table.error(0, "a sparse tensor whose dimensions do not fit together");
    }
    if (blocks.stream().anyMatch(dimension -> dimension < 0 || dimension >= shape.size())) {
      throw table.error(1, "a sparse tensor with blocks of no dimension");
    }
    return new Sparsity(order, blocks, List.copyOf(dimensions));
  }

  private static boolean isPermutation(List<Integer> order) {
    for (int i = 0; i < order.size(); i++) {
      if (!order.contains(i)) {
        return false;
      }
    }
    return true;
  }

  private static Dimension dimension(FlatTable table) {
    return switch (table.uint8(0, DENSE)) {
      case DENSE -> new Dense(table.index(1));
      case COMPRESSED -> new Compressed(integers(table, 2), integers(table, 4));
      default -> throw table.error(0, "a sparse tensor of an unknown format");
    };
  }

  /** A union of vectors of 32, 16 and 8 bits. */
  private static Integers integers(FlatTable table, int type) {
    FlatTable vector =
        table
            .table(type + 1)
            .orElseThrow(() -> table.error(type, "a sparse tensor without indices"));
    int each =
        switch (table.uint8(type, 0)) {
          case 1 -> Integer.BYTES;
          case 2 -> Short.BYTES;
          case 3 -> Byte.BYTES;
          default -> throw table.error(type, "a sparse tensor with indices of an unknown format");
        };
    return new Integers(vector.vector(0, each), each);
  }
}
