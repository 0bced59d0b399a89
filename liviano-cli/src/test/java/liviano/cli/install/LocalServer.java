package liviano.cli.install;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A server of this process that behaves as it is told: for each path a list of answers, of which
 * the last is given again and again.
 */
final class LocalServer implements AutoCloseable {
  /** What is done with a request. */
  @FunctionalInterface
  interface Answer {
    /** Does it. */
    void to(HttpExchange exchange, LocalServer server) throws IOException;
  }

  /** A request that came. */
  record Request(String path, Headers headers) {
    Optional<String> header(String name) {
      return Optional.ofNullable(headers.getFirst(name));
    }
  }

  private final HttpServer server;
  private final boolean secure;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch end = new CountDownLatch(1);
  private final Map<String, Queue<Answer>> answers = new ConcurrentHashMap<>();
  private final List<Request> requests = new CopyOnWriteArrayList<>();

  private LocalServer(HttpServer server, boolean secure) {
    this.server = server;
    this.secure = secure;
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  static LocalServer https() throws IOException {
    HttpsServer server = HttpsServer.create(here(), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(TestCertificate.context()));
    return new LocalServer(server, true);
  }

  static LocalServer http() throws IOException {
    return new LocalServer(HttpServer.create(here(), 0), false);
  }

  private static InetSocketAddress here() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  LocalServer on(String path, Answer... each) {
    answers.put(path, new ArrayDeque<>(List.of(each)));
    return this;
  }

  List<Request> requests() {
    return requests;
  }

  URI address(String path) {
    return address("127.0.0.1", path);
  }

  URI address(String host, String path) {
    return URI.create(
        String.format(
            Locale.ROOT,
            "%s://%s:%d%s",
            secure ? "https" : "http",
            host,
            server.getAddress().getPort(),
            path));
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      requests.add(new Request(exchange.getRequestURI().getPath(), exchange.getRequestHeaders()));
      next(exchange.getRequestURI().getPath()).to(exchange, this);
    }
  }

  private Answer next(String path) {
    Queue<Answer> all = answers.getOrDefault(path, new ArrayDeque<>(List.of(status(404))));
    synchronized (all) {
      return all.size() > 1 ? all.remove() : all.element();
    }
  }

  @Override
  public void close() {
    end.countDown();
    server.stop(0);
    threads.shutdownNow();
  }

  /** A status with some words. */
  static Answer status(int status, String... headers) {
    return (exchange, _) -> {
      add(exchange, headers);
      byte[] body = "some words".getBytes(StandardCharsets.US_ASCII);
      exchange.sendResponseHeaders(status, body.length);
      exchange.getResponseBody().write(body);
    };
  }

  static Answer redirect(String location, String... headers) {
    return (exchange, _) -> {
      add(exchange, headers);
      exchange.getResponseHeaders().add("Location", location);
      exchange.sendResponseHeaders(302, -1);
    };
  }

  /** The whole file, whatever part is asked for. */
  static Answer whole(byte[] bytes, String... headers) {
    return (exchange, _) -> {
      add(exchange, headers);
      exchange.sendResponseHeaders(200, bytes.length);
      exchange.getResponseBody().write(bytes);
    };
  }

  /** The file without a word of its length. */
  static Answer chunked(byte[] bytes) {
    return (exchange, _) -> {
      exchange.sendResponseHeaders(200, 0);
      exchange.getResponseBody().write(bytes);
    };
  }

  /** The file or the part that is asked for, unless it is of another version. */
  static Answer ranges(byte[] bytes, String tag) {
    return cut(bytes, tag, bytes.length, false);
  }

  /** The same, but the connection ends after so many bytes. */
  static Answer dying(byte[] bytes, String tag, int after) {
    return cut(bytes, tag, after, false);
  }

  /** The same, but after so many bytes nothing more comes. */
  static Answer stalling(byte[] bytes, String tag, int after) {
    return cut(bytes, tag, after, true);
  }

  private static Answer cut(byte[] bytes, String tag, int count, boolean stall) {
    return (exchange, server) -> {
      if (!tag.isEmpty()) {
        exchange.getResponseHeaders().add("ETag", tag);
      }
      int from = from(exchange, tag);
      if (from >= bytes.length) {
        exchange.sendResponseHeaders(416, -1);
        return;
      }
      if (from > 0) {
        exchange
            .getResponseHeaders()
            .add(
                "Content-Range",
                String.format(Locale.ROOT, "bytes %d-%d/%d", from, bytes.length - 1, bytes.length));
      }
      exchange.sendResponseHeaders(from > 0 ? 206 : 200, bytes.length - from);
      int end = Math.min(bytes.length, from + count);
      exchange.getResponseBody().write(Arrays.copyOfRange(bytes, from, end));
      exchange.getResponseBody().flush();
      if (stall) {
        server.pause();
      }
    };
  }

  private static int from(HttpExchange exchange, String tag) {
    String range = exchange.getRequestHeaders().getFirst("Range");
    String condition = exchange.getRequestHeaders().getFirst("If-Range");
    if (range == null || condition != null && !condition.equals(tag)) {
      return 0;
    }
    return Integer.parseInt(range.substring("bytes=".length(), range.length() - 1));
  }

  /** Says nothing at all. */
  static Answer silence() {
    return (_, server) -> server.pause();
  }

  private void pause() {
    try {
      end.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void add(HttpExchange exchange, String... headers) {
    for (int i = 0; i < headers.length; i += 2) {
      exchange.getResponseHeaders().add(headers[i], headers[i + 1]);
    }
  }
}
