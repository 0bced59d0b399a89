package liviano.server.http;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;

/**
 * The body of an exchange as it comes over the network, from a client for which there is {@link
 * Patience}. What is wrong with it on its way is an {@link HttpException}. For one thread at a
 * time.
 */
final class IncomingBody extends InputStream {
  /** What is left of a body that the JDK's server reads over to keep the connection. */
  private static final long READ_OVER = 1 << 16;

  /** What is read over of a body that was refused, so that the client comes to see the answer. */
  private static final long LINGERED = 1 << 26;

  private final InputStream in;
  private final OptionalLong length;
  private Patience patience;
  private long received;
  private boolean ended;
  private boolean broken;

  IncomingBody(HttpExchange exchange, Duration patience, WaitingRoom room) {
    this.in = exchange.getRequestBody();
    this.length = length(exchange);
    this.patience = Patience.inAll(patience, room);
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

  /** The announced length. */
  OptionalLong length() {
    return length;
  }

  /** Bytes that were read. */
  long received() {
    return received;
  }

  /** Whether the connection can serve another request after this one. */
  boolean isReusable() {
    return !broken && (ended || length.isPresent() && length.getAsLong() - received <= READ_OVER);
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
    int got;
    try {
      got = patience.wait(() -> in.read(bytes, offset, count));
    } catch (IOException | IndexOutOfBoundsException _) {
      // The latter where the JDK's server has read the size of a chunk as a negative number.
      broken = true;
      throw patience.isOut() ? slow() : brokenOff();
    }
    received += Math.max(0, got);
    patience.passed(Math.max(0, got));
    ended = got < 0 || length.isPresent() && received == length.getAsLong();
    if (!ended && patience.isOut()) {
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

  /**
   * Reads over what is left of a body whose connection is to be closed, within bounds: a client
   * that still sends would see the connection break in place of the answer.
   */
  void linger(Patience rest) {
    patience = rest;
    byte[] waste = new byte[1 << 13];
    long most = received + LINGERED;
    try {
      while (!ended && !broken && received < most) {
        read(waste, 0, waste.length);
      }
    } catch (IOException | HttpException _) {
      // The connection is closed.
    }
  }
}
