package liviano.kernels.nativecode.code;

import static liviano.kernels.assembler.Gp.R8;
import static liviano.kernels.assembler.Gp.R9;
import static liviano.kernels.assembler.Gp.RAX;
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
 * Adds rows to a row of sums, in order, and divides it: {@code out[c] = (out[c] + in[0][c] +
 * in[1][c] + ...) / divisor}. Sums are those of the plain loops, to the bit.
 *
 * @param tail whether numbers are left after the last whole vector
 */
public record AverageCode(Isa isa, boolean tail) implements Code {
  // Slots of the block
  public static final int IN = 0;

  /** Bytes from a row to the next. */
  public static final int STRIDE = 1;

  public static final int ROWS = 2;
  public static final int OUT = 3;

  /** A float. */
  public static final int DIVISOR = 4;

  /** How many times as many vectors as {@link #together} says. */
  public static final int RUNS = 5;

  /** Whole vectors left after those. */
  public static final int VECTORS = 6;

  public static final int MASK = 7;

  /** Slots in all. */
  public static final int SLOTS = 8;

  private static final Mask TAIL = Mask.K1;

  /** Vectors whose sums are walked side by side, so that no addition waits for the last. */
  public static int together(Isa isa) {
    return isa.registers() / 4;
  }

  @Override
  public byte[] assemble() {
    Assembler s = new Assembler();
    s.mov(RSI, ArgumentBlock.slot(IN));
    s.mov(RDX, ArgumentBlock.slot(OUT));
    s.mov(R8, ArgumentBlock.slot(STRIDE));
    s.broadcast(divisor(), ArgumentBlock.slot(DIVISOR));
    loop(s, RUNS, together(isa));
    loop(s, VECTORS, 1);
    if (tail) {
      s.mov(RAX, ArgumentBlock.slot(MASK));
      if (isa.hasMasks()) {
        s.kmov(TAIL, RAX);
      } else {
        s.load(mask(), Mem.at(RAX));
      }
      run(s, 1, true);
    }
    s.vzeroupper();
    s.ret();
    return s.toBytes();
  }

  /** As many times as a slot says: {@code vectors} vectors. */
  private void loop(Assembler s, int countSlot, int vectors) {
    Label end = s.label();
    s.mov(R9, ArgumentBlock.slot(countSlot));
    s.test(R9, R9);
    s.jump(Condition.ZERO, end);
    Label start = s.here();
    run(s, vectors, false);
    s.add(RSI, vectors * isa.bytes());
    s.add(RDX, vectors * isa.bytes());
    s.sub(R9, 1);
    s.jump(Condition.NOT_ZERO, start);
    s.place(end);
  }

  private void run(Assembler s, int vectors, boolean partly) {
    for (int v = 0; v < vectors; v++) {
      load(s, isa.vec(v), Mem.at(RDX, v * isa.bytes()), partly);
    }
    s.mov(RAX, RSI);
    s.mov(RCX, ArgumentBlock.slot(ROWS));
    Label row = s.here();
    for (int v = 0; v < vectors; v++) {
      if (partly) {
        load(s, spare(), Mem.at(RAX), true);
        s.add(isa.vec(v), isa.vec(v), spare());
      } else {
        s.add(isa.vec(v), isa.vec(v), Mem.at(RAX, v * isa.bytes()));
      }
    }
    s.add(RAX, R8);
    s.sub(RCX, 1);
    s.jump(Condition.NOT_ZERO, row);
    for (int v = 0; v < vectors; v++) {
      s.divide(isa.vec(v), isa.vec(v), divisor());
      store(s, Mem.at(RDX, v * isa.bytes()), isa.vec(v), partly);
    }
  }

  private void load(Assembler s, Vec to, Mem from, boolean partly) {
    if (!partly) {
      s.load(to, from);
    } else if (isa.hasMasks()) {
      s.load(to, from, TAIL);
    } else {
      s.load(to, from, mask());
    }
  }

  private void store(Assembler s, Mem to, Vec from, boolean partly) {
    if (!partly) {
      s.store(to, from);
    } else if (isa.hasMasks()) {
      s.store(to, from, TAIL);
    } else {
      s.store(to, from, mask());
    }
  }

  private Vec divisor() {
    return isa.vec(isa.registers() - 1);
  }

  private Vec spare() {
    return isa.vec(isa.registers() - 2);
  }

  /** Where masks are vectors. */
  private Vec mask() {
    return isa.vec(isa.registers() - 3);
  }
}
