package liviano.kernels.vector;

import java.lang.foreign.MemorySegment;
import liviano.kernels.Clamp;
import liviano.kernels.Frame;
import liviano.kernels.Geometry;
import liviano.kernels.Kernel;
import liviano.kernels.PackedWeights;
import liviano.kernels.Param;
import liviano.kernels.Task;
import liviano.kernels.vector.loops.DepthwiseTaps;
import liviano.kernels.vector.loops.Filter3x3;
import liviano.kernels.vector.loops.FinishPass;
import liviano.kernels.vector.loops.Lanes;
import liviano.kernels.vector.loops.Places;
import liviano.kernels.vector.loops.WindowAxis;
import liviano.tensor.LittleEndian;

/**
 * A depthwise convolution of as many outputs as inputs, at least a vector of them. A unit is a band
 * of rows.
 *
 * <p>A band is filtered one vector of channels after the other: a few lines of one vector fit a
 * first-level cache where those of all channels do not. {@link Filter3x3} serves where a 3x3 window
 * misses nothing, {@link DepthwiseTaps} elsewhere and for other filters.
 */
final class VectorDepthwise implements Kernel {
  /** Units that are enough to keep eight threads busy to the end. */
  private static final int ENOUGH_UNITS = 24;

  private final Geometry geometry;
  private final Places places;
  private final WindowAxis vertical;
  private final WindowAxis horizontal;
  private final FinishPass finish;
  private final MemorySegment weights;
  private final MemorySegment bias;

  private final int bandRows;

  /** Bytes of one position. */
  private final long pixel;

  /** Every rectangle that the border of a map leaves of the filter: {@code [rows][columns]}. */
  private final DepthwiseTaps[][] taps;

  /** The numbers in their own order, none of them a negative zero. */
  private record AsStored() implements PackedWeights.Layout {}

  private VectorDepthwise(Task.Depthwise task, PackedWeights cache) {
    Geometry g = task.geometry();
    this.geometry = g;
    this.places = Places.of(g);
    this.vertical = places.vertical();
    this.horizontal = places.horizontal();
    this.finish = FinishPass.of(task.epilogue());
    this.bandRows = Math.max(1, g.outRows() / ENOUGH_UNITS);
    this.pixel = (long) g.inC() * Float.BYTES;
    this.taps = DepthwiseTaps.all(places, pixel);
    this.weights = aligned(task.weight(), cache);
    this.bias =
        task.epilogue().bias().map(b -> aligned(b, cache)).orElseGet(() -> cache.zeros(pixel));
  }

  /**
   * Whether a task has as many outputs as inputs, and a window that a table of its parts can have.
   */
  static boolean canServe(Task.Depthwise task) {
    Geometry g = task.geometry();
    return g.inC() == g.outC() && (long) g.kernelH() * g.kernelW() <= DepthwiseTaps.MOST;
  }

  /** The kernel for a task that {@link #canServe} accepts. */
  static Kernel of(Task.Depthwise task, PackedWeights cache) {
    return task.geometry().inC() < Lanes.COUNT
        ? new VectorNarrowDepthwise(task, cache)
        : new VectorDepthwise(task, cache);
  }

  private static MemorySegment aligned(Param param, PackedWeights cache) {
    return cache.get(param, new AsStored(), param.bytes(), to -> copy(param, to));
  }

  private static void copy(Param from, MemorySegment to) {
    MemorySegment data = from.data();
    for (long i = 0; i < from.count(); i++) {
      // Adding zero turns a negative zero into a positive one, as a sum that starts at zero does.
      to.setAtIndex(
          LittleEndian.FLOAT, i, data.get(LittleEndian.FLOAT_UNALIGNED, i * Float.BYTES) + 0f);
    }
  }

  @Override
  public int units() {
    return Math.ceilDiv(geometry.outRows(), bandRows);
  }

  @Override
  public void run(Frame frame, int fromUnit, int toUnit, int worker) {
    for (int unit = fromUnit; unit < toUnit; unit++) {
      int from = unit * bandRows;
      int to = Math.min(geometry.outRows(), from + bandRows);
      byVectors(frame, from, to);
      for (int row = from; row < to; row++) {
        finish(frame, row);
      }
    }
  }

  /** A band: what {@link #inside} reaches by vectors of channels, the rest by positions. */
  private void byVectors(Frame frame, int fromRow, int toRow) {
    int channels = geometry.inC();
    for (int c = 0; c < channels; c += Lanes.COUNT) {
      // The last vector begins early, so that it does not reach beyond the end; numbers that are
      // computed twice get the same bits.
      int channel = Math.min(c, channels - Lanes.COUNT);
      for (int row = fromRow; row < toRow; row++) {
        inside(frame, row, channel);
      }
    }
    for (int row = fromRow; row < toRow; row++) {
      boolean inside = is3x3(row) || hasTiles();
      int left = inside ? horizontal.fromWhole() : geometry.outW();
      int right = inside ? horizontal.toWhole() : geometry.outW();
      for (int x = 0; x < left; x++) {
        position(frame, row, x);
      }
      for (int x = right; x < geometry.outW(); x++) {
        position(frame, row, x);
      }
    }
  }

