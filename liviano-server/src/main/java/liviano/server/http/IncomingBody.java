package liviano.server.http;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * The body of an exchange as it comes over the network. A client that sends it too slowly is given
 * up: it has its patience once for all, and a second more for each {@value #BYTES_A_SECOND} bytes.
 * Where a read blocks beyond that, its thread is interrupted, which closes the connection.
 *
 * <p>Of one thread, but for the clock.
 */
final class IncomingBody extends InputStream {
  /** Slower than any modem. */
  private static final long BYTES_A_SECOND = 4096;

  /** What is left of a body that the JDK's server reads over to keep the connection. */
  private static final long READ_OVER = 1 << 16;

  /** What is read over of a body that was refused, so that the client comes to see the answer. */
  private static final long LINGERED = 1 << 26;

  private static final Duration LINGER_PATIENCE = Duration.ofSeconds(2);

  private final InputStream in;
  private final OptionalLong length;
  private final ScheduledExecutorService clock;
  private final Alarm alarm;
  private volatile long received; // the alarm reads it
  private boolean ended;
  private boolean broken;

  IncomingBody(HttpExchange exchange, Duration patience, ScheduledExecutorService clock) {
    this.in = exchange.getRequestBody();
    this.length = length(exchange);
    this.clock = clock;
    this.alarm = new Alarm(patience);
    this.ended = length.isPresent() && length.getAsLong() == 0;
  }

  /** The JDK's server has checked both headers. */
  private static OptionalLong length(HttpExchange exchange) {
    if (exchange.getRequestHeaders().containsKey("Transfer-Encoding")) {
      return OptionalLong.empty();
    }
    String announced = exchange.getRequestHeaders().getFirst("Content-Length");
    return OptionalLong.of(announced == null ? 0 : Long.parseLong(announced));
  }

  OptionalLong length() {
    return length;
  }

  /** Bytes that were read. */
  long received() {
    return received;
  }

  /** Whether the connection can serve another request after this one. */
  boolean isReusable() {
    if (broken) {
      return false;
    }
    return ended || length.isPresent() && length.getAsLong() - received <= READ_OVER;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int count) throws IOException {
    if (ended) {
      return -1;
    }
    alarm.begin();
    int got;
    try {
      got = in.read(bytes, offset, count);
    } catch (IOException _) {
      broken = true;
      throw alarm.rang() ? slow() : brokenOff();
    } finally {
      alarm.end();
    }
    received += Math.max(0, got);
    ended = got < 0 || length.isPresent() && received == length.getAsLong();
    if (!ended && alarm.isOver(received)) {
      broken = true;
      throw slow();
    }
    return got;
  }

  @Override
  public int available() throws IOException {
    return ended ? 0 : in.available();
  }

  private static HttpException brokenOff() {
    return new HttpException(
        400, "the body broke off, or its chunks are wrong", Map.of("Connection", "close"));
  }

  private static HttpException slow() {
    return new HttpException(
        408, "the body came too slowly, and was given up", Map.of("Connection", "close"));
  }

  /** Reads over what is left of a refused body, within bounds. */
  void linger() {
    if (ended || broken) {
      return;
    }
    alarm.restart(LINGER_PATIENCE);
    byte[] waste = new byte[1 << 13];
    long most = received + LINGERED;
    try {
      while (!ended && received < most) {
        read(waste, 0, waste.length);
      }
    } catch (IOException | HttpException _) {
      // The connection is closed.
    }
  }

  /**
   * Also ends the wait of the JDK's server for what is left of the body, where the client does not
   * send it.
   */
  void whileClosing(Runnable close) {
    alarm.restart(LINGER_PATIENCE);
    alarm.begin();
    try {
      close.run();
    } finally {
      alarm.end();
      alarm.stop();
    }
  }

  /** Interrupts the reader when the time it has been waiting is beyond its patience. */
  private final class Alarm {
    private final Thread reader = Thread.currentThread();
    private long patience; // nanoseconds
    private long waited; // in reads that have ended, nanoseconds
    private long began; // of the read under way
    private boolean reading;
    private boolean rang;
    private Future<?> next;

    Alarm(Duration patience) {
      this.patience = patience.toNanos();
    }

    synchronized void restart(Duration newPatience) {
      stop();
      patience = newPatience.toNanos();
      waited = 0;
    }

    synchronized void begin() {
      reading = true;
      began = System.nanoTime();
      if (next == null) {
        set(left(received));
      }
    }

    synchronized void end() {
      reading = false;
      waited += System.nanoTime() - began;
      if (rang) {
        Thread.interrupted(); // was meant for the read alone
      }
    }

    synchronized boolean rang() {
      return rang;
    }

    synchronized boolean isOver(long bytes) {
      return left(bytes) <= 0;
    }

    synchronized void stop() {
      if (next != null) {
        next.cancel(false);
        next = null;
      }
    }

    private long left(long bytes) {
      long now = reading ? System.nanoTime() - began : 0;
      return patience + bytes * (TimeUnit.SECONDS.toNanos(1) / BYTES_A_SECOND) - waited - now;
    }

    private void set(long nanos) {
      next = clock.schedule(this::ring, nanos, TimeUnit.NANOSECONDS);
    }

    private synchronized void ring() {
      if (next == null) {
        return;
      }
      long left = left(received);
      if (left > 0) {
        set(left);
      } else if (reading) {
        rang = true;
        next = null;
        reader.interrupt();
      } else {
        next = null; // the next read sets it again, and fails when it returns
      }
    }
  }
}
