package liviano.vision.picture;

import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Locale;
import javax.imageio.IIOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.spi.IIORegistry;
import javax.imageio.spi.ImageWriterSpi;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import liviano.files.PartialFile;
import liviano.vision.picture.codec.Pixels;

/**
 * Writes pictures as PNG or JPEG, as the file's name says.
 *
 * <p>A file appears whole or not at all (see {@link PartialFile}), over what stood there.
 */
public final class PictureWriter {
  private static final float JPEG_QUALITY = 0.92f;
  private static final int JPEG_MAX_SIDE = 65_500; // of the runtime's encoder

  private PictureWriter() {}

  private enum Type {
    PNG,
    JPEG
  }

  /**
   * Writes a picture; JPEG at quality 0.92.
   *
   * @param file with a name in .png, .jpg or .jpeg, in a folder that exists
   * @throws IllegalArgumentException where the name says another format, or the picture is larger
   *     than the format holds
   * @throws IOException where the file cannot be written; the exception names it
   */
  public static void write(Pixels picture, Path file) throws IOException {
    Type type = type(file);
    if (type == Type.JPEG && Math.max(picture.width(), picture.height()) > JPEG_MAX_SIDE) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s: %dx%d pixels are too many for JPEG, sides of %d at most: write a .png",
              file,
              picture.width(),
              picture.height(),
              JPEG_MAX_SIDE));
    }
    try (PartialFile part = PartialFile.create(file)) {
      encode(picture, type, part.stream());
      part.finish();
    }
  }

  /** Writes a picture as PNG; the stream is left open. */
  public static void writePng(Pixels picture, OutputStream out) throws IOException {
    encode(picture, Type.PNG, out);
  }

  private static Type type(Path file) {
    String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    if (name.endsWith(".png")) {
      return Type.PNG;
    }
    if (name.endsWith(".jpg") || name.endsWith(".jpeg")) {
      return Type.JPEG;
    }
    throw new IllegalArgumentException(
        file + ": unknown picture format: name it .png, .jpg or .jpeg");
  }

  private static void encode(Pixels picture, Type type, OutputStream out) throws IOException {
    BufferedImage image = view(picture.rgb(), picture.width(), picture.height());
    ImageWriter writer = spi(type).createWriterInstance();
    try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(out)) {
      ImageWriteParam options = writer.getDefaultWriteParam();
      if (type == Type.JPEG) {
        options.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        options.setCompressionQuality(JPEG_QUALITY);
      }
      writer.setOutput(stream);
      writer.write(null, new IIOImage(image, null, null), options);
    } catch (IIOException e) {
      // The encoder's own words hide the failure to write, which names the file.
      throw e.getCause() instanceof IOException cause ? cause : e;
    } finally {
      writer.dispose();
    }
  }

  /** The runtime's own encoder; other plug-ins on the path are never used. */
  private static ImageWriterSpi spi(Type type) throws IOException {
    var all = IIORegistry.getDefaultInstance().getServiceProviders(ImageWriterSpi.class, false);
    while (all.hasNext()) {
      ImageWriterSpi spi = all.next();
      if (spi.getClass().getModule() == ImageIO.class.getModule()) {
        for (String name : spi.getFormatNames()) {
          if (name.equalsIgnoreCase(type.name())) {
            return spi;
          }
        }
      }
    }
    throw new IOException(String.format(Locale.ROOT, "this Java runtime has no %s writer", type));
  }

  /** An image on the samples themselves; encoders only read them. */
  private static BufferedImage view(byte[] rgb, int width, int height) {
    int[] offsets = {0, 1, 2};
    WritableRaster raster =
        Raster.createInterleavedRaster(
            new DataBufferByte(rgb, rgb.length), width, height, 3 * width, 3, offsets, null);
    ColorSpace srgb = ColorSpace.getInstance(ColorSpace.CS_sRGB);
    ComponentColorModel colours =
        new ComponentColorModel(srgb, false, false, Transparency.OPAQUE, DataBuffer.TYPE_BYTE);
    return new BufferedImage(colours, raster, false, null);
  }
}
