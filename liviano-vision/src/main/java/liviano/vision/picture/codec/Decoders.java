package liviano.vision.picture.codec;

import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.spi.IIORegistry;
import javax.imageio.spi.ImageReaderSpi;

/**
 * The image readers of the Java runtime, and TwelveMonkeys' for lossless WebP. They are chosen by
 * class: other plug-ins on the path, which ImageIO might prefer, are never used.
 */
final class Decoders {
  private static final Map<String, ImageReaderSpi> RUNTIME = runtimeReaders();

  private Decoders() {}

  /** The result requested from a reader. */
  interface Reading<T> {
    T from(ImageReader reader) throws IOException;
  }

  /**
   * A decoded file.
   *
   * @param warnings of the decoder, in its words
   */
  record Decoded<T>(T image, List<String> warnings) {}

  /** The samples as the file holds them, without colour conversion. */
  static Decoded<Raster> raster(Format format, byte[] file) throws DecodeException {
    return decode(format, file, reader -> reader.readRaster(0, null));
  }

  /** The picture with its colour model. */
  static Decoded<BufferedImage> image(Format format, byte[] file) throws DecodeException {
    return decode(format, file, reader -> reader.read(0));
  }

  /**
   * @throws DecodeException if the file is damaged, or this Java runtime cannot decode its format
   */
  static <T> Decoded<T> decode(Format format, byte[] file, Reading<T> reading)
      throws DecodeException {
    List<String> warnings = new ArrayList<>();
    try (ArrayImageInputStream stream = stream(format, file)) {
      ImageReader reader = spi(format).createReaderInstance();
      try {
        reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
        reader.setInput(stream, true, true);
        return new Decoded<>(reading.from(reader), warnings);
      } finally {
        reader.dispose();
      }
    } catch (IOException | RuntimeException e) {
      // Decoders answer hostile bytes with any runtime exception, index out of bounds above all.
      if (isEndOfData(e)) {
        throw new DecodeException(
            String.format(
                Locale.ROOT, "truncated: the %s data end before the picture does", format),
            e);
      }
      throw new DecodeException(
          String.format(Locale.ROOT, "damaged %s data: %s", format, detail(e)), e);
    } catch (LinkageError e) { // some distributions' JDKs decode with a library of the system
      throw new DecodeException(
          String.format(
              Locale.ROOT, "this Java runtime cannot decode %s: %s", format, e.getMessage()),
          e);
    }
  }

  /**
   * TwelveMonkeys' bit reader reads 9 bytes ahead. Near the end of the data it reads past the end
   * with every code, and finally decodes old bits again. So the data is padded with zeros that it
   * may look at, and reading is stopped where it would use them.
   */
  private static ArrayImageInputStream stream(Format format, byte[] file) {
    return format == Format.WEBP
        ? new ArrayImageInputStream(Arrays.copyOf(file, file.length + 16), file.length)
        : new ArrayImageInputStream(file, Integer.MAX_VALUE);
  }

  private static boolean isEndOfData(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof EOFException) {
        return true;
      }
    }
    return false;
  }

  /**
   * The beginning of a decoder's message; the messages of its runtime exceptions would tell a user
   * nothing.
   */
  private static String detail(Exception e) {
    if (!(e instanceof IOException) || e.getMessage() == null) {
      return e.getClass().getSimpleName();
    }
    String line = e.getMessage().lines().findFirst().orElse("");
    return line.substring(0, Math.min(line.length(), 100));
  }

  private static ImageReaderSpi spi(Format format) throws DecodeException {
    if (format == Format.WEBP) {
      return LosslessWebp.reader();
    }
    ImageReaderSpi spi = RUNTIME.get(format.name());
    if (spi == null) {
      throw new DecodeException(
          String.format(Locale.ROOT, "this Java runtime has no %s reader", format));
    }
    return spi;
  }

  private static Map<String, ImageReaderSpi> runtimeReaders() {
    Map<String, ImageReaderSpi> readers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    var all = IIORegistry.getDefaultInstance().getServiceProviders(ImageReaderSpi.class, false);
    while (all.hasNext()) {
      ImageReaderSpi spi = all.next();
      if (spi.getClass().getModule() == ImageIO.class.getModule()) {
        for (String name : spi.getFormatNames()) {
          readers.put(name, spi);
        }
      }
    }
    return readers;
  }
}
