package liviano.kernels.assembler;

/**
 * How an instruction that has an EVEX encoding alone is encoded. Registers are given by their
 * numbers, which EVEX counts to 31 at every width.
 *
 * @param map the table of the opcode: 1 is 0F, 2 is 0F38
 * @param prefix the implied prefix: 1 is 66, 2 is F3, 3 is F2
 * @param w the bit W
 */
record EvexCode(int map, int prefix, int opcode, boolean w) {
  private static final int NO_MASK = 0;

  /** The bit that makes lanes outside the mask zero; otherwise they keep their value. */
  private static final int ZEROING = 0x80;

  private static final int BROADCAST = 0x10;

  /**
   * Register, register, register.
   *
   * @param bits of the vectors: 128, 256 or 512
   */
  void put(CodeBuffer code, int bits, int reg, int second, int rm) {
    prefix(code, bits, reg, second, rm >> 3 & 1, rm >> 4, NO_MASK);
    code.put(opcode);
    OperandEncoding.registers(code, reg, rm);
  }

  /**
   * Register, register, memory.
   *
   * @param read the bytes that are read or written, in which a one-byte displacement is counted
   */
  void put(CodeBuffer code, int bits, int reg, int second, Mem rm, int read) {
    memory(code, bits, reg, second, rm, read, NO_MASK);
  }

  /** One float or pair is read and copied to every lane. */
  void putBroadcast(CodeBuffer code, int bits, int reg, int second, Mem rm) {
    memory(code, bits, reg, second, rm, Float.BYTES, BROADCAST);
  }

  /** Lanes outside the mask become zero, and are not read. */
  void putZeroing(CodeBuffer code, int bits, int reg, Mem rm, int read, Mask mask) {
    memory(code, bits, reg, 0, rm, read, ZEROING | mask.code());
  }

  /** Lanes outside the mask are not written. */
  void putMasked(CodeBuffer code, int bits, int reg, Mem rm, int written, Mask mask) {
    memory(code, bits, reg, 0, rm, written, mask.code());
  }

  private void memory(
      CodeBuffer code, int bits, int reg, int second, Mem rm, int unit, int modifiers) {
    int base = rm.base().code() >> 3;
    prefix(code, bits, reg, second, base, OperandEncoding.indexHigh(rm), modifiers);
    code.put(opcode);
    OperandEncoding.memory(code, reg, rm, unit);
  }

  /**
   * Four bytes; register numbers are inverted.
   *
   * @param low fourth bit of the base, or of the register in its place
   * @param high fourth bit of the index, or fifth bit of that register
   */
  private void prefix(
      CodeBuffer code, int bits, int reg, int second, int low, int high, int modifiers) {
    code.put(
        0x62,
        (reg >> 3 & 1 ^ 1) << 7 | (high ^ 1) << 6 | (low ^ 1) << 5 | (reg >> 4 ^ 1) << 4 | map,
        (w ? 1 : 0) << 7 | (second & 15 ^ 15) << 3 | 1 << 2 | prefix,
        bits / 256 << 5 | (second >> 4 ^ 1) << 3 | modifiers);
  }
}
