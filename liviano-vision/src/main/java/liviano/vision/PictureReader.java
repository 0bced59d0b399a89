package liviano.vision;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import liviano.vision.codec.DecodeException;
import liviano.vision.codec.PictureDecoder;

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

  /** Reads a file. */
  public Picture read(Path file) {
    String name = file.toString();
    if (Files.isDirectory(file)) {
      throw new PictureException(name, "is a directory: give a picture file");
    }
    try (InputStream stream = Files.newInputStream(file)) {
      requireBytes(name, Files.size(file));
      return read(stream, name);
    } catch (NoSuchFileException e) {
      throw new PictureException(name, "no such file", e);
    } catch (IOException e) {
      throw new PictureException(name, "cannot be read: " + e, e);
    }
  }

  /**
   * Reads the rest of a stream, at most one byte beyond the limit; the stream is left open.
   *
   * @param name of the picture in error messages
   */
  public Picture read(InputStream stream, String name) {
    try {
      return read(stream.readNBytes((int) limits.maxBytes() + 1), name);
    } catch (IOException e) {
      throw new PictureException(name, "cannot be read: " + e, e);
    }
  }

  /**
   * Decodes the bytes of a picture file.
   *
   * @param name of the picture in error messages
   */
  public Picture read(byte[] file, String name) {
    requireBytes(name, file.length);
    try {
      PictureDecoder.Decoded decoded = PictureDecoder.decode(file, limits.maxPixels(), upright);
      return new Picture(decoded.pixels(), decoded.orientation());
    } catch (DecodeException e) {
      throw new PictureException(name, e.getMessage(), e);
    }
  }

  private void requireBytes(String name, long bytes) {
    if (bytes > limits.maxBytes()) {
      throw new PictureException(
          name,
          String.format(
              Locale.ROOT,
              "larger than the limit of %d bytes: raise the limit or give a smaller file",
              limits.maxBytes()));
    }
  }
}
