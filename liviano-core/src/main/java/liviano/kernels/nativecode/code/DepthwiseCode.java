package liviano.kernels.nativecode.code;

import static liviano.kernels.assembler.Gp.R10;
import static liviano.kernels.assembler.Gp.R12;
import static liviano.kernels.assembler.Gp.R13;
import static liviano.kernels.assembler.Gp.RAX;
import static liviano.kernels.assembler.Gp.RBX;
import static liviano.kernels.assembler.Gp.RCX;
import static liviano.kernels.assembler.Gp.RDX;

import java.util.List;
import liviano.kernels.assembler.Assembler;
import liviano.kernels.assembler.Condition;
import liviano.kernels.assembler.Gp;
import liviano.kernels.assembler.Label;
import liviano.kernels.assembler.Mask;
import liviano.kernels.assembler.Mem;
import liviano.kernels.assembler.Vec;

/**
 * One line of a dense 3x3 depthwise convolution over three lines. For each vector of channels the
 * nine weights stay in registers while the line is {@linkplain DepthwiseSweep swept}.
 *
 * @param sweep which lines and columns are on the map
 * @param masked whether there is a single vector of channels, only partly filled
 */
public record DepthwiseCode(Isa isa, DepthwiseSweep sweep, boolean masked)
    implements Code, DepthwiseSweep.Lanes {
  // Slots of the block
  /** Address of the addresses of the three lines' first columns. */
  public static final int LINES = 0;

  public static final int OUT_WIDTH = 1;

  /** Bytes from a column of the input to the next. */
  public static final int STRIDE_IN = 2;

  public static final int OUT = 3;

  /** Bytes from a column of the output to the next. */
  public static final int STRIDE_OUT = 4;

  /** For each vector of channels: nine vectors. */
  public static final int WEIGHTS = 5;

  public static final int BIAS = 6;
  public static final int VECTORS = 7;
  public static final int CLAMP = 8;
  public static final int MASK = 9;
  private static final int OFFSET = 10;

  /** Slots in all. */
  public static final int SLOTS = 11;

  private static final int KERNEL = DepthwiseSweep.KERNEL;
  private static final List<Gp> SAVED = List.of(RBX, R12, R13);
  private static final Mask TAIL = Mask.K1;

  @Override
  public byte[] assemble() {
    Assembler s = new Assembler();
    s.push(SAVED);
    s.mov(RAX, ArgumentBlock.slot(STRIDE_IN));
    s.mov(R12, ArgumentBlock.slot(STRIDE_OUT));
    s.mov(RDX, ArgumentBlock.slot(WEIGHTS));
    s.mov(R10, ArgumentBlock.slot(BIAS));
    s.mov(R13, ArgumentBlock.slot(VECTORS));
    s.mov(RCX, 0);
    s.mov(ArgumentBlock.slot(OFFSET), RCX);
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
    Label vector = s.here();
    vector(s);
    s.add(RDX, KERNEL * KERNEL * isa.bytes());
    s.add(R10, isa.bytes());
    s.mov(RCX, ArgumentBlock.slot(OFFSET));
    s.add(RCX, isa.bytes());
    s.mov(ArgumentBlock.slot(OFFSET), RCX);
    s.sub(R13, 1);
    s.jump(Condition.NOT_ZERO, vector);
    s.vzeroupper();
    s.pop(SAVED);
    s.ret();
    return s.toBytes();
  }

  private void vector(Assembler s) {
    for (int tap = 0; tap < KERNEL * KERNEL; tap++) {
      s.load(weight(tap), Mem.at(RDX, tap * isa.bytes()));
    }
    sweep.sweep(s, this, LINES, OFFSET, OUT, OUT_WIDTH);
  }

  @Override
  public void start(Assembler s, int index) {
    s.load(sum(index), Mem.at(R10));
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
