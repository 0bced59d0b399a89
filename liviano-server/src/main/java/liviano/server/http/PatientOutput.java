package liviano.server.http;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.atomic.LongAdder;

/**
 * The answer of an exchange on its way to a client for which there is {@link Patience}. Counts the
 * bytes of its body. Closing it only flushes.
 */
final class PatientOutput extends OutputStream {
  /** Sent at a time, so that a slow client is seen to take something. */
  private static final int PIECE = 1 << 14;

  private final HttpExchange exchange;
  private final Patience patience;
  private final LongAdder sent;

  PatientOutput(HttpExchange exchange, Patience patience, LongAdder sent) {
    this.exchange = exchange;
    this.patience = patience;
    this.sent = sent;
  }

  /** A wait that gives nothing. */
  private interface Step {
    void run() throws IOException;
  }

  private void step(Step step) throws IOException {
    patience.<Void, IOException>wait(
        () -> {
          step.run();
          return null;
        });
  }

  /** Sends status and headers; the lengths are those of the JDK's server. */
  void begin(int status, long length) throws IOException {
    step(() -> exchange.sendResponseHeaders(status, length));
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int count) throws IOException {
    for (int at = 0; at < count; at += PIECE) {
      int from = offset + at;
      int piece = Math.min(PIECE, count - at);
      step(() -> exchange.getResponseBody().write(bytes, from, piece));
      sent.add(piece);
    }
  }

  @Override
  public void flush() throws IOException {
    step(() -> exchange.getResponseBody().flush());
  }

  @Override
  public void close() throws IOException {
    flush();
  }
}
