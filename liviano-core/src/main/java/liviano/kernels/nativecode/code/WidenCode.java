package liviano.kernels.nativecode.code;

import static liviano.kernels.assembler.Gp.RAX;
import static liviano.kernels.assembler.Gp.RCX;
import static liviano.kernels.assembler.Gp.RDX;
import static liviano.kernels.assembler.Gp.RSI;

import liviano.kernels.assembler.Assembler;
import liviano.kernels.assembler.Condition;
import liviano.kernels.assembler.Label;
import liviano.kernels.assembler.Mem;
import liviano.kernels.assembler.Vec;

/**
 * Bytes as shorts, less their zero point: 16 at a time, and the last 16 of a run, which may have
 * been among them.
 *
 * @param signed whether bytes are
 */
public record WidenCode(boolean signed) implements Code {
  // Slots of the block
  public static final int FROM = 0;
  public static final int TO = 1;

  /** Vectors of {@link #AT_ONCE}, before the last. */
  public static final int VECTORS = 2;

  /** Which byte the last vector starts at. */
  public static final int LAST = 3;

  /** Address of {@link #AT_ONCE} shorts that hold the zero point. */
  public static final int ZERO_POINT = 4;

  /** Slots in all. */
  public static final int SLOTS = 5;

  /** Bytes of a vector, the fewest of a run. */
  public static final int AT_ONCE = 16;

  private static final Vec NUMBERS = Vec.ymm(0);
  private static final Vec ZERO = Vec.ymm(1);

  @Override
  public byte[] assemble() {
    Assembler s = new Assembler();
    s.mov(RSI, ArgumentBlock.slot(FROM));
    s.mov(RDX, ArgumentBlock.slot(TO));
    s.mov(RCX, ArgumentBlock.slot(ZERO_POINT));
    s.load(ZERO, Mem.at(RCX));
    s.mov(RCX, ArgumentBlock.slot(VECTORS));
    Label last = s.label();
    s.test(RCX, RCX);
    s.jump(Condition.ZERO, last);
    Label next = s.here();
    vector(s);
    s.add(RSI, AT_ONCE);
    s.add(RDX, AT_ONCE * Short.BYTES);
    s.sub(RCX, 1);
    s.jump(Condition.NOT_ZERO, next);
    s.place(last);
    s.mov(RAX, ArgumentBlock.slot(LAST));
    s.mov(RSI, ArgumentBlock.slot(FROM));
    s.mov(RDX, ArgumentBlock.slot(TO));
    s.add(RSI, RAX);
    s.lea(RDX, Mem.at(RDX, RAX, Short.BYTES));
    vector(s);
    s.vzeroupper();
    s.ret();
    return s.toBytes();
  }

  private void vector(Assembler s) {
    s.integers().bytesToShorts(NUMBERS, Mem.at(RSI), signed);
    s.integers().subtractShorts(NUMBERS, NUMBERS, ZERO);
    s.store(Mem.at(RDX), NUMBERS);
  }
}
