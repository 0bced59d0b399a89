package liviano.vision;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import liviano.vision.picture.PictureWriter;
import liviano.vision.picture.codec.Pixels;
import liviano.vision.picture.codec.RasterReader;

/**
 * An immutable picture of 8-bit red, green and blue samples.
 *
 * <p>Reads JPEG (YCbCr, RGB, grey, CMYK, YCCK), PNG, BMP, GIF and WebP; of an animation the first
 * frame. The format is told by the content, never by the name. The samples are the file's own, as
 * networks were trained on them: no colour profile or gamma is applied; alpha is dropped, which
 * leaves the colour beneath it; grey is repeated three times; of 16 bits the upper 8 are kept; CMYK
 * becomes RGB as (1 - C)(1 - K). An Exif orientation is applied, unless a {@link PictureReader} is
 * told to leave the pixels as they are stored.
 *
 * <p>Every read is bounded by {@link PictureLimits} before it allocates. It throws {@link
 * IOException} where disk or stream fail, and {@link MalformedPictureException} for whatever is
 * wrong with the bytes: empty, no picture, unsupported, damaged, truncated, too large.
 *
 * <p>Truncated is a file that lacks some of its pixels, also where it ends in good order. A mark at
 * the end may be missing where nothing that counts could stand before it: in GIF, in BMP, and in
 * JPEG files of one scan. PNG, WebP and JPEG of several scans may hold an orientation or finer
 * samples behind the pixels, and are read only to the mark at their end.
 */
public final class Picture {
  private static final String UNNAMED = "picture";
  private static final int UPRIGHT = 1;

  private final Pixels pixels;
  private final int orientation;

  Picture(Pixels pixels, int orientation) {
    this.pixels = pixels;
    this.orientation = orientation;
  }

  /**
   * Reads a file within the default limits.
   *
   * @throws IOException where the file is not there, is no file, or cannot be read; the message
   *     names it
   * @throws MalformedPictureException where its bytes are no picture within the limits
   */
  public static Picture read(Path file) throws IOException {
    return PictureReader.defaults().read(file);
  }

  /**
   * Reads a file within the given limits.
   *
   * @throws IOException where the file is not there, is no file, or cannot be read; the message
   *     names it
   * @throws MalformedPictureException where its bytes are no picture within the limits
   */
  public static Picture read(Path file, PictureLimits limits) throws IOException {
    return PictureReader.defaults().withLimits(limits).read(file);
  }

  /**
   * Reads the rest of a stream, within the default limits; the stream is left open.
   *
   * @throws IOException whatever the stream throws
   * @throws MalformedPictureException where the bytes are no picture within the limits
   */
  public static Picture read(InputStream stream) throws IOException {
    return PictureReader.defaults().read(stream, UNNAMED);
  }

  /**
   * Reads the rest of a stream, at most one byte beyond the limit; the stream is left open.
   *
   * @param name of the picture in error messages
   * @throws IOException whatever the stream throws
   * @throws MalformedPictureException where the bytes are no picture within the limits
   */
  public static Picture read(InputStream stream, String name, PictureLimits limits)
      throws IOException {
    return PictureReader.defaults().withLimits(limits).read(stream, name);
  }

  /**
   * Decodes the bytes of a picture file within the default limits.
   *
   * @throws MalformedPictureException where they are no picture within the limits
   */
  public static Picture read(byte[] file) {
    return PictureReader.defaults().read(file, UNNAMED);
  }

  /**
   * Decodes the bytes of a picture file within the given limits.
   *
   * @param name of the picture in error messages
   * @throws MalformedPictureException where they are no picture within the limits
   */
  public static Picture read(byte[] file, String name, PictureLimits limits) {
    return PictureReader.defaults().withLimits(limits).read(file, name);
  }

  /**
   * Copies an image. RGB and grey samples are taken as they are and alpha is dropped, as for files;
   * other colour spaces are converted to sRGB.
   *
   * @throws IllegalArgumentException where the image has a side longer than 1,048,576 pixels, or
   *     more than {@link PictureLimits#MOST_PIXELS} pixels
   */
  public static Picture of(BufferedImage image) {
    requirePixels(image.getWidth(), image.getHeight());
    return new Picture(RasterReader.read(image), UPRIGHT);
  }

