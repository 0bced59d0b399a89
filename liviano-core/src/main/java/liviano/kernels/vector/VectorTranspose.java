package liviano.kernels.vector;

import java.lang.foreign.MemorySegment;
import java.util.stream.IntStream;
import liviano.kernels.Frame;
import liviano.kernels.Kernel;
import liviano.kernels.Move;
import liviano.kernels.StridedView;
import liviano.kernels.vector.loops.Lanes;

/**
 * Copies a view whose numbers are adjacent in the input along another axis than in the output. Both
 * axes are walked in tiles, so that every cache line that is read or written is used whole. A unit
 * is a strip of tiles: up to {@value #TILE} adjacent numbers of the input at each place of the last
 * axis.
 */
final class VectorTranspose implements Kernel {
  /** Numbers along each side of a tile: those of a cache line. */
  private static final int TILE = 16;

  private final long begin;

  /** Along the last axis. */
  private final int columns;

  private final long columnStride;

  /** Along the axis whose numbers are adjacent in the input. */
  private final int adjacent;

  private final long adjacentOutStride;
  private final int strips;

  /** All other axes, outermost first: extents, strides in the input and in the output. */
  private final int[] extents;

  private final long[] inStrides;
  private final long[] outStrides;

  VectorTranspose(Move.Strided task) {
    StridedView view = task.view();
    int axis = adjacent(view);
    int last = view.extents().size() - 1;
    long[] out =
        StridedView.denseStrides(view.extents()).stream().mapToLong(Long::longValue).toArray();
    this.begin = view.begin();
    this.columns = view.columns();
    this.columnStride = view.columnStride();
    this.adjacent = view.extents().get(axis);
    this.adjacentOutStride = out[axis];
    this.strips = Math.ceilDiv(adjacent, TILE);
    int[] others = IntStream.range(0, last).filter(i -> i != axis).toArray();
    this.extents = IntStream.of(others).map(view.extents()::get).toArray();
    this.inStrides = IntStream.of(others).mapToLong(view.strides()::get).toArray();
    this.outStrides = IntStream.of(others).mapToLong(i -> out[i]).toArray();
  }

  /** Whether numbers are adjacent along an axis that is not the last. */
  static boolean canServe(Move.Strided task) {
    return task.view().columnStride() != 1 && adjacent(task.view()) >= 0;
  }

  private static int adjacent(StridedView view) {
    return view.strides().indexOf(1L);
  }

  @Override
  public int units() {
    return Math.multiplyExact(IntStream.of(extents).reduce(1, Math::multiplyExact), strips);
  }

  @Override
  public void run(Frame frame, int fromUnit, int toUnit, int worker) {
    for (int unit = fromUnit; unit < toUnit; unit++) {
      int first = unit % strips * TILE;
      int rest = unit / strips;
      long in = begin + first;
      long out = first * adjacentOutStride;
      for (int axis = extents.length - 1; axis >= 0; axis--) {
        int index = rest % extents[axis];
        in += index * inStrides[axis];
        out += index * outStrides[axis];
        rest /= extents[axis];
      }
      int lines = Math.min(TILE, adjacent - first);
      for (int column = 0; column < columns; column += TILE) {
        int count = Math.min(TILE, columns - column);
        long inAt = in + column * columnStride;
        tile(frame.input(0), inAt, lines, frame.output(), out + column, count);
      }
    }
  }

  /**
   * @param lines numbers of the tile that are adjacent in the input
   * @param count numbers that are adjacent in the output
   */
  private void tile(
      MemorySegment in, long inAt, int lines, MemorySegment out, long outAt, int count) {
    for (int line = 0; line < lines; line++) {
      long from = (inAt + line) * Float.BYTES;
      long to = (outAt + line * adjacentOutStride) * Float.BYTES;
      for (int i = 0; i < count; i++) {
        Lanes.set(out, to, Lanes.get(in, from));
        from += columnStride * Float.BYTES;
        to += Float.BYTES;
      }
    }
  }
}
