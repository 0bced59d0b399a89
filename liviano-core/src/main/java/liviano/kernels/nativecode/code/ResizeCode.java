package liviano.kernels.nativecode.code;

import static liviano.kernels.assembler.Gp.R10;
import static liviano.kernels.assembler.Gp.R11;
import static liviano.kernels.assembler.Gp.R12;
import static liviano.kernels.assembler.Gp.R13;
import static liviano.kernels.assembler.Gp.R14;
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
 * One line of a bilinear resize: for each column of the output, four positions of two lines of the
 * input are mixed, in the order of operations of the plain loops and so to the same bits.
 *
 * @param tail whether channels are left after the last whole vector
 * @param oneLine whether there is one line of the input alone, the upper one, and two positions of
 *     it are mixed
 */
public record ResizeCode(Isa isa, boolean tail, boolean oneLine) implements Code {
  // Slots of the block
  public static final int UPPER = 0;
  public static final int LOWER = 1;

  /** Address of an entry for each column: see {@link #ENTRY_BYTES}. */
  public static final int COLUMNS = 2;

  public static final int OUT_WIDTH = 3;
  public static final int OUT = 4;

  /** Bytes of a position. */
  public static final int PIXEL = 5;

  public static final int VECTORS = 6;

  /** The line's position between the upper and the lower input line, 0 to 1, a float. */
  public static final int DOWN = 7;

  public static final int MASK = 8;

  /** Slots in all. */
  public static final int SLOTS = 9;

  /**
   * Offsets in bytes of the western and the eastern position, and how far the column lies across.
   */
  public static final int ENTRY_BYTES = 3 * Long.BYTES;

  private static final List<Gp> SAVED = List.of(RBX, R12, R13, R14);
  private static final Mask TAIL = Mask.K1;

  @Override
  public byte[] assemble() {
    Assembler s = new Assembler();
    s.push(SAVED);
    s.mov(RSI, ArgumentBlock.slot(UPPER));
    s.mov(R8, ArgumentBlock.slot(LOWER));
    s.mov(RDX, ArgumentBlock.slot(COLUMNS));
    s.mov(RCX, ArgumentBlock.slot(OUT_WIDTH));
    s.mov(RBX, ArgumentBlock.slot(OUT));
    s.mov(R14, ArgumentBlock.slot(VECTORS));
    s.broadcast(down(), ArgumentBlock.slot(DOWN));
    if (tail) {
      s.mov(RAX, ArgumentBlock.slot(MASK));
      if (isa.hasMasks()) {
        s.kmov(TAIL, RAX);
      } else {
        s.load(mask(), Mem.at(RAX));
      }
    }
    Label column = s.here();
    column(s);
    s.add(RBX, ArgumentBlock.slot(PIXEL));
    s.add(RDX, ENTRY_BYTES);
    s.sub(RCX, 1);
    s.jump(Condition.NOT_ZERO, column);
    s.vzeroupper();
    s.pop(SAVED);
    s.ret();
    return s.toBytes();
  }

  private void column(Assembler s) {
    pointers(s, 0, R9, R11);
    pointers(s, Long.BYTES, R10, R12);
    s.broadcast(across(), Mem.at(RDX, 2 * Long.BYTES));
    s.mov(RAX, 0);
    s.mov(R13, R14);
    Label whole = s.label();
    s.test(R13, R13);
    s.jump(Condition.ZERO, whole);
    Label vector = s.here();
    mix(s, false);
    s.add(RAX, isa.bytes());
    s.sub(R13, 1);
    s.jump(Condition.NOT_ZERO, vector);
    s.place(whole);
    if (tail) {
      mix(s, true);
    }
  }

  /** The positions of a column in the upper and the lower line. */
  private static void pointers(Assembler s, int offset, Gp upper, Gp lower) {
    s.mov(upper, Mem.at(RDX, offset));
    s.mov(lower, upper);
    s.add(upper, RSI);
    s.add(lower, R8);
  }

  private void mix(Assembler s, boolean partly) {
    across(s, above(), R9, R10, partly);
    if (!oneLine) {
      across(s, below(), R11, R12, partly);
      s.subtract(below(), below(), above());
      s.multiply(below(), below(), down());
      s.add(above(), above(), below());
    }
    Mem out = Mem.at(RBX, RAX, 1);
    if (!partly) {
      s.store(out, above());
    } else if (isa.hasMasks()) {
      s.store(out, above(), TAIL);
    } else {
      s.store(out, above(), mask());
    }
  }

  private void across(Assembler s, Vec to, Gp west, Gp east, boolean partly) {
    load(s, to, Mem.at(west, RAX, 1), partly);
    load(s, other(), Mem.at(east, RAX, 1), partly);
    s.subtract(other(), other(), to);
    s.multiply(other(), other(), across());
    s.add(to, to, other());
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

  private Vec above() {
    return isa.vec(0);
  }

  private Vec below() {
    return isa.vec(1);
  }

  private Vec other() {
    return isa.vec(2);
  }

  private Vec across() {
    return isa.vec(3);
  }

  private Vec down() {
    return isa.vec(4);
  }

  /** Where masks are vectors. */
  private Vec mask() {
    return isa.vec(5);
  }
}
