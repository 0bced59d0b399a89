package liviano.train.data;

import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import liviano.vision.eval.Example;

/** By which files with the same bytes are known. */
final class Digests {
  private Digests() {}

  /**
   * SHA-256 of a file's bytes, as text.
   *
   * @throws IOException if it cannot be read
   */
  static String of(Example.Source source) throws IOException {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(source.bytes()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
