package liviano.vision;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import liviano.vision.picture.codec.DecodeException;
import liviano.vision.picture.codec.PictureBytes;
import liviano.vision.picture.codec.PictureDecoder;

/**
 * How picture files are read: within which limits, and whether their Exif orientation is applied.
 * Immutable; {@link Picture#read(Path)} and its like use {@link #defaults()}.
 */
public final class PictureReader {
  private static final PictureReader DEFAULTS = new PictureReader(PictureLimits.defaults(), true);

  private final PictureLimits limits;
  private final boolean upright;

  private PictureReader(PictureLimits limits, boolean upright) {
    this.limits = limits;
    this.upright = upright;
  }

  /** The default limits; pictures stand upright, as their Exif orientation says. */
  public static PictureReader defaults() {
    return DEFAULTS;
  }

  /** The same within other limits. */
  public PictureReader withLimits(PictureLimits limits) {
    return new PictureReader(Objects.requireNonNull(limits), upright);
  }

  /**
   * The same, but leaving pixels where the file has them, whatever its Exif orientation says. So do
   * data sets whose annotations count pixels of the file. {@link Picture#orientation()} tells what
   * was left out.
   */
  public PictureReader asStored() {
    return new PictureReader(limits, false);
  }

  /**
   * Reads a file. Pipes and devices, which may have no end, are refused: open one and give the
   * stream.
   *
   * @throws IOException where the file is not there, is no file, or cannot be read; the message
   *     names it
   * @throws MalformedPictureException where its bytes are no picture within the limits
   */
  public Picture read(Path file) throws IOException {
    String name = file.toString();
    return decode(name, () -> PictureBytes.read(file, limits.maxBytes()));
  }

  /**
   * Reads the rest of a stream, at most one byte beyond the limit; the stream is left open.
   *
   * @param name of the picture in error messages
   * @throws IOException whatever the stream throws
   * @throws MalformedPictureException where the bytes are no picture within the limits
   */
  public Picture read(InputStream stream, String name) throws IOException {
    Objects.requireNonNull(name);
    return decode(name, () -> PictureBytes.read(stream, limits.maxBytes()));
  }

  /**
   * Decodes the bytes of a picture file.
   *
   * @param name of the picture in error messages
   * @throws MalformedPictureException where they are no picture within the limits
   */
  public Picture read(byte[] file, String name) {
    Objects.requireNonNull(name);
    return decode(
        name,
        () -> {
          PictureBytes.require(file.length, limits.maxBytes());
          return file;
        });
  }

  /**
   * The bytes of a file, not yet decoded, as {@link #read(Path)} reads them.
   *
   * @throws IOException where the file is not there, is no file, or cannot be read; the message
   *     names it
   * @throws MalformedPictureException where it is longer than the limits allow
   */
  public byte[] bytes(Path file) throws IOException {
    try {
      return PictureBytes.read(file, limits.maxBytes());
    } catch (DecodeException e) {
      throw new MalformedPictureException(file.toString(), e.getMessage(), e);
    }
  }

  /** Where the bytes come from: {@code E} is what that may throw beside what is wrong with them. */
  private interface Source<E extends Exception> {
    byte[] bytes() throws E, DecodeException;
  }

  private <E extends Exception> Picture decode(String name, Source<E> source) throws E {
    try {
      byte[] file = source.bytes();
      PictureDecoder.Decoded decoded = PictureDecoder.decode(file, limits.maxPixels(), upright);
      return new Picture(decoded.pixels(), decoded.orientation());
    } catch (DecodeException e) {
      throw new MalformedPictureException(name, e.getMessage(), e);
    } catch (OutOfMemoryError e) {
      // Other threads hold what the checks of sizes counted on. Nothing is half-done: only the
      // large arrays of this picture are given up.
      throw new MalformedPictureException(name, noHeap(), e);
    }
  }

  private static String noHeap() {
    return String.format(
        Locale.ROOT,
        "does not fit in what is left of a heap of %d MiB: make it smaller, or give Java more"
            + " with -Xmx",
        Runtime.getRuntime().maxMemory() >> 20);
  }
}
