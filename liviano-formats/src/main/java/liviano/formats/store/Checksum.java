package liviano.formats.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/** What a source states about the bits of a file. */
public sealed interface Checksum {
  /** Its SHA-512, 128 hexadecimal digits. */
  record Sha512(String hex) implements Checksum {
    /** Checks the digits. */
    public Sha512 {
      requireHex(hex, 128);
    }

    @Override
    public String function() {
      return "SHA-512";
    }

    @Override
    public String toString() {
      return "SHA-512 " + hex;
    }
  }

  /** Its SHA-256, 64 hexadecimal digits. */
  record Sha256(String hex) implements Checksum {
    /** Checks the digits. */
    public Sha256 {
      requireHex(hex, 64);
    }

    @Override
    public String function() {
      return "SHA-256";
    }

    @Override
    public String toString() {
      return "SHA-256 " + hex;
    }
  }

  /** The first eight hexadecimal digits of its SHA-256, as PyTorch's authors put into names. */
  record Sha256Prefix(String hex) implements Checksum {
    /** Checks the digits. */
    public Sha256Prefix {
      requireHex(hex, 8);
    }

    @Override
    public String function() {
      return "SHA-256";
    }

    @Override
    public String toString() {
      return "SHA-256 " + hex + "...";
    }
  }

  /** Nothing. What the first download brings is recorded, and required from then on. */
  record Unstated() implements Checksum {
    @Override
    public String function() {
      return "SHA-256";
    }

    @Override
    public String hex() {
      return "";
    }

    @Override
    public String toString() {
      return "checksum recorded at first pull";
    }
  }

  /** The function that computes it, such as {@code SHA-512}. */
  String function();

  /** The digits that are stated. */
  String hex();

  /** It in few words: which function, and no more than the first digits. */
  default String words() {
    return switch (this) {
      case Sha512 _, Sha256 _ -> function() + " " + hex().substring(0, 12) + "...";
      case Sha256Prefix _, Unstated _ -> toString();
    };
  }

  /** Whether these are all digits, so that no other file has them. */
  default boolean isWhole() {
    return switch (this) {
      case Sha512 _, Sha256 _ -> true;
      case Sha256Prefix _, Unstated _ -> false;
    };
  }

  /** What a file that may have this checksum has: all digits, by the same function. */
  default Checksum ofFile(Path file) throws IOException {
    String all = hex(function(), file);
    return switch (this) {
      case Sha512 _ -> new Sha512(all);
      case Sha256 _, Sha256Prefix _, Unstated _ -> new Sha256(all);
    };
  }

  /** Whether the checksum of a file, as {@link #ofFile} gives it, is as stated here. */
  default boolean fits(Checksum found) {
    return switch (this) {
      case Sha512 _, Sha256 _ -> equals(found);
      case Sha256Prefix(String digits) ->
          found instanceof Sha256(String all) && all.startsWith(digits);
      case Unstated _ -> true;
    };
  }

  private static void requireHex(String hex, int digits) {
    if (!hex.matches("[0-9a-f]{" + digits + "}")) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "'%s' is no checksum of %d digits of 0-9 and a-f", hex, digits));
    }
  }

  private static String hex(String function, Path file) throws IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance(function);
      try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
        in.transferTo(OutputStream.nullOutputStream());
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("a JDK without " + function, e);
    }
  }
}
