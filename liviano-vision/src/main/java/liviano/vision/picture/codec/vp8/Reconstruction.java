package liviano.vision.picture.codec.vp8;

import java.util.Arrays;

/** Predicts macroblocks and adds their coefficients to the prediction. */
final class Reconstruction {
  private final Planes planes;
  private final int columns;
  private final SubblockPredictor subblocks = new SubblockPredictor();

  Reconstruction(Planes planes, int columns) {
    this.planes = planes;
    this.columns = columns;
  }

  void reconstruct(int column, int row, Macroblock block, Residuals residuals) {
    if (block.split) {
      splitLuma(column, row, block, residuals);
    } else {
      BlockPredictor.predict(block.luma, planes.luma(), 16 * column, 16 * row, 16);
      addBlocks(planes.luma(), 16 * column, 16 * row, 4, residuals, 0);
    }
    BlockPredictor.predict(block.chroma, planes.blue(), 8 * column, 8 * row, 8);
    addBlocks(planes.blue(), 8 * column, 8 * row, 2, residuals, Residuals.BLUE);
    BlockPredictor.predict(block.chroma, planes.red(), 8 * column, 8 * row, 8);
    addBlocks(planes.red(), 8 * column, 8 * row, 2, residuals, Residuals.RED);
  }

  /** Adds {@code count} x {@code count} blocks from number {@code first} on. */
  private static void addBlocks(
      Plane plane, int x, int y, int count, Residuals residuals, int first) {
    for (int i = 0; i < count * count; i++) {
      int at = plane.at(x + 4 * (i % count), y + 4 * (i / count));
      residuals.add(first + i, plane.samples(), at, plane.stride());
    }
  }

  private void splitLuma(int column, int row, Macroblock block, Residuals residuals) {
    Plane luma = planes.luma();
    byte[] samples = luma.samples();
    int stride = luma.stride();
    int beyond = luma.aboveRight();
    fillAboveRight(column, row, beyond);
    for (int i = 0; i < 16; i++) {
      int at = luma.at(16 * column + 4 * (i % 4), 16 * row + 4 * (i / 4));
      // The macroblock at the right is not there yet: the last column looks above it throughout.
      int aboveRight = i % 4 == 3 ? beyond : at - stride + 4;
      subblocks.predict(block.subblocks[i], samples, at, stride, aboveRight);
      residuals.add(i, samples, at, stride);
    }
  }

  /**
   * Fetches the four samples above the macroblock at the right. Where there is none, the last above
   * this one is repeated: so does libwebp, and so every file was made.
   */
  private void fillAboveRight(int column, int row, int to) {
    Plane luma = planes.luma();
    byte[] samples = luma.samples();
    int from = luma.at(16 * column + 16, 16 * row - 1);
    if (row > 0 && column == columns - 1) {
      Arrays.fill(samples, to, to + 4, samples[from - 1]);
    } else if (row > 0) {
      System.arraycopy(samples, from, samples, to, 4);
    }
  }
}
