package liviano.kernels.vector.loops;

import java.lang.foreign.MemorySegment;
import java.util.Optional;
import liviano.kernels.PackedWeights;
import liviano.kernels.Param;
import liviano.tensor.LittleEndian;

/**
 * The weights of a matrix product as the tiles read them: panels of {@value #VECTORS} vectors of
 * output channels, each with all of its depth, {@code [panel][depth][WIDTH]}; the last panel ends
 * in zeros. Groups, where there are any, have panels of their own.
 *
 * @param weights the panels of all groups, one after the other
 * @param bias a number per column of every panel
 * @param depth products in a sum
 * @param columns output channels of a group
 */
public record Panels(MemorySegment weights, MemorySegment bias, int depth, int columns) {
  private static final int VECTORS = 2;

  /** Columns of a panel. */
  public static final int WIDTH = VECTORS * Lanes.COUNT;

  /**
   * How panels are packed.
   *
   * @param width columns of a panel
   * @param columns of a group
   */
  private record Layout(int width, int groups, int columns, int depth)
      implements PackedWeights.Layout {}

  /**
   * @param weight {@code [groups * columns, depth]}, whatever its dims are called
   */
  public static Panels of(
      Param weight, Optional<Param> bias, int groups, int columns, PackedWeights cache) {
    int depth = Math.toIntExact(weight.count() / groups / columns);
    long perGroup = Math.ceilDiv(columns, WIDTH);
    MemorySegment weights =
        cache.get(
            weight,
            new Layout(WIDTH, groups, columns, depth),
            Math.multiplyExact(groups * perGroup * WIDTH * Float.BYTES, depth),
            to -> pack(weight, groups, columns, depth, to));
    long biasBytes = groups * perGroup * WIDTH * Float.BYTES;
    MemorySegment padded =
        bias.map(
                b ->
                    cache.get(
                        b,
                        new Layout(WIDTH, groups, columns, 1),
                        biasBytes,
                        to -> pack(b, groups, columns, 1, to)))
            .orElseGet(() -> cache.zeros(biasBytes));
    return new Panels(weights, padded, depth, columns);
  }

  /** Panels of one group. */
  public int count() {
    return Math.ceilDiv(columns, WIDTH);
  }

  /** Output channels in a panel, counting through all groups. */
  public int width(int panel) {
    return Math.min(WIDTH, columns - panel % count() * WIDTH);
  }

  /** Byte of a panel's first output channel within a row of the output. */
  public long columnAt(int panel) {
    int group = panel / count();
    return ((long) group * columns + panel % count() * WIDTH) * Float.BYTES;
  }

  /** Byte where a panel's weights start, counting through all groups. */
  long weightsAt(int panel) {
    return (long) panel * depth * WIDTH * Float.BYTES;
  }

  /** Byte where a panel's biases start, counting through all groups. */
  long biasAt(int panel) {
    return (long) panel * WIDTH * Float.BYTES;
  }

  private static void pack(Param from, int groups, int columns, int depth, MemorySegment to) {
    int perGroup = Math.ceilDiv(columns, WIDTH);
    MemorySegment data = from.data();
    for (int o = 0; o < groups * columns; o++) {
      int column = o % columns;
      long panel = (long) (o / columns) * perGroup + column / WIDTH;
      for (int p = 0; p < depth; p++) {
        long index = (panel * depth + p) * WIDTH + column % WIDTH;
        // Adding zero turns a negative zero into a positive one, as a sum that starts at zero does.
        to.setAtIndex(
            LittleEndian.FLOAT,
            index,
            data.get(LittleEndian.FLOAT_UNALIGNED, ((long) o * depth + p) * Float.BYTES) + 0f);
      }
    }
  }
}
