package liviano.vision.picture.codec;

import java.util.Locale;

/** From the bytes of a picture file to RGB samples. */
public final class PictureDecoder {
  private PictureDecoder() {}

  /**
   * A decoded file.
   *
   * @param orientation the Exif orientation that the file states, 1 to 8; 1 where it states none
   */
  public record Decoded(Pixels pixels, int orientation) {}

  /**
   * Decodes a picture of at most {@code maxPixels} pixels.
   *
   * @param upright whether to turn it as its Exif orientation says; else as it is stored
   * @throws DecodeException whatever is wrong with the bytes
   */
  public static Decoded decode(byte[] file, long maxPixels, boolean upright)
      throws DecodeException {
    Bytes bytes = new Bytes(file);
    Container container =
        switch (Format.of(bytes)) {
          case JPEG -> JpegFile.parse(bytes);
          case PNG -> PngFile.parse(bytes);
          case GIF -> GifFile.parse(bytes);
          case BMP -> BmpFile.parse(bytes);
          case WEBP -> WebpFile.parse(bytes);
        };
    requireRoom(container, maxPixels);
    int code = Exif.orientation(container.exif());
    Pixels stored = container.decode();
    return new Decoded(upright ? Orientation.ofCode(code).upright(stored) : stored, code);
  }

  static void requireRoom(Container container, long maxPixels) throws DecodeException {
    long pixels = (long) container.width() * container.height();
    if (pixels > maxPixels) {
      throw new DecodeException(
          String.format(
              Locale.ROOT,
              "declares %dx%d pixels, more than the limit of %d: make it smaller",
              container.width(),
              container.height(),
              maxPixels));
    }
    if (Math.max(container.width(), container.height()) > Pixels.MAX_SIDE) {
      throw new DecodeException(
          String.format(
              Locale.ROOT,
              "declares %dx%d pixels, a side longer than %d: cut the picture",
              container.width(),
              container.height(),
              Pixels.MAX_SIDE));
    }
    long needed = pixels * (container.decoderBytesPerPixel() + 3);
    if (needed > Runtime.getRuntime().maxMemory() / 4 * 3) {
      throw new DecodeException(
          String.format(
              Locale.ROOT,
              "%dx%d pixels do not fit in a heap of %d MiB: make it smaller, or give Java more with"
                  + " -Xmx",
              container.width(),
              container.height(),
              Runtime.getRuntime().maxMemory() >> 20));
    }
  }
}
