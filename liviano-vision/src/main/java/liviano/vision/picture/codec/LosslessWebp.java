package liviano.vision.picture.codec;

import java.util.Locale;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.ServiceLoader.Provider;
import javax.imageio.spi.ImageReaderSpi;

/**
 * TwelveMonkeys' reader, which decodes the lossless bitmaps of WebP. It is found as a service and
 * required by no module: it is not a named module, so a run-time image that {@code jlink} makes
 * could not hold what required it, and few programs meet such a file.
 */
final class LosslessWebp {
  /** As Maven knows it. */
  static final String ARTIFACT = "com.twelvemonkeys.imageio:imageio-webp:3.14.0";

  private static final String READER = "com.twelvemonkeys.imageio.plugins.webp.WebPImageReaderSpi";

  private LosslessWebp() {}

  /** Looked for once, when the first such file is read. */
  private static final class Found {
    static final Optional<ImageReaderSpi> READER = find(LosslessWebp.class.getClassLoader());
  }

  /**
   * The reader.
   *
   * @throws DecodeException where it is not on the path; the message says what to add
   */
  static ImageReaderSpi reader() throws DecodeException {
    return Found.READER.orElseThrow(LosslessWebp::missing);
  }

  /** The reader of lossless WebP among the services that {@code loader} sees. */
  static Optional<ImageReaderSpi> find(ClassLoader loader) {
    return ServiceLoader.load(ImageReaderSpi.class, loader).stream()
        .filter(service -> service.type().getName().equals(READER))
        .map(Provider::get)
        .findFirst();
  }

  private static DecodeException missing() {
    return new DecodeException(
        String.format(
            Locale.ROOT,
            "lossless WebP, for which there is no reader: add the artifact %s to the class path,"
                + " or convert the picture to PNG",
            ARTIFACT));
  }
}
