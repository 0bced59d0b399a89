package liviano.server.http;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import liviano.server.work.BusyException;

/**
 * Bounds what all requests together hold in memory before their turn comes: any number of clients
 * may send at once. Thread-safe.
 */
public final class Buffers {
  private static final int FIRST = 1 << 13;
  private static final int FASTEST = 8;
  private static final int MOST_ARRAY = Integer.MAX_VALUE - 64;
  private static final Duration RETRY = Duration.ofSeconds(1);

  private final long most;
  private final AtomicLong used = new AtomicLong();

  /**
   * Of so many bytes together.
   *
   * @param most at least the most bytes of one request, or that would never be served
   */
  public Buffers(long most) {
    this.most = most;
  }

  /** A quarter of the heap, and room for the longest request at the least. */
  public static Buffers of(long maxBody) {
    return new Buffers(Math.max(maxBody, Runtime.getRuntime().maxMemory() / 4));
  }

  /** For one request. */
  public Buffer open() {
    return new Buffer();
  }

  /** Bytes that are held now. */
  public long used() {
    return used.get();
  }

  /** What one request holds, until it is closed. */
  public final class Buffer implements AutoCloseable {
    private long reserved;

    private Buffer() {}

    /**
     * Sees to it that so many bytes in all may be held.
     *
     * @throws BusyException if others hold too much now
     */
    public void reserve(long bytes) {
      long more = bytes - reserved;
      if (more <= 0) {
        return;
      }
      if (used.addAndGet(more) > most) {
        used.addAndGet(-more);
        throw new BusyException("the server is busy: too much is being sent to it at once", RETRY);
      }
      reserved = bytes;
    }

    /**
     * All bytes of a stream. Nothing is reserved for bytes that are announced and do not come, but
     * {@value #FASTEST} times what came.
     *
     * @param announced bytes; 0 where nothing is known
     * @throws BusyException if others hold too much now
     * @throws HttpException 413 if no array can hold them
     */
    public byte[] read(InputStream in, long announced) throws IOException {
      byte[] bytes = new byte[FIRST];
      reserve(FIRST);
      int length = 0;
      while (true) {
        int got = in.read(bytes, length, bytes.length - length);
        if (got < 0) {
          return Arrays.copyOf(bytes, length);
        }
        length += got;
        if (length == bytes.length) {
          int next = in.read();
          if (next < 0) {
            return bytes;
          }
          bytes = grown(bytes, announced);
          bytes[length++] = (byte) next;
        }
      }
    }

    private byte[] grown(byte[] bytes, long announced) {
      if (bytes.length == MOST_ARRAY) {
        throw new HttpException(413, "the body is longer than " + MOST_ARRAY + " bytes");
      }
      long fastest = (long) FASTEST * bytes.length;
      long wanted = announced > bytes.length ? Math.min(announced, fastest) : 2L * bytes.length;
      int length = (int) Math.min(wanted, MOST_ARRAY);
      reserve(length);
      return Arrays.copyOf(bytes, length);
    }

    @Override
    public void close() {
      used.addAndGet(-reserved);
      reserved = 0;
    }
  }
}
