package liviano.kernels.vector;

import java.lang.foreign.MemorySegment;
import liviano.kernels.Frame;
import liviano.kernels.Geometry;
import liviano.kernels.Kernel;
import liviano.kernels.Task;
import liviano.kernels.vector.loops.LanePasses;
import liviano.kernels.vector.loops.Lanes;
import liviano.kernels.vector.loops.Places;
import liviano.kernels.vector.loops.PoolTaps;
import liviano.kernels.vector.loops.WindowAxis;

/**
 * Averages and maxima over windows, each vector of channels through all taps. A unit is one row of
 * output positions.
 */
final class VectorPool implements Kernel {

  /** What is computed of the taps of a window; see {@link PoolTaps}. */
  private enum Kind {
    AVERAGE,
    AVERAGE_COUNTING_PADDING,
    MAX
  }

  private static final long FOUR = 4L * Lanes.BYTES;

  private final Geometry geometry;
  private final Kind kind;
  private final Places places;
  private final WindowAxis vertical;
  private final WindowAxis horizontal;

  /** Bytes of one position. */
  private final long pixel;

  /** Bytes from one row of taps to the next. */
  private final long down;

  /** Bytes from one tap to the next in its row. */
  private final long across;

  private VectorPool(Geometry geometry, Kind kind) {
    this.geometry = geometry;
    this.kind = kind;
    this.places = Places.of(geometry);
    this.vertical = places.vertical();
    this.horizontal = places.horizontal();
    this.pixel = places.pixel();
    this.down = places.down();
    this.across = places.across();
  }

  static Kernel of(Task.AveragePool task) {
    Kind kind = task.countPadding() ? Kind.AVERAGE_COUNTING_PADDING : Kind.AVERAGE;
    return new VectorPool(task.geometry(), kind);
  }

  static Kernel of(Task.MaxPool task) {
    return new VectorPool(task.geometry(), Kind.MAX);
  }

  @Override
  public long scratchBytes() {
    return Lanes.BYTES;
  }

  @Override
  public int units() {
    return geometry.outRows();
  }

  @Override
  public void run(Frame frame, int fromUnit, int toUnit, int worker) {
    for (int row = fromUnit; row < toUnit; row++) {
      for (int x = 0; x < geometry.outW(); x++) {
        position(frame, row, x, frame.scratch(worker));
      }
    }
  }

  private void position(Frame frame, int row, int x, MemorySegment scratch) {
    int y = row % geometry.outH();
    int i = vertical.fromTap(y);
    int j = horizontal.fromTap(x);
    int rows = vertical.toTap(y) - i;
    int columns = horizontal.toTap(x) - j;
    long at = places.input(row, i, x, j);
    long outAt = places.output(row, x);
    MemorySegment in = frame.input(0);
    if (pixel < Lanes.BYTES) {
      narrow(in, at, rows, columns, scratch, frame.output(), outAt);
    } else {
      window(in, at, rows, columns, frame.output(), outAt);
    }
  }

  /**
   * All channels of a window; the last vector begins early, so that it does not reach beyond the
   * end.
   */
  private void window(
      MemorySegment in, long at, int rows, int columns, MemorySegment out, long outAt) {
    long c = 0;
    for (; c + FOUR <= pixel; c += FOUR) {
      four(in, at + c, rows, columns, out, outAt + c);
    }
    for (; c < pixel; c += Lanes.BYTES) {
      long begin = Math.min(c, pixel - Lanes.BYTES);
      vector(in, at + begin, rows, columns, out, outAt + begin);
    }
  }

  /** The channels of a window that fill no vector: its last lanes see the next position. */
  private void narrow(
      MemorySegment in,
      long at,
      int rows,
      int columns,
      MemorySegment scratch,
      MemorySegment out,
      long outAt) {
    long end = at + (rows - 1) * down + (columns - 1) * across + Lanes.BYTES;
    if (end <= in.byteSize()) {
      vector(in, at, rows, columns, scratch, 0);
      LanePasses.copyNarrow(scratch, out, outAt, 1, geometry.inC());
      return;
    }
    for (long c = 0; c < pixel; c += Float.BYTES) {
      Lanes.set(out, outAt + c, one(in, at + c, rows, columns));
    }
  }

  private void four(
      MemorySegment in, long at, int rows, int columns, MemorySegment out, long outAt) {
    if (kind == Kind.MAX) {
      PoolTaps.fourGreatest(in, at, down, across, rows, columns, out, outAt);
    } else {
      int counted = counted(rows, columns);
      PoolTaps.fourMeans(in, at, down, across, rows, columns, counted, out, outAt);
    }
  }

  private void vector(
      MemorySegment in, long at, int rows, int columns, MemorySegment out, long outAt) {
    if (kind == Kind.MAX) {
      PoolTaps.greatest(in, at, down, across, rows, columns, out, outAt);
    } else {
      int counted = counted(rows, columns);
      PoolTaps.mean(in, at, down, across, rows, columns, counted, out, outAt);
    }
  }

  /** One channel, where a vector would read beyond the map. */
  private float one(MemorySegment in, long at, int rows, int columns) {
    float sum = 0;
    float most = Float.NEGATIVE_INFINITY;
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        float x = Lanes.get(in, at + i * down + j * across);
        sum += x;
        most = x > most ? x : most;
      }
    }
    return kind == Kind.MAX ? most : sum / counted(rows, columns);
  }

  /** The divisor of an average. */
  private int counted(int rows, int columns) {
    return kind == Kind.AVERAGE ? rows * columns : geometry.kernelH() * geometry.kernelW();
  }
}
