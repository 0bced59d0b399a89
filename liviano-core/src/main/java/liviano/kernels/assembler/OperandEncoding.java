package liviano.kernels.assembler;

/** The end of an instruction: ModRM, SIB and displacement. */
final class OperandEncoding {
  private static final int SIB_FOLLOWS = 4;

  private OperandEncoding() {}

  /** Two registers. */
  static void registers(CodeBuffer code, int reg, int rm) {
    code.put(0xC0 | (reg & 7) << 3 | rm & 7);
  }

  /**
   * A register and a place in memory.
   *
   * @param unit an EVEX instruction counts displacements of one byte in such units; others in bytes
   */
  static void memory(CodeBuffer code, int reg, Mem mem, int unit) {
    int base = mem.base().code() & 7;
    int displacement = mem.displacement();
    int units = displacement / unit;
    boolean isShort = units * unit == displacement && units == (byte) units;
    // Without a displacement the numbers of rbp and r13 mean something else.
    int mod = displacement == 0 && base != 5 ? 0 : isShort ? 1 : 2;
    boolean sib = mem.index().isPresent() || base == 4;
    code.put(mod << 6 | (reg & 7) << 3 | (sib ? SIB_FOLLOWS : base));
    if (sib) {
      int scale = Integer.numberOfTrailingZeros(mem.scale());
      code.put(scale << 6 | (mem.indexCode() & 7) << 3 | base);
    }
    if (mod == 1) {
      code.put(units);
    } else if (mod == 2) {
      code.put32(displacement);
    }
  }

  /** The fourth bit of the index's number. */
  static int indexHigh(Mem mem) {
    return mem.indexCode() >> 3;
  }
}
