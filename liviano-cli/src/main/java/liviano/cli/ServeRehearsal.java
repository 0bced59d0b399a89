package liviano.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import liviano.cli.output.Console;

/** The part of the rehearsal that serves: a server of this machine is started, asked and ended. */
final class ServeRehearsal {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration BETWEEN = Duration.ofMillis(20);

  private ServeRehearsal() {}

  /**
   * Serves until a picture has been answered.
   *
   * @throws IOException if it is not answered within a minute
   */
  static void run(Console console, Map<String, String> environment, Path model, Path picture)
      throws IOException {
    int port = freePort();
    List<String> line =
        List.of("serve", "--port", String.valueOf(port), "--warm", "--model", model.toString());
    Thread server =
        Thread.ofPlatform()
            .daemon()
            .start(() -> Main.run(console, environment, line.toArray(String[]::new)));
    try {
      await(port, server);
      ask(port, "GET", "/v2/health/ready", new byte[0]);
      ask(port, "POST", "/v1/classify", Files.readAllBytes(picture));
    } finally {
      server.interrupt();
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static void await(int port, Thread server) throws IOException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
        return;
      } catch (IOException e) {
        if (!server.isAlive() || System.nanoTime() > end) {
          throw new IOException("rehearsing 'serve': nobody listens", e);
        }
      }
      pause();
    }
  }

  private static void pause() throws IOException {
    try {
      Thread.sleep(BETWEEN);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("rehearsing 'serve': interrupted", e);
    }
  }

  private static void ask(int port, String method, String path, byte[] body) throws IOException {
    String head =
        String.format(
            Locale.ROOT,
            "%s %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: %d\r\n\r\n",
            method,
            path,
            body.length);
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(Math.toIntExact(PATIENCE.toMillis()));
      socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      socket.getOutputStream().write(body);
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      if (!answer.startsWith("HTTP/1.1 200 ")) {
        throw new IOException("rehearsing 'serve': " + answer.lines().findFirst().orElse(""));
      }
    }
  }
}
