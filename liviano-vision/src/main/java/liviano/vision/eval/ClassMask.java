package liviano.vision.eval;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.awt.image.IndexColorModel;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import javax.imageio.IIOException;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import liviano.files.PartialFile;
import liviano.vision.PictureLimits;
import liviano.vision.picture.codec.DecodeException;
import liviano.vision.picture.codec.IndexDecoder;
import liviano.vision.picture.codec.Indices;
import liviano.vision.picture.codec.PictureBytes;

/**
 * Which class each pixel of a picture shows, 0 to 254, or {@link #VOID}. Immutable.
 *
 * <p>Files are palette PNGs, as PASCAL VOC has them: a pixel's index is its class, whatever colour
 * it has; grey PNGs of 8 bits are read too. Pixels stay where the file has them, whatever an Exif
 * orientation says.
 */
public final class ClassMask {
  /** A pixel that shows no class: a border between things, or what is too hard to tell. */
  public static final int VOID = 255;

  private final Indices pixels;

  private ClassMask(Indices pixels) {
    this.pixels = pixels;
  }

  /**
   * Copies classes.
   *
   * @param classes height x width bytes without sign, row by row from the top
   * @throws IllegalArgumentException where their number is not width x height, or a side is not
   *     positive
   */
  public static ClassMask of(int width, int height, byte[] classes) {
    if (width < 1 || height < 1 || (long) width * height != classes.length) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%d classes for %dx%d pixels: give one a pixel",
              classes.length,
              width,
              height));
    }
    return new ClassMask(new Indices(width, height, classes.clone()));
  }

  /**
   * Reads a file within the default limits of pictures.
   *
   * @throws DataSetException in one line, if it is damaged, too large, or no palette PNG
   * @throws IOException if it is no file or cannot be read; the message names it
   */
  public static ClassMask read(Path file) throws IOException {
    PictureLimits limits = PictureLimits.defaults();
    try {
      byte[] bytes = PictureBytes.read(file, limits.maxBytes());
      return new ClassMask(IndexDecoder.decode(bytes, limits.maxPixels()));
    } catch (DecodeException e) {
      throw new DataSetException(file.toString(), e.getMessage());
    }
  }

  /**
   * Writes a palette PNG in the colours of {@link VocPalette}, whole or not at all, over what stood
   * there.
   *
   * @throws IOException if it cannot be written; the exception names the file
   */
  public void write(Path file) throws IOException {
    IndexColorModel colours = VocPalette.colours();
    BufferedImage image =
        new BufferedImage(width(), height(), BufferedImage.TYPE_BYTE_INDEXED, colours);
    byte[] samples = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
    System.arraycopy(pixels.indices(), 0, samples, 0, samples.length);
    try (PartialFile part = PartialFile.create(file)) {
      encode(image, part.stream());
      part.finish();
    }
  }

  private static void encode(BufferedImage image, OutputStream stream) throws IOException {
    ImageWriter writer = pngWriter();
    try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(stream)) {
      writer.setOutput(out);
      writer.write(image);
    } catch (IIOException e) {
      // The encoder's own words hide the failure to write, which names the file.
      throw e.getCause() instanceof IOException cause ? cause : e;
    } finally {
      writer.dispose();
    }
  }

  /** That of the Java runtime, whatever other plug-ins are on the path. */
  private static ImageWriter pngWriter() throws IOException {
    var writers = ImageIO.getImageWritersByFormatName("png");
    while (writers.hasNext()) {
      ImageWriter writer = writers.next();
      if (writer.getClass().getModule() == ImageIO.class.getModule()) {
        return writer;
      }
    }
    throw new IOException("this Java runtime has no PNG writer");
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
   * The class of one pixel, from 0 to 255.
   *
   * @throws IndexOutOfBoundsException where the pixel is outside the mask
   */
  public int at(int x, int y) {
    Objects.checkIndex(x, width());
    return at(Objects.checkIndex(y, height()) * width() + x);
  }

  /** The class of a pixel by its place, row by row. */
  int at(int place) {
    return pixels.indices()[place] & 0xFF;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ClassMask that
        && width() == that.width()
        && Arrays.equals(pixels.indices(), that.pixels.indices());
  }

  @Override
  public int hashCode() {
    return 31 * width() + Arrays.hashCode(pixels.indices());
  }

  /** Such as {@code ClassMask[500x375]}. */
  @Override
  public String toString() {
    return String.format(Locale.ROOT, "ClassMask[%dx%d]", width(), height());
  }
}
