package liviano.kernels.vector.loops;

import liviano.kernels.vector.loops.PhaseAxis.Taps;

/**
 * The taps of a transposed convolution that meet the positions of one phase, in the order of the
 * input positions that they read: the last tap reads the first.
 *
 * @param kernelW taps of a line of the whole window
 * @param each numbers of a tap
 */
record PhaseTaps(Taps vertical, Taps horizontal, int kernelW, int each) {

  /** Numbers of all taps. */
  int depth() {
    return Math.toIntExact((long) vertical.count() * horizontal.count() * each);
  }

  /** The place of a number of these taps among those of the whole window. */
  int source(int number) {
    int tap = number / each;
    int i = vertical.at(tap / horizontal.count());
    int j = horizontal.at(tap % horizontal.count());
    return (i * kernelW + j) * each + number % each;
  }
}
