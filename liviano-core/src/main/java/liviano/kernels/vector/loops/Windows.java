package liviano.kernels.vector.loops;

import java.lang.foreign.MemorySegment;
import liviano.kernels.Geometry;

/**
 * Lays the windows of neighbouring output positions out as rows of a matrix: {@code
 * [position][kernelH][kernelW][depth]}, zeros where a tap falls outside the map. A row ends with
 * one vector of slack, so that runs are copied in whole vectors; what a copy writes too far is
 * overwritten by the next.
 *
 * @param depth channels of a group
 */
public record Windows(Geometry geometry, WindowAxis vertical, WindowAxis horizontal, int depth) {

  public static Windows of(Geometry g, int groups) {
    return new Windows(g, WindowAxis.vertical(g), WindowAxis.horizontal(g), g.inC() / groups);
  }

  /** Bytes from one row of the matrix to the next. */
  public long row() {
    int numbers = geometry.kernelH() * geometry.kernelW() * depth;
    return Math.ceilDiv(numbers, Lanes.COUNT) * (long) Lanes.BYTES + Lanes.BYTES;
  }

  /**
   * Lays out windows of one row of output positions.
   *
   * @param outRow the row, counting through the batch
   * @param x the first position
   * @param count how many positions
   * @param channel the first channel of the group
   */
  public void layOut(
      MemorySegment in,
      int outRow,
      int x,
      int count,
      int channel,
      MemorySegment matrix,
      long matrixAt) {
    boolean inside = vertical.isWhole(outRow % geometry.outH());
    int from = inside ? Math.clamp(horizontal.fromWhole(), x, x + count) : x + count;
    int to = inside ? Math.clamp(horizontal.toWhole(), from, x + count) : x + count;
    for (int i = x; i < from; i++) {
      partial(in, outRow, i, channel, matrix, matrixAt + (i - x) * row());
    }
    whole(in, outRow, from, to - from, channel, matrix, matrixAt + (from - x) * row());
    for (int i = to; i < x + count; i++) {
      partial(in, outRow, i, channel, matrix, matrixAt + (i - x) * row());
    }
  }

  /** Positions whose windows lie inside the map. */
  private void whole(
      MemorySegment in, int outRow, int x, int count, int channel, MemorySegment matrix, long at) {
    int taps = joined() ? geometry.kernelW() : 1;
    for (int i = 0; i < geometry.kernelH(); i++) {
      for (int j = 0; j < geometry.kernelW(); j += taps) {
        long to = at + tap(i, j);
        runs(in, inputAt(outRow, i, x, j, channel), count, taps * depth, matrix, to);
      }
    }
  }

  /** A run of {@code length} numbers for each of {@code count} positions. */
  private void runs(
      MemorySegment in, long inAt, int count, int length, MemorySegment matrix, long at) {
    long step = geometry.strideW() * pixel();
    int vectors = Math.ceilDiv(length, Lanes.COUNT);
    // Whole vectors may read past the end of the input: those few positions are copied exactly.
    long room = in.byteSize() - inAt - (long) vectors * Lanes.BYTES;
    int fitting = room < 0 ? 0 : (int) Math.min(count, room / step + 1);
    LanePasses.copyRuns(in, inAt, step, matrix, at, row(), fitting, vectors);
    for (int x = fitting; x < count; x++) {
      long bytes = (long) length * Float.BYTES;
      MemorySegment.copy(in, inAt + x * step, matrix, at + x * row(), bytes);
    }
  }

  /** One position whose window reaches beyond the map. */
  private void partial(
      MemorySegment in, int outRow, int x, int channel, MemorySegment matrix, long at) {
    int y = outRow % geometry.outH();
    LanePasses.zero(matrix, at, (row() - Lanes.BYTES) / Float.BYTES);
    long bytes = (long) depth * Float.BYTES;
    for (int i = vertical.fromTap(y); i < vertical.toTap(y); i++) {
      for (int j = horizontal.fromTap(x); j < horizontal.toTap(x); j++) {
        MemorySegment.copy(in, inputAt(outRow, i, x, j, channel), matrix, at + tap(i, j), bytes);
      }
    }
  }

  /** Whether the taps of a line are contiguous in the input. */
  private boolean joined() {
    return depth == geometry.inC() && geometry.dilationW() == 1;
  }

  /** Byte of a tap within a row of the matrix. */
  private long tap(int i, int j) {
    return ((long) i * geometry.kernelW() + j) * depth * Float.BYTES;
  }

  /** Bytes of one input position. */
  private long pixel() {
    return (long) geometry.inC() * Float.BYTES;
  }

  private long inputAt(int outRow, int i, int x, int j, int channel) {
    int n = outRow / geometry.outH();
    long inY = vertical.start(outRow % geometry.outH()) + (long) i * geometry.dilationH();
    long inX = horizontal.start(x) + (long) j * geometry.dilationW();
    long position = ((long) n * geometry.inH() + inY) * geometry.inW() + inX;
    return position * pixel() + (long) channel * Float.BYTES;
  }
}
