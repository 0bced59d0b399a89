package liviano.spark;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import liviano.model.Model;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * A model as it travels to the executors: the bytes of a file of ours, and what tells them apart
 * from others.
 *
 * @param digest SHA-256 of the bytes: of graph, weights and preparation, and of the labels too,
 *     which {@link liviano.model.ModelDigest} leaves out and answers have
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
    return new ModelFile(DigestUtils.sha256Hex(bytes), bytes);
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
}