  /**
   * Copies raw samples.
   *
   * @param rgb height x width x 3 bytes, row by row from the top, red first, each 0 to 255
   * @throws IllegalArgumentException where the array's length is not 3 x width x height
   */
  public static Picture ofRgb(int width, int height, byte[] rgb) {
    requirePixels(width, height);
    if (rgb.length != 3 * width * height) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%d bytes for %dx%d pixels: give 3 bytes a pixel, %d",
              rgb.length,
              width,
              height,
              3 * width * height));
    }
    return new Picture(new Pixels(width, height, rgb.clone()), UPRIGHT);
  }

  /**
   * Copies pixels that lie row by row without gaps, from the top.
   *
   * @param pixels height x width x {@link PixelOrder#bytes()} bytes from its position on, which
   *     stays as it is; in whatever memory, and read-only if need be
   * @throws IllegalArgumentException where the buffer holds fewer, or the size is none a picture
   *     can have
   */
  public static Picture of(int width, int height, ByteBuffer pixels, PixelOrder order) {
    requirePixels(width, height);
    return of(width, height, pixels, order, Math.multiplyExact(width, order.bytes()));
  }

  /**
   * Copies pixels whose rows begin at even distances, as video frames have them. Alpha is dropped,
   * which leaves the colour beneath it.
   *
   * @param pixels the first row from its position on, which stays as it is; in whatever memory, and
   *     read-only if need be
   * @param stride bytes from the beginning of a row to that of the one below; behind the last row
   *     they need not all be there
   * @throws IllegalArgumentException where a row does not fit in the stride, the buffer holds fewer
   *     bytes than the rows span, or the size is none a picture can have
   */
  public static Picture of(int width, int height, ByteBuffer pixels, PixelOrder order, int stride) {
    requirePixels(width, height);
    long row = (long) width * order.bytes();
    if (stride < row) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "stride of %d bytes for %d pixels %s: give %d or more",
              stride,
              width,
              order,
              row));
    }
    long span = (height - 1L) * stride + row;
    if (span > pixels.remaining()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%d bytes in the buffer for %dx%d pixels %s with a stride of %d: give %d or more",
              pixels.remaining(),
              width,
              height,
              order,
              stride,
              span));
    }
    byte[] rgb = order.toRgb(pixels, pixels.position(), width, height, stride);
    return new Picture(new Pixels(width, height, rgb), UPRIGHT);
  }

  /** Pixels a row. */
  public int width() {
    return pixels.width();
  }

  /** Rows. */
  public int height() {
    return pixels.height();
  }

  /**
   * The Exif orientation that its file states, 1 to 8; 1, upright, where it states none and where
   * the picture comes from no file. It has been applied, unless the picture was read {@linkplain
   * PictureReader#asStored() as stored}.
   */
  public int orientation() {
    return orientation;
  }

  /**
   * The colour of one pixel as 0xRRGGBB.
   *
   * @throws IndexOutOfBoundsException where the pixel is outside the picture
   */
  public int rgb(int x, int y) {
    Objects.checkIndex(x, width());
    int at = 3 * (Objects.checkIndex(y, height()) * width() + x);
    byte[] rgb = pixels.rgb();
    return (rgb[at] & 0xFF) << 16 | (rgb[at + 1] & 0xFF) << 8 | rgb[at + 2] & 0xFF;
  }

  /** A read-only view of the samples: height x width x 3 bytes, row by row, red first. */
  public MemorySegment samples() {
    return MemorySegment.ofArray(pixels.rgb()).asReadOnly();
  }

  /** A copy for Java's own imaging, of {@link BufferedImage#TYPE_3BYTE_BGR}. */
  public BufferedImage toBufferedImage() {
    var image = new BufferedImage(width(), height(), BufferedImage.TYPE_3BYTE_BGR);
    byte[] bgr = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
    byte[] rgb = pixels.rgb();
    for (int i = 0; i < rgb.length; i += 3) {
      bgr[i] = rgb[i + 2];
      bgr[i + 1] = rgb[i + 1];
      bgr[i + 2] = rgb[i];
    }
    return image;
  }

  /**
   * Writes the picture as PNG or JPEG, as the file's name says; JPEG at quality 0.92. A file
   * appears whole or not at all, over what stood there.
   *
   * @param file with a name in .png, .jpg or .jpeg, in a folder that exists
   * @throws IllegalArgumentException where the name says another format, or the picture is larger
   *     than the format holds
   * @throws IOException where the file cannot be written; the exception names it
   */
  public void write(Path file) throws IOException {
    PictureWriter.write(pixels, file);
  }

  /**
   * Writes the picture as PNG; the stream is left open.
   *
   * @throws IOException whatever the stream throws
   */
  public void writePng(OutputStream out) throws IOException {
    PictureWriter.writePng(pixels, out);
  }

  /** The samples themselves, to be read only, for the other packages of this module. */
  @SuppressWarnings("exports") // of use to them alone: programs cannot see the type
  public Pixels pixels() {
    return pixels;
  }

  /** Such as {@code Picture[640x480]}. */
  @Override
  public String toString() {
    return String.format(Locale.ROOT, "Picture[%dx%d]", width(), height());
  }

  private static void requirePixels(int width, int height) {
    if (width < 1
        || height < 1
        || Math.max(width, height) > Pixels.MAX_SIDE
        || (long) width * height > PictureLimits.MOST_PIXELS) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "picture of %dx%d pixels: give sides of 1 to %d, and %d pixels at most",
              width,
              height,
              Pixels.MAX_SIDE,
              PictureLimits.MOST_PIXELS));
    }
  }
}
