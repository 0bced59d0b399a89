package liviano.vision.picture.codec.vp8;

/** The inverse transforms of 4x4 coefficients (RFC 6386, section 14). */
final class InverseTransform {
  /** sqrt(2) cos(pi/8) - 1 and sqrt(2) sin(pi/8), times 65536. */
  private static final int COSINE = 20_091;

  private static final int SINE = 35_468;

  private InverseTransform() {}

  /** The inverse cosine transform, added to the 4x4 samples at {@code samples[to]}. */
  static void add(short[] coefficients, int from, byte[] samples, int to, int stride) {
    int[] columns = new int[16];
    for (int x = 0; x < 4; x++) {
      int c0 = coefficients[from + x];
      int c1 = coefficients[from + x + 4];
      int c2 = coefficients[from + x + 8];
      int c3 = coefficients[from + x + 12];
      int even = c0 + c2;
      int odd = c0 - c2;
      int outer = cosine(c1) + sine(c3);
      int inner = sine(c1) - cosine(c3);
      columns[x] = even + outer;
      columns[x + 4] = odd + inner;
      columns[x + 8] = odd - inner;
      columns[x + 12] = even - outer;
    }
    for (int y = 0, at = to; y < 4; y++, at += stride) {
      int c1 = columns[4 * y + 1];
      int c3 = columns[4 * y + 3];
      int even = columns[4 * y] + columns[4 * y + 2] + 4;
      int odd = columns[4 * y] - columns[4 * y + 2] + 4;
      int outer = cosine(c1) + sine(c3);
      int inner = sine(c1) - cosine(c3);
      samples[at] = sum(samples[at], even + outer >> 3);
      samples[at + 1] = sum(samples[at + 1], odd + inner >> 3);
      samples[at + 2] = sum(samples[at + 2], odd - inner >> 3);
      samples[at + 3] = sum(samples[at + 3], even - outer >> 3);
    }
  }

  /** The same where all coefficients but the first are zero. */
  static void addMean(int coefficient, byte[] samples, int to, int stride) {
    int mean = coefficient + 4 >> 3;
    for (int y = 0, at = to; y < 4; y++, at += stride) {
      for (int x = at; x < at + 4; x++) {
        samples[x] = sum(samples[x], mean);
      }
    }
  }

  private static int cosine(int number) {
    return number + (number * COSINE >> 16);
  }

  private static int sine(int number) {
    return number * SINE >> 16;
  }

  private static byte sum(byte sample, int difference) {
    return (byte) Math.clamp((sample & 0xFF) + difference, 0, 255);
  }

  /**
   * The inverse Walsh-Hadamard transform of the second-order block.
   *
   * @param means 16 coefficients; result k goes to {@code coefficients[16 k]}, the first
   *     coefficient of luma block k
   */
  static void spread(short[] means, short[] coefficients) {
    int[] columns = new int[16];
    for (int x = 0; x < 4; x++) {
      int outer = means[x] + means[x + 12];
      int inner = means[x + 4] + means[x + 8];
      int outerStep = means[x] - means[x + 12];
      int innerStep = means[x + 4] - means[x + 8];
      columns[x] = outer + inner;
      columns[x + 4] = outerStep + innerStep;
      columns[x + 8] = outer - inner;
      columns[x + 12] = outerStep - innerStep;
    }
    for (int k = 0; k < 16; k += 4) {
      int outer = columns[k] + columns[k + 3] + 3;
      int inner = columns[k + 1] + columns[k + 2];
      int outerStep = columns[k] - columns[k + 3] + 3;
      int innerStep = columns[k + 1] - columns[k + 2];
      coefficients[16 * k] = (short) (outer + inner >> 3);
      coefficients[16 * k + 16] = (short) (outerStep + innerStep >> 3);
      coefficients[16 * k + 32] = (short) (outer - inner >> 3);
      coefficients[16 * k + 48] = (short) (outerStep - innerStep >> 3);
    }
  }
}