  /** The positions of a row that miss no column of their windows, for one vector of channels. */
  private void inside(Frame frame, int row, int channel) {
    int from = horizontal.fromWhole();
    int to = horizontal.toWhole();
    if (!is3x3(row)) {
      if (hasTiles()) {
        tiles(frame, row, from, to, channel);
      }
    } else if (geometry.strideW() != 1) {
      line(frame, row, from, to - from, channel);
    } else {
      // Positions as far apart as two taps share columns, and make a line of their own.
      int apart = geometry.dilationW();
      for (int x = from; x < Math.min(from + (long) apart, to); x++) {
        slide(frame, row, x, Math.ceilDiv(to - x, apart), channel);
      }
    }
  }

  /** Whether the positions that miss no column are enough for {@link #tiles}. */
  private boolean hasTiles() {
    return horizontal.toWhole() - horizontal.fromWhole() >= DepthwiseTaps.POSITIONS;
  }

  /** Whether {@link Filter3x3} serves the row, and clamps it. */
  private boolean is3x3(int row) {
    return geometry.kernelH() == 3
        && geometry.kernelW() == 3
        && vertical.isWhole(row % geometry.outH());
  }

  private void line(Frame frame, int row, int x, int count, int channel) {
    long at = (long) channel * Float.BYTES;
    Filter3x3.line(
        frame.input(0),
        places.input(row, 0, x, 0) + at,
        geometry.strideW() * pixel,
        places.down(),
        places.across(),
        weights,
        at,
        pixel,
        bias,
        frame.output(),
        places.output(row, x) + at,
        pixel,
        count,
        clamp());
  }

  private void slide(Frame frame, int row, int x, int count, int channel) {
    long at = (long) channel * Float.BYTES;
    Filter3x3.slide(
        frame.input(0),
        places.input(row, 0, x, 0) + at,
        places.down(),
        places.across(),
        weights,
        at,
        pixel,
        bias,
        frame.output(),
        places.output(row, x) + at,
        geometry.dilationW() * pixel,
        count,
        clamp());
  }

  /** Positions whose windows miss rows at most, six at a time; some twice at the end. */
  private void tiles(Frame frame, int row, int from, int to, int channel) {
    DepthwiseTaps taps = taps(row, 0, geometry.kernelW());
    int i = vertical.fromTap(row % geometry.outH());
    long at = (long) channel * Float.BYTES;
    for (int next = from; next < to; next += DepthwiseTaps.POSITIONS) {
      int x = Math.min(next, to - DepthwiseTaps.POSITIONS);
      taps.six(
          frame.input(0),
          places.input(row, i, x, 0) + at,
          geometry.strideW() * pixel,
          weights,
          i * geometry.kernelW() * pixel + at,
          bias,
          at,
          frame.output(),
          places.output(row, x) + at,
          pixel);
    }
  }

  /** All channels of one position, whatever its window misses. */
  private void position(Frame frame, int row, int x) {
    int i = vertical.fromTap(row % geometry.outH());
    int j = horizontal.fromTap(x);
    DepthwiseTaps taps = taps(row, j, horizontal.toTap(x));
    MemorySegment in = frame.input(0);
    MemorySegment out = frame.output();
    long inAt = places.input(row, i, x, j);
    long weightsAt = (i * geometry.kernelW() + j) * pixel;
    long outAt = places.output(row, x);
    long c = 0;
    for (; c + 4 * Lanes.BYTES <= pixel; c += 4 * Lanes.BYTES) {
      taps.four(in, inAt + c, weights, weightsAt + c, bias, c, out, outAt + c);
    }
    for (; c < pixel; c += Lanes.BYTES) {
      long at = Math.min(c, pixel - Lanes.BYTES);
      taps.one(in, inAt + at, weights, weightsAt + at, bias, at, out, outAt + at);
    }
  }

  /** The taps of a row of positions that fall inside the map, between two columns of taps. */
  private DepthwiseTaps taps(int row, int fromColumn, int toColumn) {
    int y = row % geometry.outH();
    return taps[vertical.toTap(y) - vertical.fromTap(y)][toColumn - fromColumn];
  }

  /** The clamp where it is still to do, and the residual. */
  private void finish(Frame frame, int row) {
    if (finish.residual() || !is3x3(row)) {
      finish.apply(frame, places.output(row, 0), (long) geometry.outW() * geometry.inC());
      return;
    }
    int left = horizontal.fromWhole();
    int right = horizontal.toWhole();
    finish.apply(frame, places.output(row, 0), (long) left * geometry.inC());
    finish.apply(
        frame, places.output(row, right), (long) (geometry.outW() - right) * geometry.inC());
  }

  /** What {@link Filter3x3} holds each sum in: nothing, if a residual comes first. */
  private Clamp clamp() {
    return finish.residual() ? Clamp.NONE : finish.clamp();
  }
}
