package liviano.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import liviano.bench.BenchShapes;
import liviano.cli.commands.TinyModel;
import liviano.json.Json;
import liviano.json.JsonObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program that loads a server, as a process of its own. */
class LoadCommandTest {
  @TempDir private Path folder;
  private final AtomicInteger asked = new AtomicInteger();
  private HttpServer server;

  /** A server need not say what it takes. */
  private volatile String metrics = "process_open_fds 17\n";

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/v1/classify", this::classify);
    server.createContext("/metrics", exchange -> answer(exchange, 200, metrics));
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  /** Every fourth request finds no room. */
  private void classify(HttpExchange exchange) throws IOException {
    exchange.getRequestBody().readAllBytes();
    boolean full = asked.incrementAndGet() % 4 == 0;
    exchange.getResponseHeaders().set("Server-Timing", "queue;dur=0.5, infer;dur=2");
    answer(exchange, full ? 503 : 200, "{}");
  }

  private static void answer(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Test
  void itsJsonStaysAsItIs() throws Exception {
    JsonObject alone = load();
    BenchShapes.HELD.hold("load", alone);
    assertThat(alone.array("rounds").objects())
        .extracting(round -> round.integer("clients"))
        .containsExactly(1, 2);
    assertThat(alone.array("rounds").objects())
        .allSatisfy(
            round -> {
              assertThat(round.integer("done")).isPositive();
              assertThat(round.object("stagesMs").number("infer")).isEqualTo(2);
            });
    metrics = "process_cpu_seconds_total 1.5\n";
    String model = TinyModel.save(folder.resolve("tiny.safetensors")).toString();
    BenchShapes.HELD.hold("load", load("--beside", model));
  }

  private JsonObject load(String... more) throws IOException, InterruptedException {
    List<String> words =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules",
                "jdk.incubator.vector",
                "--enable-native-access=ALL-UNNAMED",
                "-Xlog:disable",
                LoadCommand.class.getName(),
                "http://127.0.0.1:" + server.getAddress().getPort() + "/v1/classify"));
    words.addAll(List.of("--clients", "1,2", "--seconds", "0.2", "--warm", "0", "--json"));
    words.addAll(List.of(more));
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    ProcessBuilder builder =
        new ProcessBuilder(words).redirectOutput(out.toFile()).redirectError(err.toFile());
    builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    Process process = builder.start();
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    assertThat(process.exitValue()).as(Files.readString(err)).isZero();
    return Json.parse(Files.readString(out)).asObject();
  }
}
