package liviano.cli.install;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;

/** A stream that fails where it gives more than it may, such as what grows when it is unpacked. */
final class CappedStream extends FilterInputStream {
  private final long cap;
  private final String complaint;
  private long read;
  private long stageEnd = Long.MAX_VALUE;
  private String stageComplaint = "";

  /**
   * @param cap the most bytes that it gives
   * @param complaint the message without the number, such as {@code it unpacks to more than %d
   *     bytes}
   */
  CappedStream(InputStream in, long cap, String complaint) {
    super(in);
    this.cap = cap;
    this.complaint = complaint;
  }

  /**
   * Fails after so many bytes from here, too; replaces what was last said here.
   *
   * @param stageMessage of that failure
   */
  void allow(long bytes, String stageMessage) {
    stageEnd = read + bytes;
    stageComplaint = stageMessage;
  }

  /** From here on, only the whole counts. */
  void allowAll() {
    stageEnd = Long.MAX_VALUE;
  }

  @Override
  public int read() throws IOException {
    int value = super.read();
    if (value >= 0) {
      count(1);
    }
    return value;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int count = super.read(bytes, offset, length);
    if (count > 0) {
      count(count);
    }
    return count;
  }

  /** By reading, so that what is skipped counts. */
  @Override
  public long skip(long count) throws IOException {
    byte[] bytes = new byte[Math.clamp(count, 0, 8192)];
    return bytes.length == 0 ? 0 : Math.max(0, read(bytes, 0, bytes.length));
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  private void count(int bytes) throws IOException {
    read += bytes;
    if (read > cap) {
      throw new IOException(String.format(Locale.ROOT, complaint, cap));
    }
    if (read > stageEnd) {
      throw new IOException(stageComplaint);
    }
  }
}
