package liviano.kernels.nativecode.code;

import static liviano.kernels.assembler.Gp.R10;
import static liviano.kernels.assembler.Gp.R11;
import static liviano.kernels.assembler.Gp.R8;
import static liviano.kernels.assembler.Gp.R9;
import static liviano.kernels.assembler.Gp.RAX;
import static liviano.kernels.assembler.Gp.RCX;
import static liviano.kernels.assembler.Gp.RDX;
import static liviano.kernels.assembler.Gp.RSI;

import liviano.kernels.assembler.Assembler;
import liviano.kernels.assembler.Condition;
import liviano.kernels.assembler.Gp;
import liviano.kernels.assembler.Label;
import liviano.kernels.assembler.Mem;

/**
 * A few numbers of four bytes of each of some lines, copied with zeros around them. One call of it
 * is for all lines; the JDK would be called up to three times for each, and a JVM that has just
 * started takes microseconds for each such call.
 */
public record PaddedLinesCode() implements Code {
  // Slots of the block
  /** The first number of the first line that is copied. */
  public static final int FROM = 0;

  public static final int TO = 1;

  /** At least one. */
  public static final int LINES = 2;

  /** From a line to the next. */
  public static final int FROM_BYTES = 3;

  /** The same where they are copied to. */
  public static final int TO_BYTES = 4;

  /** Zeros before the numbers of each line. */
  public static final int BEFORE = 5;

  /** Numbers of each line. */
  public static final int NUMBERS = 6;

  /** Zeros after them. */
  public static final int AFTER = 7;

  /** Slots in all. */
  public static final int SLOTS = 8;

  @Override
  public byte[] assemble() {
    Assembler s = new Assembler();
    s.mov(RSI, ArgumentBlock.slot(FROM));
    s.mov(RDX, ArgumentBlock.slot(TO));
    s.mov(RCX, ArgumentBlock.slot(LINES));
    s.mov(R8, 0);
    Label line = s.here();
    s.mov(RAX, RSI);
    s.mov(R10, RDX);
    each(s, BEFORE, () -> put(s, R8));
    each(
        s,
        NUMBERS,
        () -> {
          s.mov32(R9, Mem.at(RAX));
          s.add(RAX, Float.BYTES);
          put(s, R9);
        });
    each(s, AFTER, () -> put(s, R8));
    s.add(RSI, ArgumentBlock.slot(FROM_BYTES));
    s.add(RDX, ArgumentBlock.slot(TO_BYTES));
    s.sub(RCX, 1);
    s.jump(Condition.NOT_ZERO, line);
    s.ret();
    return s.toBytes();
  }

  private static void put(Assembler s, Gp number) {
    s.mov32(Mem.at(R10), number);
    s.add(R10, Float.BYTES);
  }

  /** As often as a slot says, maybe never. */
  private static void each(Assembler s, int slot, Runnable body) {
    Label done = s.label();
    s.mov(R11, ArgumentBlock.slot(slot));
    s.test(R11, R11);
    s.jump(Condition.ZERO, done);
    Label next = s.here();
    body.run();
    s.sub(R11, 1);
    s.jump(Condition.NOT_ZERO, next);
    s.place(done);
  }
}
