package liviano.cli.install;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What a file must be, to the bit.
 *
 * @param bytes its size
 * @param sha512 its SHA-512 in lower-case hexadecimal digits
 */
public record Digest(long bytes, String sha512) {
  private static final Pattern HEX = Pattern.compile("[0-9a-f]{128}");

  /** Checks that it is one. */
  public Digest {
    if (bytes < 0 || !HEX.matcher(sha512).matches()) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "not a digest: %d bytes, %s", bytes, sha512));
    }
  }

  /**
   * Checks a file and removes it if it is another.
   *
   * @throws IOException if it is another, saying what was expected and found; or cannot be read
   */
  void require(Path file) throws IOException {
    String name = file.getFileName().toString();
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new IOException(name + " is not there");
    }
    long size = Files.size(file);
    if (size != bytes) {
      Files.delete(file);
      throw new IOException(
          String.format(
              Locale.ROOT,
              "%s has %d bytes, expected %d; the file was deleted",
              name,
              size,
              bytes));
    }
    String found = sha512(file);
    if (!found.equals(sha512)) {
      Files.delete(file);
      throw new IOException(
          String.format(
              Locale.ROOT,
              "%s has the wrong SHA-512: expected %s, found %s; the file was deleted",
              name,
              sha512,
              found));
    }
  }

  private static String sha512(Path file) throws IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-512");
      try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
        in.transferTo(OutputStream.nullOutputStream());
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("a JDK without SHA-512", e);
    }
  }
}
