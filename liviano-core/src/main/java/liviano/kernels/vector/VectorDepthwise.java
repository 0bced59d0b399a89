package liviano.kernels.vector;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import liviano.kernels.Clamp;
import liviano.kernels.Frame;
import liviano.kernels.Geometry;
import liviano.kernels.Kernel;
import liviano.kernels.PackedWeights;
import liviano.kernels.Param;
import liviano.kernels.Task;

/**
 * A depthwise convolution of as many outputs as inputs. A unit is a band of rows.
 *
 * <p>Inside the map, where a 3x3 window misses nothing, a band is filtered one vector of channels
 * after the other: three lines of one vector fit a first-level cache where three lines of all
 * channels do not. The border of the map and other filters go tap by tap.
 */
final class VectorDepthwise implements Kernel {
  /** Units that are enough to keep eight threads busy to the end. */
  private static final int ENOUGH_UNITS = 24;

  private static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final Geometry geometry;
  private final Window vertical;
  private final Window horizontal;
  private final Finish finish;
  private final MemorySegment weights;
  private final MemorySegment bias;

  private final int bandRows;

  /** Whether there is a fast path for the filter and its channels. */
  private final boolean fast;

  /** Bytes of one position. */
  private final long pixel;

  VectorDepthwise(Task.Depthwise task, PackedWeights cache) {
    Geometry g = task.geometry();
    this.geometry = g;
    this.vertical = Window.vertical(g);
    this.horizontal = Window.horizontal(g);
    this.finish = Finish.of(task.epilogue());
    this.bandRows = Math.max(1, g.outRows() / ENOUGH_UNITS);
    this.fast = g.kernelH() == 3 && g.kernelW() == 3 && g.inC() >= Lanes.COUNT;
    this.pixel = (long) g.inC() * Float.BYTES;
    this.weights = aligned(task.weight(), cache);
    this.bias =
        task.epilogue()
            .bias()
            .map(b -> aligned(b, cache))
            .orElseGet(() -> Arena.ofAuto().allocate(pixel, 64));
  }

  private static MemorySegment aligned(Param param, PackedWeights cache) {
    return cache.get(param.name(), "f32", param.data().byteSize(), to -> copy(param, to));
  }

  private static void copy(Param from, MemorySegment to) {
    for (long i = 0; i < from.count(); i++) {
      // Adding zero turns a negative zero into a positive one, as a sum that starts at zero does.
      to.setAtIndex(FLOAT, i, from.at(i) + 0f);
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
      if (fast) {
        inside(frame, from, to);
      }
      for (int row = from; row < to; row++) {
        border(frame, row);
      }
    }
  }

  /** The positions of a band whose windows are whole. */
  private void inside(Frame frame, int fromRow, int toRow) {
    int channels = geometry.inC();
    for (int c = 0; c < channels; c += Lanes.COUNT) {
      // The last vector begins early rather than end late; what it computes twice has the same
      // bits.
      int channel = Math.min(c, channels - Lanes.COUNT);
      for (int row = fromRow; row < toRow; row++) {
        if (vertical.isWhole(row % geometry.outH())) {
          lines(frame, row, channel);
        }
      }
    }
  }

  private void lines(Frame frame, int row, int channel) {
    int from = horizontal.fromWhole();
    int to = horizontal.toWhole();
    if (geometry.strideW() != 1) {
      line(frame, row, from, to - from, channel);
      return;
    }
    // Positions as far apart as two taps share columns, and make a line of their own.
    int apart = geometry.dilationW();
    for (int x = from; x < Math.min(from + (long) apart, to); x++) {
      slide(frame, row, x, Math.ceilDiv(to - x, apart), channel);
    }
  }

  private void line(Frame frame, int row, int x, int count, int channel) {
    long at = (long) channel * Float.BYTES;
    Filter3x3.line(
        frame.input(0),
        inputAt(row, 0, x, 0) + at,
        geometry.strideW() * pixel,
        geometry.dilationH() * geometry.inW() * pixel,
        geometry.dilationW() * pixel,
        weights,
        at,
        pixel,
        bias,
        frame.output(),
        outputAt(row, x) + at,
        pixel,
        count,
        clamp());
  }

  private void slide(Frame frame, int row, int x, int count, int channel) {
    long at = (long) channel * Float.BYTES;
    Filter3x3.slide(
        frame.input(0),
        inputAt(row, 0, x, 0) + at,
        geometry.dilationH() * geometry.inW() * pixel,
        geometry.dilationW() * pixel,
        weights,
        at,
        pixel,
        bias,
        frame.output(),
        outputAt(row, x) + at,
        geometry.dilationW() * pixel,
        count,
        clamp());
  }

  /** What {@link #inside} leaves of a row, and the residual of all of it. */
  private void border(Frame frame, int row) {
    boolean whole = fast && vertical.isWhole(row % geometry.outH());
    int from = whole ? horizontal.fromWhole() : geometry.outW();
    int to = whole ? horizontal.toWhole() : geometry.outW();
    for (int x = 0; x < from; x++) {
      tapByTap(frame, row, x);
    }
    for (int x = to; x < geometry.outW(); x++) {
      tapByTap(frame, row, x);
    }
    if (finish.residual()) {
      finish.apply(frame, outputAt(row, 0), (long) geometry.outW() * geometry.inC());
    }
  }

  /** One position, leaving out the taps beside the map. */
  private void tapByTap(Frame frame, int row, int x) {
    int y = row % geometry.outH();
    int channels = geometry.inC();
    long outAt = outputAt(row, x);
    MemorySegment sum = bias;
    long sumAt = 0;
    for (int i = vertical.fromTap(y); i < vertical.toTap(y); i++) {
      for (int j = horizontal.fromTap(x); j < horizontal.toTap(x); j++) {
        long weightsAt = ((long) i * geometry.kernelW() + j) * pixel;
        long inAt = inputAt(row, i, x, j);
        Passes.multiplyAdd(
            frame.input(0), inAt, weights, weightsAt, sum, sumAt, frame.output(), outAt, channels);
        sum = frame.output();
        sumAt = outAt;
      }
    }
    if (sum == bias || !clamp().isNone()) {
      Passes.clamp(sum, sumAt, frame.output(), outAt, channels, clamp());
    }
  }

  /** What each sum is held in as it is stored: nothing, if a residual comes first. */
  private Clamp clamp() {
    return finish.residual() ? Clamp.NONE : finish.clamp();
  }

  /** Byte of the input position that tap {@code (i, j)} of an output position reads. */
  private long inputAt(int row, int i, int x, int j) {
    int n = row / geometry.outH();
    long inY = vertical.start(row % geometry.outH()) + (long) i * geometry.dilationH();
    long inX = horizontal.start(x) + (long) j * geometry.dilationW();
    return (((long) n * geometry.inH() + inY) * geometry.inW() + inX) * pixel;
  }

  private long outputAt(int row, int x) {
    return ((long) row * geometry.outW() + x) * pixel;
  }
}
