package liviano.kernels.nativecode.code;

import static liviano.kernels.assembler.Gp.R10;
import static liviano.kernels.assembler.Gp.R12;
import static liviano.kernels.assembler.Gp.R13;
import static liviano.kernels.assembler.Gp.R14;
import static liviano.kernels.assembler.Gp.RAX;
import static liviano.kernels.assembler.Gp.RBX;
import static liviano.kernels.assembler.Gp.RCX;
import static liviano.kernels.assembler.Gp.RDX;

import java.util.List;
import liviano.kernels.assembler.Assembler;
import liviano.kernels.assembler.Condition;
import liviano.kernels.assembler.Gp;
import liviano.kernels.assembler.Label;
import liviano.kernels.assembler.Mem;
import liviano.kernels.assembler.Vec;

/**
 * One line of a dense 3x3 depthwise convolution of bytes over three lines, eight channels at a
 * time. Bytes less their zero point, weights and sums are whole numbers in floats: as long as sums
 * stay within 2^24 they are exact, and cost no more than in integers, where products would have to
 * be paired first.
 *
 * @param sweep which lines and columns are on the map
 * @param signed whether the bytes that are read are
 * @param end how sums become bytes
 */
public record ByteFilterCode(DepthwiseSweep sweep, boolean signed, SumEnd end)
    implements Code, DepthwiseSweep.Floats {
  // Slots of the block
  /** Address of the addresses of the three lines' first columns. */
  public static final int LINES = 0;

  public static final int OUT_WIDTH = 1;

  /** Bytes from a column to the next, in the input and the output. */
  public static final int STRIDE = 2;

  public static final int OUT = 3;

  /** For each eight channels: nine times eight floats. */
  public static final int WEIGHTS = 4;

  /** For each eight channels: their biases, and what {@link SumEnd} multiplies with. */
  public static final int ENDS = 5;

  /** How many times eight channels. */
  public static final int VECTORS = 6;

  /** Constants of {@link SumEnd}; after them the zero point of the input, eight times. */
  public static final int TABLE = 7;

  private static final int OFFSET = 8;

  /** Slots in all. */
  public static final int SLOTS = 9;

  /** Channels at a time, the fewest of a map. */
  public static final int LANES = 8;

  /** Where in eight channels' {@link #ENDS} the factors lie. */
  public static final int FACTORS = LANES * Float.BYTES;

  private static final int VECTOR = LANES * Float.BYTES;
  private static final int TAPS = DepthwiseSweep.KERNEL * DepthwiseSweep.KERNEL;
  private static final List<Gp> SAVED = List.of(RBX, R12, R13, R14);
  private static final List<Vec> SPARE = List.of(Vec.ymm(13), Vec.ymm(14), Vec.ymm(15));

  @Override
  public byte[] assemble() {
    Assembler s = new Assembler();
    s.push(SAVED);
    s.mov(RAX, ArgumentBlock.slot(STRIDE));
    s.mov(R12, RAX);
    s.mov(RDX, ArgumentBlock.slot(WEIGHTS));
    s.mov(R10, ArgumentBlock.slot(ENDS));
    s.mov(R13, ArgumentBlock.slot(VECTORS));
    s.mov(R14, ArgumentBlock.slot(TABLE));
    s.mov(RCX, 0);
    s.mov(ArgumentBlock.slot(OFFSET), RCX);
    Label vector = s.here();
    for (int tap = 0; tap < TAPS; tap++) {
      s.load(weight(tap), Mem.at(RDX, tap * VECTOR));
    }
    sweep.sweep(s, this, LINES, OFFSET, OUT, OUT_WIDTH);
    s.add(RDX, TAPS * VECTOR);
    s.add(R10, endBytes());
    s.mov(RCX, ArgumentBlock.slot(OFFSET));
    s.add(RCX, LANES);
    s.mov(ArgumentBlock.slot(OFFSET), RCX);
    s.sub(R13, 1);
    s.jump(Condition.NOT_ZERO, vector);
    s.vzeroupper();
    s.pop(SAVED);
    s.ret();
    return s.toBytes();
  }

  /** Bytes of eight channels' {@link #ENDS}. */
  public int endBytes() {
    return LANES * (Float.BYTES + end.factorBytes());
  }

  @Override
  public void startSum(Assembler s, int index) {
    s.load(sum(index), Mem.at(R10));
  }

  @Override
  public void load(Assembler s, Mem place) {
    s.integers().bytesToInts(input(), place, signed);
    s.integers().intsToFloats(input(), input());
    s.subtract(input(), input(), Mem.at(R14, end.tableBytes()));
  }

  @Override
  public void store(Assembler s, Mem place) {
    if (end.fixed()) {
      s.integers().floatsToInts(input(), sum(0));
    } else {
      s.move(input(), sum(0));
    }
    end.multiply(s, input(), SPARE, end.factor(R10, FACTORS, 0), LANES, R14);
    new ByteEnd(end.signed()).pack(s, place, input(), SPARE.getFirst(), R14);
  }

  @Override
  public Vec weight(int tap) {
    return Vec.ymm(tap);
  }

  @Override
  public Vec sum(int index) {
    return Vec.ymm(TAPS + index);
  }

  @Override
  public Vec input() {
    return Vec.ymm(12);
  }
}
