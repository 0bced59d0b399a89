package liviano.vision.picture.codec.vp8;

import java.util.Arrays;

/** Reads the coefficients of macroblocks in raster order (RFC 6386, section 13). */
final class ResidualReader {
  /** Kinds of block, as the probabilities are indexed. */
  private static final int LUMA_BEHIND_SECOND = 0;

  private static final int SECOND = 1;
  private static final int CHROMA = 2;
  private static final int LUMA = 3;

  /** Places in a row of contexts: four of luma, two of blue, two of red, the second-order block. */
  private static final int CONTEXTS = 9;

  private static final int BLUE = 4;
  private static final int RED = 6;
  private static final int MEANS = 8;

  private static final int[] ZIGZAG = {0, 1, 4, 8, 5, 2, 3, 6, 9, 12, 13, 10, 7, 11, 14, 15};
  private static final int[] BANDS = {0, 1, 2, 3, 6, 4, 5, 6, 6, 6, 6, 6, 6, 6, 6, 7};

  /** The probabilities of the extra bits of the tokens from 11 up, highest first. */
  private static final int[][] EXTRA_BITS = {
    {173, 148, 140},
    {176, 155, 140, 135},
    {180, 157, 141, 134, 130},
    {254, 254, 243, 230, 196, 177, 153, 140, 133, 130, 129}
  };

  private final int[] probabilities;

  /** Whether the blocks above and at the left had tokens: 0 or 1. */
  private final byte[] above;

  private final byte[] left = new byte[CONTEXTS];
  private final short[] means = new short[16];

  ResidualReader(FrameHeader header) {
    this.probabilities = header.tokenProbabilities();
    this.above = new byte[CONTEXTS * header.columns()];
  }

  void startRow() {
    Arrays.fill(left, (byte) 0);
  }

  /** Passes over a macroblock without tokens; one without means leaves their context. */
  void skip(int column, boolean hasMeans) {
    int count = hasMeans ? CONTEXTS : CONTEXTS - 1;
    Arrays.fill(above, CONTEXTS * column, CONTEXTS * column + count, (byte) 0);
    Arrays.fill(left, 0, count, (byte) 0);
  }

  /**
   * Reads a macroblock.
   *
   * @param hasMeans whether the first coefficients of luma are in a separate block
   * @param into cleared
   */
  void read(BoolDecoder bits, int column, boolean hasMeans, Quantizer quantizer, Residuals into)
      throws Vp8Exception {
    int top = CONTEXTS * column;
    if (hasMeans) {
      readMeans(bits, top, quantizer, into.coefficients);
    }
    int kind = hasMeans ? LUMA_BEHIND_SECOND : LUMA;
    int first = hasMeans ? 1 : 0;
    for (int i = 0; i < 16; i++) {
      int context = above[top + i % 4] + left[i / 4];
      int dc = quantizer.lumaDc();
      int end = read(bits, kind, first, context, dc, quantizer.lumaAc(), into.coefficients, 16 * i);
      mark(top + i % 4, i / 4, end > first);
      into.filled(i, end);
    }
    readChroma(bits, top, BLUE, quantizer, into, Residuals.BLUE);
    readChroma(bits, top, RED, quantizer, into, Residuals.RED);
  }

  private void readMeans(BoolDecoder bits, int top, Quantizer quantizer, short[] coefficients)
      throws Vp8Exception {
    Arrays.fill(means, (short) 0);
    int context = above[top + MEANS] + left[MEANS];
    int end = read(bits, SECOND, 0, context, quantizer.secondDc(), quantizer.secondAc(), means, 0);
    mark(top + MEANS, MEANS, end > 0);
    InverseTransform.spread(means, coefficients);
  }

  private void readChroma(
      BoolDecoder bits, int top, int place, Quantizer quantizer, Residuals into, int block)
      throws Vp8Exception {
    for (int i = 0; i < 4; i++) {
      int x = place + i % 2;
      int y = place + i / 2;
      int context = above[top + x] + left[y];
      int to = 16 * (block + i);
      int dc = quantizer.chromaDc();
      int end = read(bits, CHROMA, 0, context, dc, quantizer.chromaAc(), into.coefficients, to);
      mark(top + x, y, end > 0);
      into.filled(block + i, end);
    }
  }

  private void mark(int top, int side, boolean tokens) {
    above[top] = left[side] = (byte) (tokens ? 1 : 0);
  }

  /**
   * Reads the tokens of one block and dequantises them.
   *
   * @param first the position of the first token
   * @return the position behind the last token; {@code first} where there is none
   */
  private int read(
      BoolDecoder bits, int kind, int first, int context, int dc, int ac, short[] into, int at)
      throws Vp8Exception {
    int node = node(kind, first, context);
    for (int i = first; ; ) {
      if (!bits.bool(probabilities[node])) {
        return i;
      }
      // Behind a zero the end of the block is not offered.
      while (!bits.bool(probabilities[node + 1])) {
        if (++i == 16) {
          return 16;
        }
        node = node(kind, i, 0);
      }
      int magnitude = bits.bool(probabilities[node + 2]) ? large(bits, node) : 1;
      int number = bits.flag() ? -magnitude : magnitude;
      into[at + ZIGZAG[i]] = (short) (number * (i == 0 ? dc : ac));
      if (++i == 16) {
        return 16;
      }
      node = node(kind, i, magnitude > 1 ? 2 : 1);
    }
  }

  private static int node(int kind, int position, int context) {
    int band = kind * ProbabilityTables.TOKEN_BANDS + BANDS[position];
    return (band * ProbabilityTables.TOKEN_CONTEXTS + context) * ProbabilityTables.TOKEN_NODES;
  }

  /** The magnitude of a token above one. */
  private int large(BoolDecoder bits, int node) throws Vp8Exception {
    if (!bits.bool(probabilities[node + 3])) {
      if (!bits.bool(probabilities[node + 4])) {
        return 2;
      }
      return 3 + bits.bit(probabilities[node + 5]);
    }
    if (!bits.bool(probabilities[node + 6])) {
      if (!bits.bool(probabilities[node + 7])) {
        return 5 + bits.bit(159);
      }
      return 7 + 2 * bits.bit(165) + bits.bit(145);
    }
    int high = bits.bit(probabilities[node + 8]);
    int category = 2 * high + bits.bit(probabilities[node + 9 + high]);
    int extra = 0;
    for (int probability : EXTRA_BITS[category]) {
      extra = 2 * extra + bits.bit(probability);
    }
    return 3 + (8 << category) + extra;
  }
}
