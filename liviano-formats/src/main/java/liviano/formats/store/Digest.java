package liviano.formats.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a file must be, as far as its source states it.
 *
 * @param bytes its size, where that is stated
 */
public record Digest(OptionalLong bytes, Checksum checksum) {
  /** A file of which nothing is known before it is fetched. */
  public static final Digest UNSTATED = new Digest(OptionalLong.empty(), new Checksum.Unstated());

  /** Checks the size. */
  public Digest {
    if (bytes.isPresent() && bytes.getAsLong() < 0) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "a file of %d bytes", bytes.getAsLong()));
    }
  }

  /** A file of known size and SHA-512. */
  public static Digest sha512(long bytes, String hex) {
    return new Digest(OptionalLong.of(bytes), new Checksum.Sha512(hex));
  }

  /** What a file is: its size and SHA-256. */
  public static Digest of(Path file) throws IOException {
    return UNSTATED.found(file);
  }

  /** This, or where not all digits are stated what is known beside them. */
  Digest or(Optional<Digest> known) {
    return checksum.isWhole()
        ? this
        : known.filter(digest -> checksum.fits(digest.checksum())).orElse(this);
  }

  /** Whether a checksum is stated, or some digits of one. */
  public boolean isStated() {
    return !(checksum instanceof Checksum.Unstated);
  }

  /**
   * Checks a file, and deletes it if it is another than stated.
   *
   * @return what it is: its size, and the whole checksum
   * @throws WrongDigestException if it is another, saying what was expected and found
   * @throws IOException if it is not there or cannot be read
   */
  public Digest require(Path file) throws IOException {
    String name = file.getFileName().toString();
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new IOException(name + " is not there");
    }
    long size = Files.size(file);
    if (bytes.isPresent() && size != bytes.getAsLong()) {
      Files.delete(file);
      throw new WrongDigestException(
          String.format(
              Locale.ROOT,
              "%s has %d bytes, expected %d; the file was deleted",
              name,
              size,
              bytes.getAsLong()));
    }
    Digest found = found(file);
    if (!checksum.fits(found.checksum())) {
      Files.delete(file);
      throw new WrongDigestException(
          String.format(
              Locale.ROOT,
              "%s has the wrong %s: expected %s%s, found %s; the file was deleted",
              name,
              checksum.function(),
              checksum.hex(),
              checksum instanceof Checksum.Sha256Prefix ? "..." : "",
              found.checksum().hex()));
    }
    return found;
  }

  private Digest found(Path file) throws IOException {
    return new Digest(OptionalLong.of(Files.size(file)), checksum.ofFile(file));
  }
}
