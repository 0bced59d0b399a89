package liviano.server.hostile;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A connection whose bytes the test chooses. */
final class Wire implements AutoCloseable {
  /** Longer than any time-out of the server, also on a machine that does much else. */
  private static final Duration LONGEST = Duration.ofSeconds(30);

  private final Socket socket;

  private Wire(Socket socket) {
    this.socket = socket;
  }

  static Wire to(int port) throws IOException {
    Socket socket = new Socket();
    socket.setTcpNoDelay(true);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 10_000);
    return new Wire(socket);
  }

  /** A request that says how long it is. */
  static byte[] request(String method, String path, String headers, byte[] body) {
    String more = headers.isEmpty() ? "" : headers + "\r\n";
    return bytes(
        method
            + " "
            + path
            + " HTTP/1.1\r\nHost: localhost\r\n"
            + more
            + "Content-Length: "
            + body.length
            + "\r\n\r\n",
        body);
  }

  /** One byte a char, then these bytes. */
  static byte[] bytes(String head, byte[]... rest) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(head.getBytes(StandardCharsets.ISO_8859_1));
    for (byte[] each : rest) {
      all.writeBytes(each);
    }
    return all.toByteArray();
  }

  /** False if the server has closed the connection. */
  boolean send(byte[] bytes) {
    try {
      socket.getOutputStream().write(bytes);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Sends it all, says that there is no more, and reads until the server closes. */
  Reply ask(byte[] bytes) throws IOException {
    try (this) {
      if (send(bytes)) {
        end();
      }
      return read(LONGEST);
    }
  }

  /** Sends it all and waits until the server closes by itself. */
  Reply leaveWith(byte[] bytes) throws IOException {
    try (this) {
      send(bytes);
      return read(LONGEST);
    }
  }

  private void end() {
    try {
      socket.shutdownOutput();
    } catch (IOException e) {
      // The server was faster.
    }
  }

  /** Reads until the server closes. */
  Reply read(Duration most) throws IOException {
    ByteArrayOutputStream got = new ByteArrayOutputStream();
    byte[] buffer = new byte[8192];
    long end = System.nanoTime() + most.toNanos();
    boolean closed = false;
    try {
      InputStream input = socket.getInputStream();
      while (!closed && System.nanoTime() < end) {
        socket.setSoTimeout((int) Math.max(1, (end - System.nanoTime()) / 1_000_000));
        int count = input.read(buffer);
        closed = count < 0;
        got.write(buffer, 0, Math.max(0, count));
      }
    } catch (SocketTimeoutException e) {
      closed = false;
    } catch (IOException e) {
      closed = true; // reset
    }
    return new Reply(got.toString(StandardCharsets.ISO_8859_1), closed);
  }

  /** Closes at once, with what was not sent or read lost. */
  void reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
