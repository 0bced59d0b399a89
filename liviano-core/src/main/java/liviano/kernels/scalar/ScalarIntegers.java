package liviano.kernels.scalar;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;
import liviano.kernels.Clamp;
import liviano.kernels.Frame;
import liviano.kernels.Geometry;
import liviano.kernels.Kernel;
import liviano.kernels.Linear;
import liviano.kernels.Param;
import liviano.kernels.Requantize;
import liviano.tensor.DType;
import liviano.tensor.LittleEndian;

/**
 * Sums of integers straight from the definition of {@link Requantize}: a convolution, and the other
 * linear tasks as the convolutions that they are. A unit is one row of output positions.
 */
final class ScalarIntegers implements Kernel {
  private final Geometry g;
  private final int groups;
  private final boolean channelsInnermost;
  private final byte[] weights;
  private final int[] bias;
  private final Requantize requantize;
  private final Clamp clamp;
  private final boolean unsignedInput;

  ScalarIntegers(Linear task) {
    this.g = window(task).orElseThrow();
    this.groups = groups(task);
    this.channelsInnermost = task.weighsChannelsInnermost();
    this.weights = task.weight().data().toArray(ValueLayout.JAVA_BYTE);
    this.bias = task.epilogue().bias().map(ScalarIntegers::ints).orElse(new int[g.outC()]);
    this.requantize = task.epilogue().requantize().orElseThrow();
    this.clamp = task.epilogue().clamp();
    this.unsignedInput = task.formats().inputs().getFirst() == DType.U8;
  }

  /** Inputs and outputs of 8 bits, and weights of {@link DType#I8}, under a window. */
  static boolean canServe(Linear task) {
    DType input = task.formats().inputs().getFirst();
    return window(task).isPresent()
        && task.epilogue().requantize().isPresent()
        && (input == DType.I8 || input == DType.U8)
        && task.weight().format() == DType.I8;
  }

  /** What each number of the output sums; transposed convolutions of integers are not computed. */
  private static Optional<Geometry> window(Linear task) {
    return switch (task) {
      case Linear.Pointwise t ->
          Optional.of(
              new Geometry(
                  1,
                  t.rows(),
                  1,
                  t.inChannels(),
                  t.rows(),
                  1,
                  t.outChannels(),
                  1,
                  1,
                  1,
                  1,
                  1,
                  1,
                  0,
                  0));
      case Linear.Convolution t -> Optional.of(t.geometry());
      case Linear.Depthwise t -> Optional.of(t.geometry());
      case Linear.TransposedConvolution _ -> Optional.empty();
    };
  }

  private static int groups(Linear task) {
    return switch (task) {
      case Linear.Pointwise _ -> 1;
      case Linear.Convolution t -> t.groups();
      case Linear.TransposedConvolution t -> t.groups();
      case Linear.Depthwise t -> t.inChannels();
    };
  }

  private static int[] ints(Param bias) {
    return bias.data().toArray(LittleEndian.INT_UNALIGNED);
  }

  @Override
  public int units() {
    return g.outRows();
  }

  @Override
  public void run(Frame frame, int fromUnit, int toUnit, int worker) {
    for (int row = fromUnit; row < toUnit; row++) {
      for (int x = 0; x < g.outW(); x++) {
        long at = ((long) row * g.outW() + x) * g.outC();
        for (int o = 0; o < g.outC(); o++) {
          int acc = bias[o] + sum(frame.input(0), row / g.outH(), row % g.outH(), x, o);
          byte stored = (byte) requantize.apply(acc, o, clamp);
          frame.output().set(ValueLayout.JAVA_BYTE, at + o, stored);
        }
      }
    }
  }

  private int sum(MemorySegment in, int n, int y, int x, int o) {
    int channels = g.inC() / groups;
    int firstChannel = o / (g.outC() / groups) * channels;
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
          sum += (input(in, at + c) - requantize.inputZeroPoint()) * weights[weight(o, i, j, c)];
        }
      }
    }
    return sum;
  }

  private int input(MemorySegment in, long index) {
    byte stored = in.get(ValueLayout.JAVA_BYTE, index);
    return unsignedInput ? Byte.toUnsignedInt(stored) : stored;
  }

  private int weight(int o, int i, int j, int c) {
    int channels = g.inC() / groups;
    return channelsInnermost
        ? (i * g.kernelW() + j) * g.outC() + o
        : ((o * g.kernelH() + i) * g.kernelW() + j) * channels + c;
  }
}
