package liviano.kernels.vector;

import java.lang.foreign.MemorySegment;
import liviano.kernels.Frame;
import liviano.kernels.Geometry;
import liviano.kernels.Kernel;
import liviano.kernels.PackedWeights;
import liviano.kernels.Param;
import liviano.kernels.Task;
import liviano.kernels.vector.loops.DepthwiseTaps;
import liviano.kernels.vector.loops.FinishPass;
import liviano.kernels.vector.loops.LanePasses;
import liviano.kernels.vector.loops.Lanes;
import liviano.kernels.vector.loops.Places;
import liviano.kernels.vector.loops.WindowAxis;
import liviano.tensor.LittleEndian;

/**
 * A depthwise convolution of fewer channels than a vector has lanes. A position is computed with
 * whole vectors, whose last lanes see the channels of its neighbour, and its own lanes are copied
 * out of scratch memory. A unit is a row of positions.
 */
final class VectorNarrowDepthwise implements Kernel {
  private final Geometry geometry;
  private final Places places;
  private final WindowAxis vertical;
  private final WindowAxis horizontal;
  private final FinishPass finish;

  /** {@code [kernelH][kernelW]} vectors, zeros in the last lanes. */
  private final MemorySegment weights;

  /** One vector. */
  private final MemorySegment bias;

  private final DepthwiseTaps[][] taps;

  /** So many channels in each vector of so many lanes, zeros in the other lanes. */
  private record InVectors(int channels, int lanes) implements PackedWeights.Layout {}

  VectorNarrowDepthwise(Task.Depthwise task, PackedWeights cache) {
    Geometry g = task.geometry();
    this.geometry = g;
    this.places = Places.of(g);
    this.vertical = places.vertical();
    this.horizontal = places.horizontal();
    this.finish = FinishPass.of(task.epilogue());
    this.weights = padded(task.weight(), g.inC(), cache);
    this.bias =
        task.epilogue()
            .bias()
            .map(b -> padded(b, g.inC(), cache))
            .orElseGet(() -> cache.zeros(Lanes.BYTES));
    this.taps = DepthwiseTaps.all(places, Lanes.BYTES);
  }

  private static MemorySegment padded(Param param, int channels, PackedWeights cache) {
    long bytes = param.count() / channels * Lanes.BYTES;
    return cache.get(
        param, new InVectors(channels, Lanes.COUNT), bytes, to -> pad(param, channels, to));
  }

  private static void pad(Param from, int channels, MemorySegment to) {
    MemorySegment data = from.data();
    for (long i = 0; i < from.count(); i++) {
      long at = i / channels * Lanes.COUNT + i % channels;
      // Adding zero turns a negative zero into a positive one, as a sum that starts at zero does.
      to.setAtIndex(
          LittleEndian.FLOAT, at, data.get(LittleEndian.FLOAT_UNALIGNED, i * Float.BYTES) + 0f);
    }
  }

  @Override
  public long scratchBytes() {
    return (long) DepthwiseTaps.POSITIONS * Lanes.BYTES;
  }

  @Override
  public int units() {
    return geometry.outRows();
  }

  @Override
  public void run(Frame frame, int fromUnit, int toUnit, int worker) {
    MemorySegment scratch = frame.scratch(worker);
    for (int row = fromUnit; row < toUnit; row++) {
      int x = 0;
      while (x < geometry.outW()) {
        x += tile(frame.input(0), row, x, scratch, frame.output());
      }
      finish.apply(frame, places.output(row, 0), (long) geometry.outW() * geometry.inC());
    }
  }

  /** Computes some positions from {@code x} on, and returns how many. */
  private int tile(MemorySegment in, int row, int x, MemorySegment scratch, MemorySegment out) {
    int y = row % geometry.outH();
    int i = vertical.fromTap(y);
    int j = horizontal.fromTap(x);
    DepthwiseTaps window = taps[vertical.toTap(y) - i][horizontal.toTap(x) - j];
    long inAt = places.input(row, i, x, j);
    long weightsAt = ((long) i * geometry.kernelW() + j) * Lanes.BYTES;
    long step = geometry.strideW() * places.pixel();
    boolean whole =
        x >= horizontal.fromWhole() && x + DepthwiseTaps.POSITIONS <= horizontal.toWhole();
    int count = whole ? DepthwiseTaps.POSITIONS : 1;
    if (window.end(inAt + (count - 1) * step) > in.byteSize()) {
      byChannel(window, in, inAt, weightsAt, out, places.output(row, x));
      return 1;
    }
    if (whole) {
      window.six(in, inAt, step, weights, weightsAt, bias, 0, scratch, 0, Lanes.BYTES);
    } else {
      window.one(in, inAt, weights, weightsAt, bias, 0, scratch, 0);
    }
    LanePasses.copyNarrow(scratch, out, places.output(row, x), count, geometry.inC());
    return count;
  }

  /** A position at the end of the map, where whole vectors would read too far. */
  private void byChannel(
      DepthwiseTaps window,
      MemorySegment in,
      long inAt,
      long weightsAt,
      MemorySegment out,
      long outAt) {
    for (long c = 0; c < places.pixel(); c += Float.BYTES) {
      float sum = Lanes.get(bias, c);
      for (int i = 0; i < window.rows(); i++) {
        for (int j = 0; j < window.columns(); j++) {
          float x = Lanes.get(in, inAt + i * window.down() + j * window.across() + c);
          long w = weightsAt + i * window.weightsDown() + j * window.weightsAcross();
          sum = Math.fma(x, Lanes.get(weights, w + c), sum);
        }
      }
      Lanes.set(out, outAt + c, sum);
    }
  }
}
