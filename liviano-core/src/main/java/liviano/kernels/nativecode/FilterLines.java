package liviano.kernels.nativecode;

import liviano.kernels.Geometry;
import liviano.kernels.nativecode.code.DepthwiseSweep;

/** Which of the lines and columns that the windows of a 3x3 filter read are on the map. */
record FilterLines(Geometry g) {
  static final int KERNEL = 3;

  /** Whether a map is filtered line by line: dense, or atrous with as many columns as it reads. */
  static boolean canServe(Geometry g) {
    boolean dense = g.dilationW() == 1 && g.strideW() <= 2 && g.padLeft() <= 1 && overhang(g) <= 1;
    boolean atrous = g.strideW() == 1 && g.padLeft() == g.dilationW() && g.outW() == g.inW();
    return g.inC() == g.outC()
        && g.kernelH() == KERNEL
        && g.kernelW() == KERNEL
        && (dense || atrous);
  }

  /** Columns by which the last window hangs over on the right; negative where it does not reach. */
  private static int overhang(Geometry g) {
    return (g.outW() - 1) * g.strideW() - g.padLeft() + (KERNEL - 1) * g.dilationW() + 1 - g.inW();
  }

  /** The first of the three lines of an output line's windows that is on the map. */
  int from(int y) {
    return Math.clamp(Math.ceilDiv(g.padTop() - y * g.strideH(), g.dilationH()), 0, KERNEL);
  }

  /** The line after the last that is on the map. */
  int to(int y) {
    int below = Math.ceilDiv(g.inH() + g.padTop() - y * g.strideH(), g.dilationH());
    return Math.clamp(below, from(y), KERNEL);
  }

  /** How a line of the output is computed. */
  DepthwiseSweep sweep(int y) {
    return new DepthwiseSweep(g.strideW(), from(y), to(y), g.padLeft() > 0, overhang(g) > 0);
  }
}
