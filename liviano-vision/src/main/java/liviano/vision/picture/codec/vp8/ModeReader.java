package liviano.vision.picture.codec.vp8;

import java.util.Arrays;

/**
 * Reads segment, skip flag and prediction modes of macroblocks in raster order (RFC 6386, sections
 * 9.3, 9.11, 11).
 */
final class ModeReader {
  /** Macroblock modes are leaves as ordinals of {@link BlockMode}; subblocks' as their own. */
  private static final int SPLIT = 4;

  private static final int[] LUMA_TREE = {-SPLIT, 2, 4, 6, 0, -2, -3, -1};
  private static final int[] LUMA_PROBABILITIES = {145, 156, 163, 128};
  private static final int[] CHROMA_TREE = {0, 2, -2, 4, -3, -1};
  private static final int[] CHROMA_PROBABILITIES = {142, 114, 183};
  private static final int[] SUBBLOCK_TREE = {
    0, 2, -1, 4, -2, 6, 8, 12, -3, 10, -5, -6, -4, 14, -7, 16, -8, -9
  };
  private static final int SUBBLOCK_NODES = 9;
  private static final int SUBBLOCK_MODES = SubblockMode.values().length;

  private final BoolDecoder bits;
  private final FrameHeader header;

  /** Modes of the subblocks above and at the left; outside the frame {@code MEAN}, 0. */
  private final byte[] above;

  private final byte[] left = new byte[4];

  ModeReader(FrameHeader header) {
    this.header = header;
    this.bits = header.modes();
    this.above = new byte[4 * header.columns()];
  }

  void startRow() {
    Arrays.fill(left, (byte) 0);
  }

  void read(int column, Macroblock block) throws Vp8Exception {
    block.segment = header.segmentation().readSegment(bits);
    block.skipped = header.skips() && bits.bool(header.skipProbability());
    int luma = bits.leaf(LUMA_TREE, LUMA_PROBABILITIES, 0);
    block.split = luma == SPLIT;
    if (block.split) {
      readSubblocks(4 * column, block.subblocks);
    } else {
      block.luma = Macroblock.blockMode(luma);
      Arrays.fill(above, 4 * column, 4 * column + 4, (byte) luma);
      Arrays.fill(left, (byte) luma);
    }
    block.chroma = Macroblock.blockMode(bits.leaf(CHROMA_TREE, CHROMA_PROBABILITIES, 0));
  }

  private void readSubblocks(int column, byte[] subblocks) throws Vp8Exception {
    for (int i = 0; i < 16; i++) {
      int x = column + i % 4;
      int y = i / 4;
      int context = (above[x] * SUBBLOCK_MODES + left[y]) * SUBBLOCK_NODES;
      byte mode = (byte) bits.leaf(SUBBLOCK_TREE, ProbabilityTables.SUBBLOCK_MODES, context);
      subblocks[i] = mode;
      above[x] = mode;
      left[y] = mode;
    }
  }
}
