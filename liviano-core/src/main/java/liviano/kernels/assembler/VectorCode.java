package liviano.kernels.assembler;

/**
 * How a vector instruction is encoded.
 *
 * @param map the table of the opcode: 1 is 0F, 2 is 0F38, 3 is 0F3A
 * @param prefix the implied prefix: 0 none, 1 is 66, 2 is F3, 3 is F2
 * @param readBytes what EVEX counts a one-byte displacement in where the instruction reads less
 *     than a whole vector; 0 where it reads one
 * @param w the bit W: as a rule whether numbers have 64 bits
 * @param low whether a register of 256 bits stands for its lower half
 */
record VectorCode(int map, int prefix, int opcode, int readBytes, boolean w, boolean low) {

  /** The number that means no mask. */
  static final int NO_MASK = 0;

  static VectorCode of(int map, int prefix, int opcode) {
    return new VectorCode(map, prefix, opcode, 0, false, false);
  }

  /** Of which a whole vector is not read. */
  static VectorCode reading(int map, int prefix, int opcode, int readBytes, boolean w) {
    return new VectorCode(map, prefix, opcode, readBytes, w, false);
  }

  /** On the lower halves of registers of 256 bits. */
  static VectorCode ofHalves(int map, int prefix, int opcode) {
    return new VectorCode(map, prefix, opcode, 0, false, true);
  }

  /** On numbers of 64 bits. */
  static VectorCode ofDoubles(int map, int prefix, int opcode) {
    return new VectorCode(map, prefix, opcode, 0, true, false);
  }

  /** Register, register, register. */
  void put(CodeBuffer code, Vec reg, int second, Vec rm) {
    if (reg.isWide()) {
      evex(code, reg, second, rm.code() >> 3 & 1, rm.code() >> 4, NO_MASK, false);
    } else {
      vex(code, reg.code(), second, 0, rm.code() >> 3);
    }
    code.put(opcode);
    OperandEncoding.registers(code, reg.code(), rm.code());
  }

  /**
   * Register, register, memory.
   *
   * @param mask the number of a mask, or {@link #NO_MASK}
   * @param broadcast whether one float is read and copied to every lane
   */
  void put(CodeBuffer code, Vec reg, int second, Mem rm, int mask, boolean broadcast) {
    int base = rm.base().code() >> 3;
    boolean evex = reg.isWide() || broadcast;
    if (evex) {
      evex(code, reg, second, base, OperandEncoding.indexHigh(rm), mask, broadcast);
    } else {
      vex(code, reg.code(), second, OperandEncoding.indexHigh(rm), base);
    }
    code.put(opcode);
    int vector = reg.bits() / Byte.SIZE;
    int unit = !evex ? 1 : broadcast ? Float.BYTES : readBytes > 0 ? readBytes : vector;
    OperandEncoding.memory(code, reg.code(), rm, unit);
  }

  /** Three bytes; register numbers are inverted. */
  private void vex(CodeBuffer code, int reg, int second, int indexHigh, int rmHigh) {
    code.put(
        0xC4,
        (reg >> 3 ^ 1) << 7 | (indexHigh ^ 1) << 6 | (rmHigh ^ 1) << 5 | map,
        (w ? 1 : 0) << 7 | (second ^ 15) << 3 | (low ? 0 : 1) << 2 | prefix);
  }

  /**
   * Four bytes; register numbers are inverted.
   *
   * @param low fourth bit of the base, or of the register in its place
   * @param high fourth bit of the index, or fifth bit of that register
   */
  private void evex(
      CodeBuffer code, Vec vector, int second, int low, int high, int mask, boolean broadcast) {
    int reg = vector.code();
    code.put(
        0x62,
        (reg >> 3 & 1 ^ 1) << 7 | (high ^ 1) << 6 | (low ^ 1) << 5 | (reg >> 4 ^ 1) << 4 | map,
        (w ? 1 : 0) << 7 | (second & 15 ^ 15) << 3 | 1 << 2 | prefix,
        (vector.isWide() ? 2 : 1) << 5 | (broadcast ? 1 : 0) << 4 | (second >> 4 ^ 1) << 3 | mask);
  }
}
