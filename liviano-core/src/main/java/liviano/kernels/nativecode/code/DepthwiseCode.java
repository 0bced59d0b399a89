package liviano.kernels.nativecode.code;

import static liviano.kernels.assembler.Gp.R10;
import static liviano.kernels.assembler.Gp.R11;
import static liviano.kernels.assembler.Gp.R12;
import static liviano.kernels.assembler.Gp.R13;
import static liviano.kernels.assembler.Gp.R8;
import static liviano.kernels.assembler.Gp.R9;
import static liviano.kernels.assembler.Gp.RAX;
import static liviano.kernels.assembler.Gp.RBX;
import static liviano.kernels.assembler.Gp.RCX;
import static liviano.kernels.assembler.Gp.RDX;
import static liviano.kernels.assembler.Gp.RSI;

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
 * nine weights stay in registers while the line is swept: each position is read once and added to
 * the sums of all outputs that see it.
 *
 * @param stride 1 or 2 columns
 * @param fromLine the first of the three lines that is on the map
 * @param toLine the line after the last that is on the map
 * @param left whether the first window's first column lies outside the map
 * @param right whether the last window's last column lies outside the map
 * @param masked whether there is a single vector of channels, only partly filled
 */
public record DepthwiseCode(
    Isa isa, int stride, int fromLine, int toLine, boolean left, boolean right, boolean masked)
    implements Code {
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

  private static final int KERNEL = 3;
  private static final List<Gp> SAVED = List.of(RBX, R12, R13);
  private static final List<Gp> LINE_POINTERS = List.of(RSI, R8, R9);
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
    s.mov(R11, ArgumentBlock.slot(LINES));
    for (int i = fromLine; i < toLine; i++) {
      s.mov(LINE_POINTERS.get(i), Mem.at(R11, i * Long.BYTES));
      s.add(LINE_POINTERS.get(i), ArgumentBlock.slot(OFFSET));
    }
    s.mov(RBX, ArgumentBlock.slot(OUT));
    s.add(RBX, ArgumentBlock.slot(OFFSET));
    s.mov(RCX, ArgumentBlock.slot(OUT_WIDTH));
    if (stride == 1) {
      sweepEach(s);
    } else {
      sweepEveryOther(s);
    }
  }

  /** Sum 0 has seen two columns when the loop starts, sum 1 one. */
  private void sweepEach(Assembler s) {
    startSum(s, 0);
    if (!left) {
      column(s, new int[] {0});
    }
    startSum(s, 1);
    column(s, new int[] {1, 0});
    Label end = whereTheLastIsLeft(s);
    Label output = s.here();
    startSum(s, 2);
    column(s, new int[] {2, 1, 0});
    store(s);
    s.move(sum(0), sum(1));
    s.move(sum(1), sum(2));
    s.sub(RCX, 1);
    s.jump(Condition.NOT_ZERO, output);
    if (right) {
      s.place(end);
      store(s);
    }
  }

  /** Sum 0 has seen one column when the loop starts. */
  private void sweepEveryOther(Assembler s) {
    startSum(s, 0);
    if (!left) {
      column(s, new int[] {0});
    }
    Label end = whereTheLastIsLeft(s);
    Label output = s.here();
    column(s, new int[] {1});
    startSum(s, 1);
    column(s, new int[] {2, 0});
    store(s);
    s.move(sum(0), sum(1));
    s.sub(RCX, 1);
    s.jump(Condition.NOT_ZERO, output);
    if (right) {
      s.place(end);
      column(s, new int[] {1});
      store(s);
    }
  }

  /**
   * If the last window reaches beyond the map, the loop does not compute its output; there may be
   * no other output.
   */
  private Label whereTheLastIsLeft(Assembler s) {
    Label end = s.label();
    if (right) {
      s.sub(RCX, 1);
      s.jump(Condition.ZERO, end);
    }
    return end;
  }

  private void startSum(Assembler s, int index) {
    s.load(sum(index), Mem.at(R10));
  }

  /**
   * Adds a column to the sums that see it, and steps to the next.
   *
   * @param taps for sum 0, 1, ...: the column of the window in which each sees it
   */
  private void column(Assembler s, int[] taps) {
    for (int line = fromLine; line < toLine; line++) {
      Mem place = Mem.at(LINE_POINTERS.get(line));
      if (!masked) {
        s.load(input(), place);
      } else if (isa.hasMasks()) {
        s.load(input(), place, TAIL);
      } else {
        s.load(input(), place, mask());
      }
      for (int i = 0; i < taps.length; i++) {
        s.fma(sum(i), weight(line * KERNEL + taps[i]), input());
      }
      s.add(LINE_POINTERS.get(line), RAX);
    }
  }

  private void store(Assembler s) {
    s.greatest(input(), least(), sum(0));
    s.least(input(), greatest(), input());
    Mem place = Mem.at(RBX);
    if (!masked) {
      s.store(place, input());
    } else if (isa.hasMasks()) {
      s.store(place, input(), TAIL);
    } else {
      s.store(place, input(), mask());
    }
    s.add(RBX, R12);
  }

  private Vec weight(int tap) {
    return isa.vec(tap);
  }

  private Vec sum(int index) {
    return isa.vec(9 + index);
  }

  private Vec input() {
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
