package liviano.cli.install;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Against a server of this process, with a certificate made for it. */
@Timeout(60)
class HttpsFetcherTest {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final byte[] BODY = "twelve bytes".getBytes(UTF_8);
  private static final char[] SECRET = "secret".toCharArray();

  private static HttpsServer server;
  private static ExecutorService threads;
  private static SSLContext trusting;
  private static CountDownLatch end;

  @TempDir private Path folder;

  @BeforeAll
  static void start(@TempDir Path keys) throws Exception {
    trusting = context(certificate(keys.resolve("keys.p12")));
    end = new CountDownLatch(1);
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(trusting));
    threads = Executors.newCachedThreadPool();
    server.setExecutor(threads);
    serve("/file", exchange -> answer(exchange, 200, BODY.length));
    serve("/chunked", exchange -> answer(exchange, 200, 0));
    serve("/gone", exchange -> answer(exchange, 404, BODY.length));
    serve(
        "/elsewhere",
        exchange -> {
          exchange.getResponseHeaders().add("Location", "http://127.0.0.1/file");
          answer(exchange, 302, BODY.length);
        });
    serve("/slow", HttpsFetcherTest::stall);
    server.start();
  }

  @AfterAll
  static void stop() {
    end.countDown();
    server.stop(0);
    threads.shutdownNow();
  }

  private static void serve(String path, HttpHandler handler) {
    server.createContext(path, handler);
  }

  private static void answer(HttpExchange exchange, int status, int length) throws IOException {
    try (exchange) {
      exchange.sendResponseHeaders(status, length);
      exchange.getResponseBody().write(BODY);
    }
  }

  /** Sends the first bytes of a body and no more. */
  private static void stall(HttpExchange exchange) throws IOException {
    exchange.sendResponseHeaders(200, 1_000);
    exchange.getResponseBody().write(BODY);
    exchange.getResponseBody().flush();
    try {
      end.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static KeyStore certificate(Path file) throws Exception {
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "here",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=ip:127.0.0.1,dns:localhost",
                "-keystore",
                file.toString(),
                "-storetype",
                "PKCS12",
                "-storepass",
                new String(SECRET))
            .inheritIO()
            .start();
    assertThat(keytool.waitFor(30, TimeUnit.SECONDS)).isTrue();
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      keys.load(in, SECRET);
    }
    return keys;
  }

  private static SSLContext context(KeyStore keys) throws GeneralSecurityException {
    KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    own.init(keys, SECRET);
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(keys);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(own.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }

  private Path fetch(String path, long maxBytes, Duration limit) throws IOException {
    Path file = folder.resolve("file");
    new HttpsFetcher(() -> HttpClient.newBuilder().sslContext(trusting).build())
        .fetch(address(path), file, maxBytes, limit, () -> {});
    return file;
  }

  private static URI address(String path) {
    return URI.create(
        String.format(Locale.ROOT, "https://127.0.0.1:%d%s", server.getAddress().getPort(), path));
  }

  @Test
  void fetchesAFile() throws IOException {
    assertThat(fetch("/file", BODY.length, LONG)).hasBinaryContent(BODY);
    assertThat(fetch("/chunked", BODY.length, LONG)).hasBinaryContent(BODY);
  }

  @Test
  void takesNoMoreThanIsWanted() {
    assertThatThrownBy(() -> fetch("/file", BODY.length - 1, LONG)).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> fetch("/chunked", BODY.length - 1, LONG))
        .isInstanceOf(IOException.class);
    assertThat(folder.resolve("file").toFile().length()).isLessThan(BODY.length);
  }

  @Test
  void otherAnswersAreFailures() {
    assertThatThrownBy(() -> fetch("/gone", 100, LONG)).hasMessage("HTTP status 404");
    assertThatThrownBy(() -> fetch("/elsewhere", 100, LONG)).hasMessage("HTTP status 302");
    assertThat(folder.resolve("file")).doesNotExist();
  }

  @Test
  void bodyThatNeverEndsIsLeft() {
    assertThatThrownBy(() -> fetch("/slow", 1_000, Duration.ofSeconds(1)))
        .hasMessage("not done within 1 s");
  }

  @Test
  void strangersAreNotTrusted() {
    assertThatThrownBy(
            () ->
                new HttpsFetcher()
                    .fetch(address("/file"), folder.resolve("file"), 100, LONG, () -> {}))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("certif");
  }

  @Test
  void nothingButHttps() {
    assertThatThrownBy(
            () ->
                new HttpsFetcher()
                    .fetch(
                        URI.create("http://127.0.0.1/file"),
                        folder.resolve("file"),
                        100,
                        LONG,
                        () -> {}))
        .hasMessage("only HTTPS is used, not http://127.0.0.1/file");
  }

  @Test
  void nobodyListening() throws IOException {
    int port = freePort();
    assertThatThrownBy(
            () ->
                new HttpsFetcher()
                    .fetch(
                        URI.create("https://127.0.0.1:" + port + "/"),
                        folder.resolve("file"),
                        100,
                        LONG,
                        () -> {}))
        .hasMessage("no connection");
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
