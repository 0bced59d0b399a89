package liviano.vision.picture.codec;

import java.io.EOFException;
import java.io.IOException;
import java.util.Objects;
import javax.imageio.stream.ImageInputStreamImpl;

/**
 * An image input stream over an array, without a copy or a cache.
 *
 * <p>Stops a decoder that reads zeros beyond the end of the data, which a hostile header could make
 * it do for a very long time.
 */
final class ArrayImageInputStream extends ImageInputStreamImpl {
  /** A bit reader that fetches 8 bytes ahead meets the end up to 64 times in a whole file. */
  private static final int PATIENCE = 256;

  private static final String END = "the data end too early";

  private final byte[] array;
  private final int end;
  private int endsMet;

  /**
   * A stream that may be read to the array's end and must not be left, by a seek, behind {@code
   * end}: for decoders that look ahead, and go back to where they are.
   */
  ArrayImageInputStream(byte[] array, int end) {
    this.array = array;
    this.end = end;
  }

  @Override
  public void seek(long position) throws IOException {
    if (position > end) {
      throw new EOFException(END);
    }
    super.seek(position);
  }

  @Override
  public int read() throws IOException {
    bitOffset = 0;
    return streamPos < array.length ? array[(int) streamPos++] & 0xFF : end();
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, into.length);
    bitOffset = 0;
    if (length == 0) {
      return 0;
    }
    if (streamPos >= array.length) {
      return end();
    }
    int count = (int) Math.min(length, array.length - streamPos);
    System.arraycopy(array, (int) streamPos, into, offset, count);
    streamPos += count;
    return count;
  }

  private int end() throws IOException {
    if (++endsMet > PATIENCE) {
      throw new EOFException(END);
    }
    return -1;
  }

  @Override
  public long length() {
    return array.length;
  }
}
