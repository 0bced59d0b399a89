package liviano.spark;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import liviano.model.Model;

/**
 * A model as it travels to the executors: the bytes of a file of ours, and what tells them apart
 * from others.
 *
 * @param digest SHA-256 of the bytes: of graph, weights, labels and preparation
 * @param bytes not to be changed
 */
record ModelFile(String digest, byte[] bytes) {
  /**
   * That of a model.
   *
   * @throws IOException if it is longer than an array of Java's
   */
  static ModelFile of(Model model) throws IOException {
    Bytes out = new Bytes();
    model.write(out);
    byte[] bytes = out.toByteArray();
    return new ModelFile(HexFormat.of().formatHex(sha256().digest(bytes)), bytes);
  }

  /** Grows as {@code ByteArrayOutputStream} does, but is full by an exception, not by an error. */
  private static final class Bytes extends OutputStream {
    private static final int MOST = 1 << 30;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(1 << 20);

    @Override
    public void write(int value) throws IOException {
      requireRoom(1);
      bytes.write(value);
    }

    @Override
    public void write(byte[] values, int from, int count) throws IOException {
      requireRoom(count);
      bytes.write(values, from, count);
    }

    private void requireRoom(int count) throws IOException {
      if (bytes.size() > MOST - count) {
        throw new IOException("the model is longer than 1 GiB, too long to be broadcast");
      }
    }

    byte[] toByteArray() {
      return bytes.toByteArray();
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
