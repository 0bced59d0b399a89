package liviano.vision.picture.codec.vp8;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * All that a key frame says before its first macroblock (RFC 6386, section 9).
 *
 * @param quantizers one a segment
 * @param tokenProbabilities in the order of {@link ProbabilityTables#TOKENS}
 * @param skips whether macroblocks may say that they have no coefficients
 * @param skipProbability that a macroblock does not say so
 * @param modes the first partition, behind this header
 * @param tokens the other partitions: 1, 2, 4 or 8, which serve the rows of macroblocks in turn
 */
record FrameHeader(
    int width,
    int height,
    SegmentHeader segmentation,
    FilterHeader filter,
    List<Quantizer> quantizers,
    int[] tokenProbabilities,
    boolean skips,
    int skipProbability,
    BoolDecoder modes,
    List<BoolDecoder> tokens) {
  /** Bytes of the frame tag, the start code and the size. */
  private static final int UNCODED = 10;

  private static final int START_CODE = 0x2A019D;

  /** Macroblocks a row. */
  int columns() {
    return Math.ceilDiv(width, 16);
  }

  /** Rows of macroblocks. */
  int rows() {
    return Math.ceilDiv(height, 16);
  }

  static FrameHeader read(byte[] frame) throws Vp8Exception {
    if (frame.length < UNCODED) {
      throw new Vp8Exception("the data end too early");
    }
    int tag = u24(frame, 0);
    int first = tag >> 5;
    boolean shown = (tag & 16) != 0;
    if ((tag & 1) != 0 || u24(frame, 3) != START_CODE || (tag >> 1 & 7) > 3 || !shown) {
      throw new Vp8Exception("not a key frame to be shown");
    }
    if (first > frame.length - UNCODED) {
      throw new Vp8Exception(
          String.format(Locale.ROOT, "the first partition of %d bytes is cut off", first));
    }
    // The upper two bits of each ask for upscaling on display, which decoders ignore.
    int width = (frame[6] & 0xFF | frame[7] << 8) & 0x3FFF;
    int height = (frame[8] & 0xFF | frame[9] << 8) & 0x3FFF;
    if (width == 0 || height == 0) {
      throw new Vp8Exception(String.format(Locale.ROOT, "%dx%d pixels", width, height));
    }
    return readCoded(frame, width, height, UNCODED + first);
  }

  /** The part that is coded, at the start of the first partition, which ends at {@code end}. */
  private static FrameHeader readCoded(byte[] frame, int width, int height, int end)
      throws Vp8Exception {
    BoolDecoder bits = new BoolDecoder(frame, UNCODED, end);
    // The colour space has one value, and clamping that could be left out does no harm.
    bits.literal(2);
    SegmentHeader segmentation = SegmentHeader.read(bits);
    FilterHeader filter = FilterHeader.read(bits);
    List<BoolDecoder> tokens = partitions(frame, end, 1 << bits.literal(2));
    int level = bits.literal(7);
    Quantizer.Deltas deltas = Quantizer.Deltas.read(bits);
    List<Quantizer> quantizers = new ArrayList<>();
    for (int i = 0; i < SegmentHeader.SEGMENTS; i++) {
      quantizers.add(Quantizer.of(segmentation.quantizerLevel(i, level), deltas));
    }
    // Whether the probabilities apply to later frames; there are none.
    bits.flag();
    int[] probabilities = tokenProbabilities(bits);
    boolean skips = bits.flag();
    int skipProbability = skips ? bits.literal(8) : 255;
    return new FrameHeader(
        width,
        height,
        segmentation,
        filter,
        List.copyOf(quantizers),
        probabilities,
        skips,
        skipProbability,
        bits,
        tokens);
  }

  private static int[] tokenProbabilities(BoolDecoder bits) throws Vp8Exception {
    int[] probabilities = ProbabilityTables.TOKENS.clone();
    for (int i = 0; i < probabilities.length; i++) {
      if (bits.bool(ProbabilityTables.TOKEN_UPDATES[i])) {
        probabilities[i] = bits.literal(8);
      }
    }
    return probabilities;
  }

  /** The partitions at {@code start}: the sizes of all but the last, three bytes each, then all. */
  private static List<BoolDecoder> partitions(byte[] frame, int start, int count)
      throws Vp8Exception {
    int at = start + 3 * (count - 1);
    List<BoolDecoder> partitions = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      if (at >= frame.length) {
        throw new Vp8Exception(
            String.format(Locale.ROOT, "partition %d of %d is cut off", i + 1, count));
      }
      boolean last = i == count - 1;
      // One that is cut off leaves nothing for the last.
      long size = last ? frame.length : u24(frame, start + 3 * i);
      int end = (int) Math.min(frame.length, at + size);
      partitions.add(new BoolDecoder(frame, at, end));
      at = end;
    }
    return List.copyOf(partitions);
  }

  private static int u24(byte[] frame, int at) {
    return frame[at] & 0xFF | (frame[at + 1] & 0xFF) << 8 | (frame[at + 2] & 0xFF) << 16;
  }
}
