package liviano.vision.picture.codec.vp8;

/** Decodes a key frame: reads, predicts and sums up all macroblocks, then filters them. */
public final class KeyFrame {
  /** Set where edges between subblocks are filtered too. */
  private static final int INNER = 8;

  private final FrameHeader header;
  private final Planes planes;

  /** By macroblock: how it is filtered, as an index of {@link #strengths}, and {@link #INNER}. */
  private final byte[] filters;

  /** By segment, for macroblocks predicted whole and in subblocks. */
  private final FilterStrength[] strengths = new FilterStrength[2 * SegmentHeader.SEGMENTS];

  private KeyFrame(FrameHeader header) {
    this.header = header;
    this.planes = Planes.of(header.columns(), header.rows());
    this.filters = new byte[header.columns() * header.rows()];
    for (int i = 0; i < strengths.length; i++) {
      int level = header.segmentation().filterLevel(i / 2, header.filter().level());
      strengths[i] = header.filter().strength(level, i % 2 == 1);
    }
  }

  /**
   * Decodes a frame.
   *
   * <p>Takes memory and time in proportion to the size that the frame declares, at most 16383 x
   * 16383: about five bytes a pixel, the answer included. The caller checks it.
   *
   * @param frame all of it and nothing else, such as the content of a {@code VP8} chunk; beyond
   *     what the samples need, bytes are not looked at
   * @return height x width x 3 samples, row by row, red first
   * @throws Vp8Exception where the bytes are no whole key frame
   */
  public static byte[] decode(byte[] frame) throws Vp8Exception {
    FrameHeader header = FrameHeader.read(frame);
    KeyFrame key = new KeyFrame(header);
    key.reconstruct();
    key.filter();
    return RgbConverter.convert(key.planes, header.width(), header.height());
  }

  private void reconstruct() throws Vp8Exception {
    ModeReader modes = new ModeReader(header);
    ResidualReader tokens = new ResidualReader(header);
    Reconstruction reconstruction = new Reconstruction(planes, header.columns());
    Macroblock block = new Macroblock();
    Residuals residuals = new Residuals();
    for (int row = 0; row < header.rows(); row++) {
      BoolDecoder partition = header.tokens().get(row % header.tokens().size());
      modes.startRow();
      tokens.startRow();
      for (int column = 0; column < header.columns(); column++) {
        modes.read(column, block);
        residuals.clear();
        if (block.skipped) {
          tokens.skip(column, !block.split);
        } else {
          Quantizer quantizer = header.quantizers().get(block.segment);
          tokens.read(partition, column, !block.split, quantizer, residuals);
        }
        reconstruction.reconstruct(column, row, block, residuals);
        boolean inner = block.split || !residuals.isEmpty();
        filters[row * header.columns() + column] =
            (byte) (2 * block.segment + (block.split ? 1 : 0) + (inner ? INNER : 0));
      }
    }
  }

  private void filter() {
    LoopFilter filter = new LoopFilter(planes);
    for (int i = 0; i < filters.length; i++) {
      FilterStrength strength = strengths[filters[i] & INNER - 1];
      boolean inner = (filters[i] & INNER) != 0;
      int column = i % header.columns();
      int row = i / header.columns();
      if (strength.level() > 0 && header.filter().simple()) {
        filter.simple(column, row, strength, inner);
      } else if (strength.level() > 0) {
        filter.normal(column, row, strength, inner);
      }
    }
  }
}
