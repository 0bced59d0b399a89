package liviano.kernels.nativecode.code;

import static liviano.kernels.assembler.Gp.R10;
import static liviano.kernels.assembler.Gp.R8;
import static liviano.kernels.assembler.Gp.R9;
import static liviano.kernels.assembler.Gp.RCX;
import static liviano.kernels.assembler.Gp.RDX;
import static liviano.kernels.assembler.Gp.RSI;

import liviano.kernels.assembler.Assembler;
import liviano.kernels.assembler.Condition;
import liviano.kernels.assembler.Label;
import liviano.kernels.assembler.Mem;
import liviano.kernels.assembler.Vec;

/**
 * The softmax of a row of whole vectors, in its place, in double precision inside as the plain
 * loops do it. If there are fewer numbers, the caller pads them with negative infinity, whose
 * exponential is zero.
 */
public record SoftmaxCode(Isa isa) implements Code {
  // Slots of the block
  public static final int ROW = 0;

  /** At least one. */
  public static final int VECTORS = 1;

  /** Address of a double for each number of the row. */
  public static final int EXPONENTIALS = 2;

  /** Address of one vector. */
  public static final int SPARE = 3;

  public static final int CONSTANTS = 4;

  /** Slots in all. */
  public static final int SLOTS = 5;

  @Override
  public byte[] assemble() {
    Assembler s = new Assembler();
    Exponential exponential = new Exponential(isa, R10);
    s.mov(R8, ArgumentBlock.slot(SPARE));
    s.mov(R9, ArgumentBlock.slot(VECTORS));
    s.mov(R10, ArgumentBlock.slot(CONSTANTS));
    exponential.prepare(s);
    greatest(s);
    subtractGreatest(s, exponential);
    s.add(R9, R9); // so many vectors of doubles
    exponentials(s, exponential);
    divide(s, exponential);
    s.vzeroupper();
    s.ret();
    return s.toBytes();
  }

  /** The greatest number in every lane of its vector. A NaN among them makes all results NaN. */
  private void greatest(Assembler s) {
    s.mov(RSI, ArgumentBlock.slot(ROW));
    s.load(greatest(), Mem.at(RSI));
    Label turn = startTurns(s);
    s.load(x(), Mem.at(RSI));
    s.greatest(greatest(), x(), greatest());
    s.add(RSI, isa.bytes());
    endTurns(s, turn);
    s.store(Mem.at(R8), greatest());
    s.broadcast(greatest(), Mem.at(R8));
    for (int lane = 1; lane < isa.lanes(); lane++) {
      s.broadcast(x(), Mem.at(R8, lane * Float.BYTES));
      s.greatest(greatest(), x(), greatest());
    }
  }

  /** In single precision, as the plain loops do it. */
  private void subtractGreatest(Assembler s, Exponential exponential) {
    s.mov(RSI, ArgumentBlock.slot(ROW));
    Label turn = startTurns(s);
    s.load(x(), Mem.at(RSI));
    s.subtract(x(), x(), greatest());
    exponential.hold(s, x());
    s.store(Mem.at(RSI), x());
    s.add(RSI, isa.bytes());
    endTurns(s, turn);
  }

  /** And their sum in every lane of its vector. */
  private void exponentials(Assembler s, Exponential exponential) {
    s.mov(RSI, ArgumentBlock.slot(ROW));
    s.mov(RDX, ArgumentBlock.slot(EXPONENTIALS));
    s.zero(sum());
    Label turn = startTurns(s);
    s.doubles().ofFloats(x(), Mem.at(RSI));
    exponential.apply(s, result(), x());
    s.store(Mem.at(RDX), result());
    s.doubles().add(sum(), sum(), result());
    s.add(RSI, isa.bytes() / 2);
    s.add(RDX, isa.bytes());
    endTurns(s, turn);
    s.store(Mem.at(R8), sum());
    s.doubles().broadcast(sum(), Mem.at(R8));
    for (int lane = 1; lane < isa.lanes() / 2; lane++) {
      s.doubles().broadcast(x(), Mem.at(R8, lane * Double.BYTES));
      s.doubles().add(sum(), sum(), x());
    }
  }

  private void divide(Assembler s, Exponential exponential) {
    s.mov(RSI, ArgumentBlock.slot(ROW));
    s.mov(RDX, ArgumentBlock.slot(EXPONENTIALS));
    Label turn = startTurns(s);
    s.load(x(), Mem.at(RDX));
    s.doubles().divide(x(), x(), sum());
    exponential.storeFloats(s, Mem.at(RSI), x());
    s.add(RSI, isa.bytes() / 2);
    s.add(RDX, isa.bytes());
    endTurns(s, turn);
  }

  /** What follows, until {@link #endTurns}, as many times as {@code r9} says. */
  private static Label startTurns(Assembler s) {
    s.mov(RCX, R9);
    return s.here();
  }

  private static void endTurns(Assembler s, Label turn) {
    s.sub(RCX, 1);
    s.jump(Condition.NOT_ZERO, turn);
  }

  private Vec x() {
    return isa.vec(0);
  }

  private Vec result() {
    return isa.vec(1);
  }

  private Vec greatest() {
    return isa.vec(2);
  }

  private Vec sum() {
    return isa.vec(3);
  }
}
