package liviano.cli.install;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A proxy that leads to one port of this machine whoever asks for whatever host. */
final class TunnelProxy implements AutoCloseable {
  private final ServerSocket socket;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<String> hosts = new CopyOnWriteArrayList<>();
  private final int target;
  private final String user;

  /**
   * @param user with a password after a colon; empty if all may pass
   */
  TunnelProxy(int target, String user) throws IOException {
    this.target = target;
    this.user = Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8));
    this.socket = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    threads.submit(this::accept);
  }

  int port() {
    return socket.getLocalPort();
  }

  /** The hosts that were asked for by those who might pass. */
  List<String> hosts() {
    return hosts;
  }

  private Void accept() throws IOException {
    while (true) {
      Socket client = socket.accept();
      threads.submit(() -> serve(client));
    }
  }

  private Void serve(Socket client) throws IOException {
    try (client) {
      for (String head; !(head = head(client.getInputStream())).isEmpty(); ) {
        OutputStream out = client.getOutputStream();
        if (!user.isEmpty() && !head.contains("Proxy-Authorization: Basic " + user)) {
          out.write(
              ("HTTP/1.1 407 Who are you?\r\nProxy-Authenticate: Basic realm=\"p\"\r\n"
                      + "Content-Length: 0\r\n\r\n")
                  .getBytes(StandardCharsets.US_ASCII));
          continue;
        }
        hosts.add(head.split(" ")[1]);
        out.write("HTTP/1.1 200 Go on\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        tunnel(client);
        return null;
      }
      return null;
    }
  }

  private void tunnel(Socket client) throws IOException {
    try (Socket server = new Socket(InetAddress.getLoopbackAddress(), target)) {
      threads.submit(() -> client.getInputStream().transferTo(server.getOutputStream()));
      server.getInputStream().transferTo(client.getOutputStream());
    }
  }

  private static String head(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    for (int octet; head.indexOf("\r\n\r\n") < 0 && (octet = in.read()) >= 0; ) {
      head.append((char) octet);
    }
    return head.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
    threads.shutdownNow();
  }
}
