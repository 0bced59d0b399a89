package liviano.kernels.vector.loops;

import liviano.kernels.Geometry;

/** The places in memory that a sliding window reads and writes, in bytes. */
public record Places(Geometry geometry, WindowAxis vertical, WindowAxis horizontal) {

  public static Places of(Geometry g) {
    return new Places(g, WindowAxis.vertical(g), WindowAxis.horizontal(g));
  }

  /** Bytes of one input position. */
  public long pixel() {
    return (long) geometry.inC() * Float.BYTES;
  }

  /** Bytes from one row of taps to the next. */
  public long down() {
    return geometry.dilationH() * geometry.inW() * pixel();
  }

  /** Bytes from one tap to the next in its row. */
  public long across() {
    return geometry.dilationW() * pixel();
  }

  /**
   * Byte of the input position that tap {@code (i, j)} of an output position reads.
   *
   * @param row the output position's row, counting through the batch
   */
  public long input(int row, int i, int x, int j) {
    int n = row / geometry.outH();
    long inY = vertical.start(row % geometry.outH()) + (long) i * geometry.dilationH();
    long inX = horizontal.start(x) + (long) j * geometry.dilationW();
    return (((long) n * geometry.inH() + inY) * geometry.inW() + inX) * pixel();
  }

  /** Byte of an output position of as many channels as the input has. */
  public long output(int row, int x) {
    return ((long) row * geometry.outW() + x) * pixel();
  }
}
