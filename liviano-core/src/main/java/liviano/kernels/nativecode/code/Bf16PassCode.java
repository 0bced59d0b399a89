package liviano.kernels.nativecode.code;

import static liviano.kernels.assembler.Gp.RCX;
import static liviano.kernels.assembler.Gp.RDX;
import static liviano.kernels.assembler.Gp.RSI;

import liviano.kernels.assembler.Assembler;
import liviano.kernels.assembler.Condition;
import liviano.kernels.assembler.Label;
import liviano.kernels.assembler.Mask;
import liviano.kernels.assembler.Mem;
import liviano.kernels.assembler.Vec;

/**
 * Floats as bfloat16, or the other way.
 *
 * @param widens whether floats are what comes out
 */
public record Bf16PassCode(boolean widens) implements Code {
  // Slots of the block
  public static final int FROM = 0;
  public static final int TO = 1;

  /** Vectors of {@link #LANES}. */
  public static final int VECTORS = 2;

  /** A bit for each number after them. */
  public static final int MASK = 3;

  /** Slots in all. */
  public static final int SLOTS = 4;

  /** Numbers of a vector. */
  public static final int LANES = 16;

  private static final Vec NUMBERS = Vec.zmm(0);
  private static final Mask REST = Mask.K1;

  @Override
  public byte[] assemble() {
    Assembler s = new Assembler();
    s.mov(RSI, ArgumentBlock.slot(FROM));
    s.mov(RDX, ArgumentBlock.slot(TO));
    s.mov(RCX, ArgumentBlock.slot(MASK));
    s.kmov(REST, RCX);
    s.mov(RCX, ArgumentBlock.slot(VECTORS));
    Label rest = s.label();
    s.test(RCX, RCX);
    s.jump(Condition.ZERO, rest);
    Label next = s.here();
    vector(s);
    s.add(RSI, LANES * (widens ? Short.BYTES : Float.BYTES));
    s.add(RDX, LANES * (widens ? Float.BYTES : Short.BYTES));
    s.sub(RCX, 1);
    s.jump(Condition.NOT_ZERO, next);
    s.place(rest);
    masked(s);
    s.vzeroupper();
    s.ret();
    return s.toBytes();
  }

  private void vector(Assembler s) {
    if (widens) {
      s.bf16().widen(NUMBERS, Mem.at(RSI));
      s.bf16().toFloats(NUMBERS, NUMBERS);
      s.store(Mem.at(RDX), NUMBERS);
    } else {
      s.load(NUMBERS, Mem.at(RSI));
      s.bf16().narrow(NUMBERS, NUMBERS);
      s.bf16().storeHalf(Mem.at(RDX), NUMBERS);
    }
  }

  /** With an empty mask it touches nothing. */
  private void masked(Assembler s) {
    if (widens) {
      s.bf16().widen(NUMBERS, Mem.at(RSI), REST);
      s.bf16().toFloats(NUMBERS, NUMBERS);
      s.store(Mem.at(RDX), NUMBERS, REST);
    } else {
      s.zero(NUMBERS);
      s.load(NUMBERS, Mem.at(RSI), REST);
      s.bf16().narrow(NUMBERS, NUMBERS);
      s.bf16().store(Mem.at(RDX), NUMBERS, REST);
    }
  }
}
