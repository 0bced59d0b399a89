package liviano.kernels.scalar;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Optional;
import liviano.kernels.Clamp;
import liviano.kernels.Frame;
import liviano.kernels.Geometry;
import liviano.kernels.Kernel;
import liviano.kernels.Linear;
import liviano.kernels.Param;
import liviano.kernels.Quantizing;
import liviano.kernels.Requantize;
import liviano.tensor.DType;
import liviano.tensor.LittleEndian;

/**
 * Sums of integers straight from the definitions of {@link Requantize} and {@link Quantizing.Sums}:
 * a convolution, and the other linear tasks as the convolutions that they are. A unit is one row of
 * output positions.
 */
final class ScalarIntegers implements Kernel {

  /** What becomes of a sum. */
  @FunctionalInterface
  private interface End {
    void store(MemorySegment output, long index, int channel, int sum);
  }

  private final Geometry g;
  private final int groups;
  private final boolean channelsInnermost;
  private final Bytes in;
  private final Bytes stored;
  private final byte[] weights;
  private final List<Integer> weightZeroPoints;

  /** Zero point of the input where no tensor gives it. */
  private final int zeroPoint;

  private final boolean givenZeroPoint;
  private final End end;

  private ScalarIntegers(
      Linear task,
      DType input,
      Param weight,
      List<Integer> weightZeroPoints,
      int zeroPoint,
      boolean givenZeroPoint,
      End end) {
    this.g = window(task).orElseThrow();
    this.groups = groups(task);
    this.channelsInnermost = task.weighsChannelsInnermost();
    this.in = Bytes.of(input);
    this.stored = Bytes.of(weight.format());
    this.weights = weight.data().toArray(ValueLayout.JAVA_BYTE);
    this.weightZeroPoints = weightZeroPoints;
    this.zeroPoint = zeroPoint;
    this.givenZeroPoint = givenZeroPoint;
    this.end = end;
  }

  static Kernel of(Linear task) {
    Requantize step = task.epilogue().requantize().orElseThrow();
    Clamp clamp = task.epilogue().clamp();
    int[] bias = task.epilogue().bias().map(Param::toInts).orElse(null);
    return new ScalarIntegers(
        task,
        task.formats().inputs().getFirst(),
        task.weight(),
        step.weightZeroPoints(),
        step.inputZeroPoint(),
        false,
        (output, at, o, sum) ->
            Bytes.set(output, at, step.apply(bias == null ? sum : bias[o] + sum, o, clamp)));
  }

  static Kernel of(Quantizing.Sums task) {
    return new ScalarIntegers(
        task.like(),
        task.formats().inputs().getFirst(),
        task.weight(),
        task.weightZeroPoints(),
        0,
        task.hasZeroPoint(),
        (output, at, _, sum) -> output.setAtIndex(LittleEndian.INT, at, sum));
  }

  /** Inputs and weights of 8 bits, under a window. */
  static boolean canServe(Linear task) {
    return window(task).isPresent()
        && task.epilogue().requantize().isPresent()
        && task.formats().inputs().getFirst().isByte()
        && task.weight().format().isByte();
  }

  static boolean canServe(Quantizing.Sums task) {
    return window(task.like()).isPresent()
        && task.formats().inputs().getFirst().isByte()
        && task.weight().format().isByte();
  }

  /** What each number of the output sums; transposed convolutions of integers are not computed. */
  private static Optional<Geometry> window(Linear task) {
    return switch (task) {
      case Linear.Pointwise t -> Optional.of(rows(t));
      case Linear.Convolution t -> Optional.of(t.geometry());
      case Linear.Depthwise t -> Optional.of(t.geometry());
      case Linear.TransposedConvolution _ -> Optional.empty();
    };
  }

  /** The rows of a matrix as a map of one column. */
  private static Geometry rows(Linear.Pointwise t) {
    return new Geometry(
        1, t.rows(), 1, t.inChannels(), t.rows(), 1, t.outChannels(), 1, 1, 1, 1, 1, 1, 0, 0);
  }

  private static int groups(Linear task) {
    return switch (task) {
      case Linear.Pointwise _ -> 1;
      case Linear.Convolution t -> t.groups();
      case Linear.TransposedConvolution t -> t.groups();
      case Linear.Depthwise t -> t.inChannels();
    };
  }

  @Override
  public int units() {
    return g.outRows();
  }

  @Override
  public void run(Frame frame, int fromUnit, int toUnit, int worker) {
    int zero = givenZeroPoint ? in.get(frame.input(1), 0) : zeroPoint;
    for (int row = fromUnit; row < toUnit; row++) {
      for (int x = 0; x < g.outW(); x++) {
        long at = ((long) row * g.outW() + x) * g.outC();
        for (int o = 0; o < g.outC(); o++) {
          int sum = sum(frame.input(0), zero, row / g.outH(), row % g.outH(), x, o);
          end.store(frame.output(), at + o, o, sum);
        }
      }
    }
  }

  private int sum(MemorySegment map, int zero, int n, int y, int x, int o) {
    int channels = g.inC() / groups;
    int firstChannel = o / (g.outC() / groups) * channels;
    int weightZero = weightZeroPoints.get(weightZeroPoints.size() == 1 ? 0 : o);
    int sum = 0;
    for (int i = 0; i < g.kernelH(); i++) {
      int inY = y * g.strideH() - g.padTop() + i * g.dilationH();
      if (inY < 0 || inY >= g.inH()) {
        continue;
      }
      for (int j = 0; j < g.kernelW(); j++) {
        int inX = x * g.strideW() - g.padLeft() + j * g.dilationW();
        if (inX < 0 || inX >= g.inW()) {
          continue;
        }
        long at = (((long) n * g.inH() + inY) * g.inW() + inX) * g.inC() + firstChannel;
        for (int c = 0; c < channels; c++) {
          int weight = stored.integer(weights[weight(o, i, j, c)]);
          sum += (in.get(map, at + c) - zero) * (weight - weightZero);
        }
      }
    }
    return sum;
  }

  private int weight(int o, int i, int j, int c) {
    int channels = g.inC() / groups;
    return channelsInnermost
        ? (i * g.kernelW() + j) * g.outC() + o
        : ((o * g.kernelH() + i) * g.kernelW() + j) * channels + c;
  }
}
