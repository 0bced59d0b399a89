package liviano.vision.picture.codec;

import java.awt.image.Raster;
import java.util.Locale;

/**
 * From the bytes of a PNG file to the numbers it holds: the indices of a palette, or 8-bit grey.
 * They never pass through colours, so that a palette with equal colours loses nothing.
 */
public final class IndexDecoder {
  private static final int COLOUR_TYPE_AT = 25;
  private static final int GREY = 0;
  private static final int PALETTE = 3;

  private IndexDecoder() {}

  /**
   * Decodes a file of at most {@code maxPixels} pixels.
   *
   * @throws DecodeException whatever is wrong with the bytes, or if they are of another kind
   */
  public static Indices decode(byte[] file, long maxPixels) throws DecodeException {
    Bytes bytes = new Bytes(file);
    Format format = Format.of(bytes);
    if (format != Format.PNG) {
      throw new DecodeException(
          String.format(Locale.ROOT, "a %s file: give a palette PNG", format));
    }
    PngFile png = PngFile.parse(bytes);
    int type = bytes.u8(COLOUR_TYPE_AT);
    if (type != PALETTE && !(type == GREY && png.bits() == 8)) {
      throw new DecodeException(
          String.format(
              Locale.ROOT,
              "a PNG of colours (type %d, %d bits): give a palette PNG, or grey of 8 bits",
              type,
              png.bits()));
    }
    PictureDecoder.requireRoom(png, maxPixels);
    return read(Decoders.image(Format.PNG, png.stream()).image().getRaster());
  }

  private static Indices read(Raster raster) {
    int width = raster.getWidth();
    int height = raster.getHeight();
    byte[] indices = new byte[width * height];
    int[] row = new int[width];
    for (int y = 0; y < height; y++) {
      raster.getSamples(raster.getMinX(), raster.getMinY() + y, width, 1, 0, row);
      for (int x = 0; x < width; x++) {
        indices[y * width + x] = (byte) row[x];
      }
    }
    return new Indices(width, height, indices);
  }
}
