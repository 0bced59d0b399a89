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
import liviano.kernels.assembler.Label;
import liviano.kernels.assembler.Mem;

/**
 * Numbers of four bytes, row by row, to columns: the number at step {@code k} of row {@code n} goes
 * to place {@code n} of step {@code k}. Weights are packed so once, by code that need not warm up.
 */
public record TransposeCode() implements Code {
  // Slots of the block
  public static final int FROM = 0;
  public static final int TO = 1;

  /** At least one. */
  public static final int ROWS = 2;

  /** Numbers of a row, at least one. */
  public static final int STEPS = 3;

  /** From a row to the next. */
  public static final int ROW_BYTES = 4;

  /** From the numbers of a step to those of the next. */
  public static final int STEP_BYTES = 5;

  /** Slots in all. */
  public static final int SLOTS = 6;

  @Override
  public byte[] assemble() {
    Assembler s = new Assembler();
    s.mov(RSI, ArgumentBlock.slot(FROM));
    s.mov(RDX, ArgumentBlock.slot(TO));
    s.mov(RCX, ArgumentBlock.slot(STEPS));
    s.mov(R8, ArgumentBlock.slot(ROW_BYTES));
    Label step = s.here();
    s.mov(RAX, RSI);
    s.mov(R10, RDX);
    s.mov(R11, ArgumentBlock.slot(ROWS));
    Label row = s.here();
    s.mov32(R9, Mem.at(RAX));
    s.mov32(Mem.at(R10), R9);
    s.add(RAX, R8);
    s.add(R10, Float.BYTES);
    s.sub(R11, 1);
    s.jump(Condition.NOT_ZERO, row);
    s.add(RSI, Float.BYTES);
    s.add(RDX, ArgumentBlock.slot(STEP_BYTES));
    s.sub(RCX, 1);
    s.jump(Condition.NOT_ZERO, step);
    s.ret();
    return s.toBytes();
  }
}
