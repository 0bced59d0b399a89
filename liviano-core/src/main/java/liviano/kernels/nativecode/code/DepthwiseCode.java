package liviano.kernels.nativecode.code;

import static liviano.kernels.assembler.Gp.RCX;

import liviano.kernels.assembler.Assembler;
import liviano.kernels.assembler.Mask;
import liviano.kernels.assembler.Mem;
import liviano.kernels.assembler.Vec;

/**
 * Some lines of a dense 3x3 depthwise convolution, each over three lines. For each vector of
 * channels the nine weights stay in registers while the lines are {@linkplain DepthwiseSweep
 * swept}.
 *
 * @param sweep which lines and columns are on the map
 * @param masked whether there is a single vector of channels, only partly filled
 */
public record DepthwiseCode(Isa isa, DepthwiseSweep sweep, boolean masked)
    implements Code, ChannelLoop.Body, DepthwiseSweep.Floats {
  // Slots of the block
  /** Address of the addresses of the first columns of three lines, for each line of the output. */
  public static final int LINES = 0;

  public static final int OUT_WIDTH = 1;

  /** Bytes from a column of the input to the next. */
  public static final int STRIDE_IN = 2;

  /** Address of the first line of the output. */
  public static final int OUT = 3;

  /** Bytes from a column of the output to the next. */
  public static final int STRIDE_OUT = 4;

  /** For each vector of channels: nine vectors. */
  public static final int WEIGHTS = 5;

  public static final int BIAS = 6;
  public static final int VECTORS = 7;
  public static final int CLAMP = 8;
  public static final int MASK = 9;

  /** Lines of the output. */
  public static final int COUNT = 10;

  /** Bytes from a line of the output to the next. */
  public static final int OUT_LINE = 11;

  // Where the code is.
  static final int OFFSET = 12;
  static final int LINES_NOW = 13;
  static final int OUT_NOW = 14;

  /** Slots in all. */
  public static final int SLOTS = 15;

  private static final int KERNEL = DepthwiseSweep.KERNEL;
  private static final Mask TAIL = Mask.K1;

  @Override
  public byte[] assemble() {
    return new ChannelLoop(this, KERNEL * KERNEL * isa.bytes(), isa.bytes(), isa.bytes())
        .assemble(sweep);
  }

  @Override
  public void prepare(Assembler s) {
    s.broadcast(least(), ArgumentBlock.slot(CLAMP));
    s.broadcast(greatest(), ArgumentBlock.slot(CLAMP).plus(Float.BYTES));
    if (masked) {
      s.mov(RCX, ArgumentBlock.slot(MASK));
      if (isa.hasMasks()) {
        s.kmov(TAIL, RCX);
      } else {
        s.load(mask(), Mem.at(RCX));
      }
    }
  }

  @Override
  public void loadWeights(Assembler s) {
    for (int tap = 0; tap < KERNEL * KERNEL; tap++) {
      s.load(weight(tap), Mem.at(ChannelLoop.WEIGHTS, tap * isa.bytes()));
    }
  }

  @Override
  public void startSum(Assembler s, int index) {
    s.load(sum(index), Mem.at(ChannelLoop.BIAS));
  }

  @Override
  public void load(Assembler s, Mem place) {
    if (!masked) {
      s.load(input(), place);
    } else if (isa.hasMasks()) {
      s.load(input(), place, TAIL);
    } else {
      s.load(input(), place, mask());
    }
  }

  @Override
  public void store(Assembler s, Mem place) {
    s.greatest(input(), least(), sum(0));
    s.least(input(), greatest(), input());
    if (!masked) {
      s.store(place, input());
    } else if (isa.hasMasks()) {
      s.store(place, input(), TAIL);
    } else {
      s.store(place, input(), mask());
    }
  }

  @Override
  public Vec weight(int tap) {
    return isa.vec(tap);
  }

  @Override
  public Vec sum(int index) {
    return isa.vec(9 + index);
  }

  @Override
  public Vec input() {
    return isa.vec(12);
  }

  private Vec least() {
    return isa.vec(13);
  }

  private Vec greatest() {
    return isa.vec(14);
  }

  /** Where masks are vectors. */
  private Vec mask() {
    return isa.vec(15);
  }
}
