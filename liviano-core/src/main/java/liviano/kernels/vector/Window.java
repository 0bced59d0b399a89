package liviano.kernels.vector;

import liviano.kernels.Geometry;

/**
 * One axis of a sliding window: which taps of it fall inside the map.
 *
 * @param in positions of the map
 * @param out positions of the output
 * @param kernel taps
 */
record Window(int in, int out, int kernel, int stride, int dilation, int pad) {

  static Window vertical(Geometry g) {
    return new Window(g.inH(), g.outH(), g.kernelH(), g.strideH(), g.dilationH(), g.padTop());
  }

  static Window horizontal(Geometry g) {
    return new Window(g.inW(), g.outW(), g.kernelW(), g.strideW(), g.dilationW(), g.padLeft());
  }

  /** Where the first tap of an output position falls; perhaps outside the map. */
  long start(int position) {
    return (long) position * stride - pad;
  }

  /** The first tap inside the map; {@code kernel} if there is none. */
  int fromTap(int position) {
    return Math.clamp(Math.ceilDiv(-start(position), dilation), 0, kernel);
  }

  /** One more than the last tap inside the map; not below {@link #fromTap}. */
  int toTap(int position) {
    return Math.clamp(Math.ceilDiv(in - start(position), dilation), fromTap(position), kernel);
  }

  /** Whether no tap falls outside the map. */
  boolean isWhole(int position) {
    return fromTap(position) == 0 && toTap(position) == kernel;
  }

  /** The first output position all of whose taps fall inside the map. */
  int fromWhole() {
    return Math.min(out, Math.ceilDiv(pad, stride));
  }

  /** One more than the last such position; not below {@link #fromWhole}. */
  int toWhole() {
    long last = Math.floorDiv(in - 1 - (kernel - 1L) * dilation + pad, stride);
    return Math.clamp(last + 1, fromWhole(), out);
  }
}
