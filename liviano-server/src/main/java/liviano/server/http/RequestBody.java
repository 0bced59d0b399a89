package liviano.server.http;

import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.OptionalLong;

/**
 * What a request brings: read once, and never more of it than its limit. A length that is announced
 * is held against the limit before a byte is read.
 */
public final class RequestBody {
  private static final int FIRST = 1 << 16;

  private final InputStream in;
  private final OptionalLong length;
  private final long most;

  /**
   * A body.
   *
   * @param in ends where the body ends
   * @param length in bytes, as the request announces it; empty where it does not
   * @param most the most bytes that may be read of it
   */
  public RequestBody(InputStream in, OptionalLong length, long most) {
    this.in = in;
    this.length = length;
    this.most = most;
  }

  /** The announced length in bytes; empty of a body in chunks. */
  public OptionalLong length() {
    return length;
  }

  /** The same with another limit. */
  public RequestBody withMost(long bytes) {
    return new RequestBody(in, length, bytes);
  }

  /**
   * The bytes as they come. Reading beyond the limit throws the {@link HttpException} 413.
   *
   * @throws HttpException 413 if the announced length is beyond it
   */
  public InputStream stream() {
    if (length.isPresent() && length.getAsLong() > most) {
      throw tooLong();
    }
    return new Bounded();
  }

  /**
   * All bytes.
   *
   * @throws HttpException 413 if there are more than the limit, or than an array can hold
   */
  public byte[] bytes() throws IOException {
    try (InputStream all = stream()) {
      if (length.isPresent() && length.getAsLong() < FIRST) {
        return all.readNBytes((int) length.getAsLong());
      }
      return all.readAllBytes();
    }
  }

  private HttpException tooLong() {
    return new HttpException(
        413, String.format(Locale.ROOT, "the body is longer than %d bytes", most));
  }

  /** Closing it leaves the request's own stream open. */
  private final class Bounded extends InputStream {
    private long read;

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int count) throws IOException {
      int got = in.read(bytes, offset, count);
      read += Math.max(0, got);
      if (read > most) {
        throw tooLong();
      }
      return got;
    }

    @Override
    public int available() throws IOException {
      return in.available();
    }
  }
}
