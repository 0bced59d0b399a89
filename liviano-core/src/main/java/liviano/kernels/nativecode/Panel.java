package liviano.kernels.nativecode;

import liviano.kernels.assembler.Vec;

/**
 * As many outputs of a product as a tile computes at once, and which vector register holds what. Of
 * half a vector the registers are among the first sixteen, which take short instructions.
 *
 * @param vectors of outputs
 * @param edge what there is of the last one
 */
record Panel(Isa isa, int vectors, Edge edge) {
  /** Where sums of half vectors end and those of whole ones beside them begin. */
  private static final int HALVES = 16;

  /** Bytes of a row of weights. */
  int width() {
    return vectors * isa.bytes();
  }

  /** Whether there is only part of a vector that has no register of its own width. */
  boolean isMasked(int v) {
    return edge == Edge.MASKED && v == vectors - 1;
  }

  boolean isHalf(int v) {
    return edge == Edge.HALF && v == vectors - 1;
  }

  Vec sum(int row, int v) {
    if (isHalf(v)) {
      return Vec.ymm(row);
    }
    return edge == Edge.HALF
        ? isa.vec(HALVES + row * (vectors - 1) + v)
        : isa.vec(row * vectors + v);
  }

  Vec weight(int v) {
    return isHalf(v) ? Vec.ymm(HALVES - 2) : isa.vec(isa.registers() - 1 - v);
  }

  /** One number of the input in every lane, where an instruction cannot read it from memory. */
  Vec element() {
    return isa.vec(isa.registers() - 1 - Math.max(2, vectors));
  }

  // When the sums are complete, in the places of weights and elements:

  Vec least(int v) {
    return isHalf(v) ? Vec.ymm(HALVES - 2) : isa.vec(isa.registers() - 1);
  }

  Vec greatest(int v) {
    return isHalf(v) ? Vec.ymm(HALVES - 1) : isa.vec(isa.registers() - 2);
  }

  /** Which lanes there are, where masks are vectors. */
  Vec mask() {
    return element();
  }

  Vec spare() {
    return isa.vec(isa.registers() - 2 - Math.max(2, vectors));
  }
}
