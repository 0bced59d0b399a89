package liviano.kernels.nativecode.code;

import static liviano.kernels.assembler.Gp.R10;
import static liviano.kernels.assembler.Gp.RCX;
import static liviano.kernels.assembler.Gp.RDX;
import static liviano.kernels.assembler.Gp.RSI;

import liviano.kernels.assembler.Assembler;
import liviano.kernels.assembler.Condition;
import liviano.kernels.assembler.Label;
import liviano.kernels.assembler.Mem;
import liviano.kernels.assembler.Vec;

/** {@code 1 / (1 + exp(-x))} of whole vectors, in double precision inside as the plain loops do. */
public record SigmoidCode(Isa isa) implements Code {
  // Slots of the block
  public static final int IN = 0;

  public static final int OUT = 1;

  /** At least one. */
  public static final int VECTORS = 2;

  public static final int CONSTANTS = 3;

  /** Slots in all. */
  static final int SLOTS = 4;

  @Override
  public byte[] assemble() {
    Assembler s = new Assembler();
    Exponential exponential = new Exponential(isa, R10);
    s.mov(RSI, ArgumentBlock.slot(IN));
    s.mov(RDX, ArgumentBlock.slot(OUT));
    s.mov(RCX, ArgumentBlock.slot(VECTORS));
    s.mov(R10, ArgumentBlock.slot(CONSTANTS));
    exponential.prepare(s);
    exponential.loadOne(s, one());
    Label vector = s.here();
    // What is held waits at the place of the result to be read as doubles.
    s.zero(x());
    s.load(result(), Mem.at(RSI));
    s.subtract(x(), x(), result());
    exponential.hold(s, x());
    s.store(Mem.at(RDX), x());
    for (int half = 0; half < 2; half++) {
      Mem place = Mem.at(RDX, half * isa.bytes() / 2);
      s.doubles().ofFloats(x(), place);
      exponential.apply(s, result(), x());
      s.doubles().add(result(), result(), one());
      s.doubles().divide(result(), one(), result());
      exponential.storeFloats(s, place, result());
    }
    s.add(RSI, isa.bytes());
    s.add(RDX, isa.bytes());
    s.sub(RCX, 1);
    s.jump(Condition.NOT_ZERO, vector);
    s.vzeroupper();
    s.ret();
    return s.toBytes();
  }

  private Vec x() {
    return isa.vec(0);
  }

  private Vec result() {
    return isa.vec(1);
  }

  private Vec one() {
    return isa.vec(2);
  }
}
