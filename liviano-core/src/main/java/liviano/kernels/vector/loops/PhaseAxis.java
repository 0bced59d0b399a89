package liviano.kernels.vector.loops;

/**
 * One axis of a phase of a transposed convolution. Output positions whose distance from the first
 * window's begin leaves the same remainder when divided by the stride meet the same taps, and each
 * of these taps reads the input one position further from one such output position to the next: a
 * phase is a convolution of stride 1.
 *
 * @param first the first output position of the phase; beyond the output if there is none
 * @param taps that meet it
 * @param window from the phase's positions to the input; taps in the order of what they read
 */
record PhaseAxis(int first, Taps taps, WindowAxis window) {

  /**
   * Every {@code step}-th tap of a window.
   *
   * @param first the first of them
   * @param count how many
   */
  record Taps(int first, int step, int count) {
    /** The tap that reads the {@code index}-th of the input positions under a window. */
    int at(int index) {
      return first + (count - 1 - index) * step;
    }
  }

  /**
   * A phase.
   *
   * @param mirrored the axis of the convolution whose transpose it is, from this output to this
   *     input
   * @param remainder from 0 to the stride, without it
   */
  static PhaseAxis of(WindowAxis mirrored, int remainder) {
    int stride = mirrored.stride();
    int dilation = mirrored.dilation();
    int common = commonDivisor(stride, dilation);
    Taps taps = taps(mirrored.kernel(), stride, dilation, stride / common, remainder);
    int first = Math.floorMod(remainder - mirrored.pad(), stride);
    int count = first < mirrored.in() ? (mirrored.in() - 1 - first) / stride + 1 : 0;
    // Tap t reads input position (first + pad - t * dilation) / stride for the first output.
    long reach = taps.count() == 0 ? 0 : (long) taps.at(0) * dilation - first - mirrored.pad();
    int pad = Math.toIntExact(Math.floorDiv(reach, stride));
    WindowAxis window =
        new WindowAxis(mirrored.out(), count, taps.count(), 1, dilation / common, pad);
    return new PhaseAxis(first, taps, window);
  }

  /** Those whose distance from the window's begin leaves the remainder. */
  private static Taps taps(int kernel, int stride, int dilation, int step, int remainder) {
    for (int tap = 0; tap < Math.min(step, kernel); tap++) {
      if ((long) tap * dilation % stride == remainder) {
        return new Taps(tap, step, Math.ceilDiv(kernel - tap, step));
      }
    }
    return new Taps(0, step, 0);
  }

  private static int commonDivisor(int a, int b) {
    return b == 0 ? a : commonDivisor(b, a % b);
  }
}
