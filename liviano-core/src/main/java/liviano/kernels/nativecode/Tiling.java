package liviano.kernels.nativecode;

import liviano.kernels.Geometry;

/**
 * How a block is cut.
 *
 * @param lines of the output that are computed together
 */
record Tiling(int lines) {

  /** Lines of the expanded map that a strip of the output reads. */
  int ringLines(Geometry g) {
    return Math.min(g.inH(), (lines - 1) * g.strideH() + 2 * g.dilationH() + 1);
  }
}
