package liviano.vision.picture.codec;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.DirectColorModel;
import java.awt.image.IndexColorModel;
import java.awt.image.PixelInterleavedSampleModel;
import java.awt.image.Raster;

/**
 * RGB samples of a buffered image, taken from its raster. AWT's own conversion would pass grey
 * through a linear colour space and change it.
 */
public final class RasterReader {
  private RasterReader() {}

  /** Copies the samples: grey repeated, alpha dropped, 16 bits cut to the upper 8. */
  public static Pixels read(BufferedImage image) {
    Pixels pixels = Pixels.black(image.getWidth(), image.getHeight());
    Raster raster = image.getRaster();
    switch (image.getColorModel()) {
      case IndexColorModel palette -> readIndexed(raster, palette, pixels);
      case ComponentColorModel model when isPlain(model, 8) && isInterleavedBytes(raster) ->
          readBytes(raster, pixels);
      case ComponentColorModel model when isPlain(model, 8) -> readSamples(raster, 0, pixels);
      case ComponentColorModel model when isPlain(model, 16) -> readSamples(raster, 8, pixels);
      case DirectColorModel model when isPlain(model, 8) -> readSamples(raster, 0, pixels);
      default -> readConverted(image, pixels);
    }
    return pixels;
  }

  /** Unsigned grey or RGB samples of {@code bits} bits, with or without alpha. */
  private static boolean isPlain(ColorModel model, int bits) {
    int space = model.getColorSpace().getType();
    int type = model.getTransferType();
    if (model.isAlphaPremultiplied() && model.hasAlpha()
        || space != ColorSpace.TYPE_RGB && space != ColorSpace.TYPE_GRAY
        || type != DataBuffer.TYPE_BYTE
            && type != DataBuffer.TYPE_USHORT
            && type != DataBuffer.TYPE_INT) {
      return false;
    }
    for (int size : model.getComponentSize()) {
      if (size != bits) {
        return false;
      }
    }
    return true;
  }

  private static boolean isInterleavedBytes(Raster raster) {
    return raster.getSampleModel() instanceof PixelInterleavedSampleModel
        && raster.getDataBuffer() instanceof DataBufferByte;
  }

  private static void readIndexed(Raster raster, IndexColorModel palette, Pixels pixels) {
    int[] colours = new int[palette.getMapSize()];
    palette.getRGBs(colours);
    byte[] rgb = pixels.rgb();
    int[] row = new int[pixels.width()];
    for (int y = 0, at = 0; y < pixels.height(); y++) {
      raster.getSamples(raster.getMinX(), raster.getMinY() + y, pixels.width(), 1, 0, row);
      for (int index : row) {
        // Only a damaged file has an index beyond its palette.
        int colour = index < colours.length ? colours[index] : 0;
        rgb[at++] = (byte) (colour >> 16);
        rgb[at++] = (byte) (colour >> 8);
        rgb[at++] = (byte) colour;
      }
    }
  }

  private static void readBytes(Raster raster, Pixels pixels) {
    var model = (PixelInterleavedSampleModel) raster.getSampleModel();
    var buffer = (DataBufferByte) raster.getDataBuffer();
    byte[] data = buffer.getData();
    int[] offsets = model.getBandOffsets();
    int red = offsets[0];
    int green = offsets[offsets.length < 3 ? 0 : 1];
    int blue = offsets[offsets.length < 3 ? 0 : 2];
    int left = raster.getMinX() - raster.getSampleModelTranslateX();
    int top = raster.getMinY() - raster.getSampleModelTranslateY();
    int step = model.getPixelStride();
    byte[] rgb = pixels.rgb();
    for (int y = 0, to = 0; y < pixels.height(); y++) {
      int from = buffer.getOffset() + (top + y) * model.getScanlineStride() + left * step;
      for (int x = 0; x < pixels.width(); x++, from += step) {
        rgb[to++] = data[from + red];
        rgb[to++] = data[from + green];
        rgb[to++] = data[from + blue];
      }
    }
  }

  private static void readSamples(Raster raster, int shift, Pixels pixels) {
    int bands = raster.getNumBands();
    int green = bands < 3 ? 0 : 1;
    int blue = bands < 3 ? 0 : 2;
    byte[] rgb = pixels.rgb();
    int[] row = new int[pixels.width() * bands];
    for (int y = 0, to = 0; y < pixels.height(); y++) {
      raster.getPixels(raster.getMinX(), raster.getMinY() + y, pixels.width(), 1, row);
      for (int from = 0; from < row.length; from += bands) {
        rgb[to++] = (byte) (row[from] >> shift);
        rgb[to++] = (byte) (row[from + green] >> shift);
        rgb[to++] = (byte) (row[from + blue] >> shift);
      }
    }
  }

  private static void readConverted(BufferedImage image, Pixels pixels) {
    byte[] rgb = pixels.rgb();
    int[] row = new int[pixels.width()];
    for (int y = 0, at = 0; y < pixels.height(); y++) {
      image.getRGB(0, y, row.length, 1, row, 0, row.length);
      for (int colour : row) {
        rgb[at++] = (byte) (colour >> 16);
        rgb[at++] = (byte) (colour >> 8);
        rgb[at++] = (byte) colour;
      }
    }
  }
}
