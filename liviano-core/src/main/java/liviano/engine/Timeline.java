package liviano.engine;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * Pieces of memory, each taken for a range of times. Adding one and asking how high memory is taken
 * are logarithmic in the number of times; finding the pieces of a range is so too, and linear in
 * what is found.
 *
 * <p>A segment tree: node 1 spans all times, nodes {@code 2 i} and {@code 2 i + 1} the halves of
 * what node {@code i} spans. A piece is kept at the fewest nodes that span its range together.
 */
final class Timeline {
  /**
   * Some bytes from one time to another, both counted.
   *
   * @param id of whoever takes them
   */
  record Piece(int id, int from, int to, long offset, long bytes) {
    long end() {
      return offset + bytes;
    }
  }

  private final int leaves;
  private final List<List<Piece>> spanning = new ArrayList<>();
  private final List<List<Piece>> beginning = new ArrayList<>();
  private final BitSet begins = new BitSet();

  /** The highest end of the pieces kept at a node. */
  private final long[] here;

  /** The highest end of the pieces kept at a node and below it. */
  private final long[] below;

  /**
   * @param times times are from 0 to this, exclusive
   */
  Timeline(int times) {
    this.leaves = Math.max(1, Integer.highestOneBit(Math.max(1, times - 1)) << 1);
    this.here = new long[2 * leaves];
    this.below = new long[2 * leaves];
    for (int i = 0; i < 2 * leaves; i++) {
      spanning.add(List.of());
    }
    for (int i = 0; i < leaves; i++) {
      beginning.add(List.of());
    }
  }

  void add(Piece piece) {
    addTo(beginning, piece.from(), piece);
    begins.set(piece.from());
    int left = piece.from() + leaves;
    int right = piece.to() + leaves + 1;
    for (; left < right; left /= 2, right /= 2) {
      if (left % 2 == 1) {
        keep(left++, piece);
      }
      if (right % 2 == 1) {
        keep(--right, piece);
      }
    }
  }

  private void keep(int node, Piece piece) {
    addTo(spanning, node, piece);
    here[node] = Math.max(here[node], piece.end());
    for (int i = node; i >= 1 && below[i] < piece.end(); i /= 2) {
      below[i] = piece.end();
    }
  }

  private static void addTo(List<List<Piece>> lists, int index, Piece piece) {
    if (lists.get(index).isEmpty()) {
      lists.set(index, new ArrayList<>(1));
    }
    lists.get(index).add(piece);
  }

  /** The highest end of all pieces that are taken at some time of the range. */
  long height(int from, int to) {
    long height = 0;
    int left = from + leaves;
    int right = to + leaves + 1;
    for (; left < right; left /= 2, right /= 2) {
      height = left % 2 == 1 ? Math.max(height, below[left++]) : height;
      height = right % 2 == 1 ? Math.max(height, below[--right]) : height;
    }
    // Whoever is kept above a node of the range spans its first or its last time.
    for (int i = from + leaves; i >= 1; i /= 2) {
      height = Math.max(height, here[i]);
    }
    for (int i = to + leaves; i >= 1; i /= 2) {
      height = Math.max(height, here[i]);
    }
    return height;
  }

  /**
   * All pieces that are taken at some time of the range, in no order.
   *
   * @param most how many may be found
   * @return empty if there are more
   */
  Optional<List<Piece>> during(int from, int to, long most) {
    List<List<Piece>> parts = new ArrayList<>();
    long count = 0;
    for (int i = from + leaves; i >= 1; i /= 2) {
      parts.add(spanning.get(i));
      count += spanning.get(i).size();
    }
    for (int i = begins.nextSetBit(from + 1);
        i >= 0 && i <= to && count <= most;
        i = begins.nextSetBit(i + 1)) {
      parts.add(beginning.get(i));
      count += beginning.get(i).size();
    }
    if (count > most) {
      return Optional.empty();
    }
    List<Piece> found = new ArrayList<>();
    for (List<Piece> part : parts) {
      found.addAll(part);
    }
    return Optional.of(found);
  }
}
