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

  private static final String DONE = "HTTP/1.1 200 ";

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
      String status = ask(port, "POST", "/v1/classify", Files.readAllBytes(picture));
      if (!status.startsWith(DONE)) {
        throw new IOException("rehearsing 'serve': " + status);
      }
    } finally {
      server.interrupt();
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** Returns when it is ready: it listens before its model is loaded. */
  private static void await(int port, Thread server) throws IOException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!isReady(port)) {
      if (!server.isAlive() || System.nanoTime() > end) {
        throw new IOException("rehearsing 'serve': it does not become ready");
      }
      pause();
    }
  }

  private static boolean isReady(int port) {
    try {
      return ask(port, "GET", "/v2/health/ready", new byte[0]).startsWith(DONE);
    } catch (IOException e) {
      return false; // nobody listens yet
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

  /** The first line of the answer. */
  private static String ask(int port, String method, String path, byte[] body) throws IOException {
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
      return answer.lines().findFirst().orElse("");
    }
  }
}
