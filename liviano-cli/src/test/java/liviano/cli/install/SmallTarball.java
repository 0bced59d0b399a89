package liviano.cli.install;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import liviano.formats.store.Digest;

/** A small archive as models are published in, and the way it is unpacked. */
public final class SmallTarball {
  private static final byte[] CONTENT = "the bytes of a model".getBytes(UTF_8);

  private SmallTarball() {}

  /** The archive, not yet compressed. */
  public static byte[] tar() throws IOException {
    byte[] gzip =
        new TarMaker()
            .file("package/model.json", CONTENT)
            .file("package/" + "deep/".repeat(30) + "long.txt", new byte[] {1})
            .file("package/other.txt", CONTENT)
            .toBytes();
    return new GZIPInputStream(new ByteArrayInputStream(gzip)).readAllBytes();
  }

  /**
   * Unpacks the one file that is wanted, and deletes it again.
   *
   * @throws IOException if the archive is refused
   */
  public static void unpack(Path file) throws IOException {
    Path target = Files.createDirectories(file.resolveSibling("unpacked"));
    try {
      new Tarball(file).unpack(Map.of("package/model.json", digest()), target);
    } finally {
      Files.deleteIfExists(target.resolve("model.json"));
      Files.delete(target); // fails if anything else was unpacked
    }
  }

  private static Digest digest() {
    try {
      byte[] sha512 = MessageDigest.getInstance("SHA-512").digest(CONTENT);
      return Digest.sha512(CONTENT.length, HexFormat.of().formatHex(sha512));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
