package liviano.kernels.nativecode.code;

import liviano.kernels.assembler.Vec;

/**
 * The outputs of a product that a tile computes at once, and the vector register that holds each.
 * Half vectors are in the first sixteen registers, whose instructions are shorter.
 *
 * @param vectors of outputs
 * @param edge how much of the last vector is used
 */
public record Panel(Isa isa, int vectors, Edge edge) {
  /** The first register after the sums of half vectors, where the sums of whole vectors begin. */
  private static final int HALVES = 16;

  /** Bytes of a row of weights. */
  public int width() {
    return vectors * isa.bytes();
  }

  /** Whether the last vector is only partly used and no register has that width. */
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
    return edge == Edge.HALF
        ? isa.vec(HALVES - 1)
        : isa.vec(isa.registers() - 1 - Math.max(2, vectors));
  }

  // When the sums are complete, in the places of weights and elements:

  Vec least(int v) {
    return isHalf(v) ? Vec.ymm(HALVES - 2) : isa.vec(isa.registers() - 1);
  }

  Vec greatest(int v) {
    return isHalf(v) ? Vec.ymm(HALVES - 1) : isa.vec(isa.registers() - 2);
  }

  /** The used lanes, on instruction sets whose masks are vectors. */
  Vec mask() {
    return element();
  }

  Vec spare() {
    return edge == Edge.HALF
        ? isa.vec(HALVES - 1)
        : isa.vec(isa.registers() - 2 - Math.max(2, vectors));
  }
}
