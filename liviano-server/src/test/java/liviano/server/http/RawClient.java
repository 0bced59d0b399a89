package liviano.server.http;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** A connection on which anything may be sent, also what no library for clients would. */
public final class RawClient implements AutoCloseable {
  private static final int TIMEOUT_MILLIS = 20_000; // for a server that hangs; never waited for

  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;

  /**
   * An answer.
   *
   * @param headers names in small letters
   */
  public record Answer(int status, Map<String, String> headers, String body) {
    /** The value of a header, or nothing. */
    public String header(String name) {
      return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
    }
  }

  /** Connects. */
  public RawClient(InetSocketAddress address) throws IOException {
    socket = new Socket(address.getAddress(), address.getPort());
    socket.setSoTimeout(TIMEOUT_MILLIS);
    in = new BufferedInputStream(socket.getInputStream());
    out = socket.getOutputStream();
  }

  /** Sends text as it is; a line ends in CR LF. */
  public RawClient send(String text) throws IOException {
    return send(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** Sends bytes. */
  public RawClient send(byte[] bytes) throws IOException {
    out.write(bytes);
    out.flush();
    return this;
  }

  /** No more will be sent. */
  public void finish() throws IOException {
    socket.shutdownOutput();
  }

  /** A whole answer to another method than HEAD. */
  public Answer answer() throws IOException {
    Answer head = head();
    byte[] body;
    if (head.header("transfer-encoding").equals("chunked")) {
      body = chunks();
    } else if (head.headers.containsKey("content-length")) {
      body = in.readNBytes(Integer.parseInt(head.header("content-length")));
    } else {
      body = head.status < 200 || head.status == 204 ? new byte[0] : in.readAllBytes();
    }
    return new Answer(head.status, head.headers, new String(body, StandardCharsets.UTF_8));
  }

  /** Status and headers. */
  public Answer head() throws IOException {
    String status = line();
    Map<String, String> headers = new TreeMap<>();
    for (String line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    return new Answer(Integer.parseInt(status.split(" ")[1]), headers, "");
  }

  private byte[] chunks() throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (int size = -1; size != 0; ) {
      size = Integer.parseInt(line(), 16);
      all.write(in.readNBytes(size));
      line();
    }
    return all.toByteArray();
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new EOFException("the server closed the connection after '" + line + "'");
      }
      line.append((char) c);
    }
    return line.toString().stripTrailing();
  }

  /** Everything until the connection ends or breaks. */
  public String rest() {
    StringBuilder all = new StringBuilder();
    try {
      for (int c = in.read(); c >= 0; c = in.read()) {
        all.append((char) c);
      }
    } catch (IOException _) {
      // It broke.
    }
    return all.toString();
  }

  /** Whether the server has closed the connection, or closes it now. */
  public boolean isClosed() {
    try {
      return in.read() < 0;
    } catch (IOException _) {
      return true;
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
