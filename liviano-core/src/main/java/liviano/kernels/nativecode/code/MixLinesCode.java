package liviano.kernels.nativecode.code;

import static liviano.kernels.assembler.Gp.R8;
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
 * A line between two others: {@code upper + (lower - upper) * down}, number by number, nothing
 * fused.
 */
public record MixLinesCode(Isa isa) implements Code {
  // Slots of the block
  public static final int UPPER = 0;
  public static final int LOWER = 1;
  public static final int OUT = 2;

  /** Vectors before the last. */
  public static final int VECTORS = 3;

  /** Bytes before the last vector, which may have been among them. */
  public static final int LAST = 4;

  /** The line's position between the upper and the lower line, 0 to 1, a float. */
  public static final int DOWN = 5;

  /** Slots in all. */
  public static final int SLOTS = 6;

  @Override
  public byte[] assemble() {
    Assembler s = new Assembler();
    s.mov(RSI, ArgumentBlock.slot(UPPER));
    s.mov(R8, ArgumentBlock.slot(LOWER));
    s.mov(RDX, ArgumentBlock.slot(OUT));
    s.mov(RCX, ArgumentBlock.slot(VECTORS));
    s.broadcast(isa.vec(2), ArgumentBlock.slot(DOWN));
    s.mov(RAX, 0);
    Label last = s.label();
    s.test(RCX, RCX);
    s.jump(Condition.ZERO, last);
    Label next = s.here();
    vector(s);
    s.add(RAX, isa.bytes());
    s.sub(RCX, 1);
    s.jump(Condition.NOT_ZERO, next);
    s.place(last);
    s.mov(RAX, ArgumentBlock.slot(LAST));
    vector(s);
    s.vzeroupper();
    s.ret();
    return s.toBytes();
  }

  private void vector(Assembler s) {
    Vec upper = isa.vec(0);
    Vec lower = isa.vec(1);
    s.load(upper, Mem.at(RSI, RAX, 1));
    s.load(lower, Mem.at(R8, RAX, 1));
    s.subtract(lower, lower, upper);
    s.multiply(lower, lower, isa.vec(2));
    s.add(upper, upper, lower);
    s.store(Mem.at(RDX, RAX, 1), upper);
  }
}
