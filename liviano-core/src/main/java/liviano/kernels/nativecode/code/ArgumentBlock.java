package liviano.kernels.nativecode.code;

import liviano.kernels.assembler.Gp;
import liviano.kernels.assembler.Mem;

/**
 * The argument of a piece of code: numbers of 64 bits, each in a slot of its own. Code finds the
 * block's address in {@code rdi}. Kernels that run code many times in an inference write their
 * numbers to {@link liviano.kernels.Arguments} first; others write them here.
 */
public final class ArgumentBlock {
  private ArgumentBlock() {}

  /** A slot as code reads it. */
  static Mem slot(int index) {
    return Mem.at(Gp.RDI, index * Long.BYTES);
  }

  public static void set(long block, int index, long value) {
    Memory.set(block + (long) index * Long.BYTES, value);
  }
}
