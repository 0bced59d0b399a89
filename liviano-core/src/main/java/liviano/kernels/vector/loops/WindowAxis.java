package liviano.kernels.vector.loops;

import liviano.kernels.Geometry;

/**
 * One axis of a sliding window: which taps of it fall inside the map.
 *
 * @param in positions of the map
 * @param out positions of the output
 * @param kernel taps
 */
public record WindowAxis(int in, int out, int kernel, int stride, int dilation, int pad) {

  static WindowAxis vertical(Geometry g) {
    return new WindowAxis(g.inH(), g.outH(), g.kernelH(), g.strideH(), g.dilationH(), g.padTop());
  }

  static WindowAxis horizontal(Geometry g) {
    return new WindowAxis(g.inW(), g.outW(), g.kernelW(), g.strideW(), g.dilationW(), g.padLeft());
  }

  /** Where the first tap of an output position falls; perhaps outside the map. */
  long start(int position) {
    return (long) position * stride - pad;
  }

  /** The first tap inside the map; {@code kernel} if there is none. */
  public int fromTap(int position) {
    return Math.clamp(Math.ceilDiv(-start(position), dilation), 0, kernel);
  }

  /** One more than the last tap inside the map; not below {@link #fromTap}. */
  public int toTap(int position) {
    return Math.clamp(Math.ceilDiv(in - start(position), dilation), fromTap(position), kernel);
  }

  /** Whether no tap falls outside the map. */
  public boolean isWhole(int position) {
    return fromTap(position) == 0 && toTap(position) == kernel;
  }

  /** The first output position all of whose taps fall inside the map. */
  public int fromWhole() {
    return Math.min(out, Math.ceilDiv(pad, stride));
  }

  /** One more than the last such position; not below {@link #fromWhole}. */
  public int toWhole() {
    long last = Math.floorDiv(in - 1 - (kernel - 1L) * dilation + pad, stride);
    return Math.clamp(last + 1, fromWhole(), out);
  }
}
