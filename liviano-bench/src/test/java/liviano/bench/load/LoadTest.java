package liviano.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import liviano.vision.Picture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LoadTest {
  private static final byte[] BODY = "picture".getBytes(StandardCharsets.UTF_8);
  private static final String METRICS =
      """
      # TYPE process_cpu_seconds_total counter
      process_cpu_seconds_total 1.5
      jvm_memory_used_bytes{area="heap"} 2.097152E7
      process_resident_memory_bytes 41943040
      process_open_fds 17
      jvm_threads_current 9
      """;

  private final AtomicInteger asked = new AtomicInteger();
  private final List<String> bodies = new ArrayList<>();
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/metrics", exchange -> answer(exchange, 200, METRICS));
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void eachRequestIsSentWholeAndCountedOnce() throws Exception {
    server.createContext(
        "/v1/classify",
        exchange -> {
          synchronized (bodies) {
            bodies.add(
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          }
          exchange.getResponseHeaders().set("Server-Timing", "queue;dur=0.5, infer;dur=2");
          answer(exchange, 200, "{}");
        });

    Tally tally = loop("/v1/classify", 0).untilZero(3, new AtomicLong(50));

    assertThat(bodies).hasSize(50).containsOnly("picture");
    assertThat(tally.done()).isEqualTo(50);
    assertThat(tally.broken()).isZero();
    assertThat(tally.differing()).isZero();
    assertThat(tally.meanMs("infer")).isCloseTo(2, within(1e-9));
    assertThat(tally.meanMs("queue")).isCloseTo(0.5, within(1e-9));
    assertThat(tally.meanMs("decode")).isZero();
  }

  @Test
  void refusalsAreCountedByStatusAndNotAsAnswers() throws Exception {
    server.createContext(
        "/",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          switch (asked.getAndIncrement() % 3) {
            case 0 -> answer(exchange, 200, "{}");
            case 1 -> answer(exchange, 503, "{\"error\":\"full\"}");
            default -> answer(exchange, 422, "{\"error\":\"no picture\"}");
          }
        });

    Tally tally = loop("/", 0).untilZero(1, new AtomicLong(30));

    assertThat(tally.done()).isEqualTo(10);
    assertThat(tally.refused()).isEqualTo(Map.of(503, 10, 422, 10));
    assertThat(tally.sortedNanos()).hasSize(10);
  }

  @Test
  void connectionsThatEndEarlyAreBroken() throws Exception {
    server.createContext(
        "/",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          if (asked.getAndIncrement() % 2 == 0) {
            exchange.close();
          } else {
            answer(exchange, 200, "{}");
          }
        });

    Tally tally = loop("/", 0).untilZero(1, new AtomicLong(6));

    assertThat(tally.done()).isEqualTo(3);
    assertThat(tally.broken()).isEqualTo(3);
    assertThat(tally.complaint()).isPresent();
  }

  @Test
  void answersThatAreNotLikeTheFirstAreNoticed() throws Exception {
    server.createContext(
        "/",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          answer(exchange, 200, asked.getAndIncrement() == 4 ? "{\"a\":1}" : "{}");
        });

    assertThat(loop("/", 0).untilZero(1, new AtomicLong(10)).differing()).isEqualTo(1);
  }

  @Test
  void chunkedAnswersAreReadToTheirEnd() throws Exception {
    byte[] large = "x".repeat(100_000).getBytes(StandardCharsets.UTF_8);
    server.createContext(
        "/",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          exchange.sendResponseHeaders(200, 0);
          try (var output = exchange.getResponseBody()) {
            output.write(large);
          }
        });
    Target target = target("/");

    try (Connection connection = new Connection(target)) {
      for (int i = 0; i < 3; i++) {
        assertThat(connection.exchange(target.post(BODY, "image/jpeg")).body()).isEqualTo(large);
      }
    }
  }

  @Test
  void aRoundKnowsBothShares() throws Exception {
    server.createContext(
        "/",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          answer(exchange, 200, "{}");
        });

    Round round = Round.measure(loop("/", 0), probe(), 2, 0.2);

    assertThat(round.picturesPerSecond()).isPositive();
    assertThat(round.ownCpu()).isPositive();
    assertThat(round.serverCpu()).isZero();
    assertThat(Round.table(List.of(round))).hasSize(2).allMatch(line -> line.length() <= 80);
    assertThat(Round.stages(List.of(round))).hasSize(2).allMatch(line -> line.length() <= 80);
  }

  @Test
  void quantilesAreTheSmallestThatEnoughAnswersReach() {
    Tally tally = new Tally();
    Answer answer = new Answer(200, OptionalLong.empty(), Map.of(), BODY);
    for (int i = 1000; i >= 1; i--) {
      tally.done(answer, 1_000_000L * i, true);
    }
    Round round = new Round(1, tally, 10, 0.1, Double.NaN);

    assertThat(round.quantileMs(0.5)).isEqualTo(500, within(1e-6));
    assertThat(round.quantileMs(0.99)).isEqualTo(990, within(1e-6));
    assertThat(round.picturesPerSecond()).isEqualTo(100, within(1e-9));
    assertThat(new Round(1, new Tally(), 1, 0, 0).quantileMs(0.99)).isZero();
  }

  @Test
  void aSoakLooksAtTheServerFromTheStartToTheEnd() throws Exception {
    server.createContext(
        "/",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          answer(exchange, 200, "{}");
        });
    List<String> lines = new ArrayList<>();

    Round round = new Soak(loop("/", 0), probe(), 2, 40, 60_000).run(lines::add);

    assertThat(round.tally().done()).isEqualTo(40);
    assertThat(lines).hasSizeGreaterThanOrEqualTo(3);
    assertThat(lines.getLast().strip().split(" +"))
        .satisfies(
            cells -> {
              assertThat(cells[0]).isEqualTo("40");
              assertThat(List.of(cells).subList(2, 6)).containsExactly("20.0", "40.0", "17", "9");
            });
  }

  @Test
  void metricsAreReadWithLabelsAndWithout() {
    assertThat(
            Metrics.parse(
                """
                # HELP a words
                a 1
                b{x="y z",le="+Inf"} 2.5 1700000000
                c +Inf
                """))
        .isEqualTo(
            Map.of("a", 1.0, "b{x=\"y z\",le=\"+Inf\"}", 2.5, "c", Double.POSITIVE_INFINITY));
  }

  @Test
  void thePictureIsOfItsSizeAndTheSameEachTime() throws IOException {
    byte[] jpeg = LoadPicture.jpeg();
    Picture picture = Picture.read(jpeg);

    assertThat(picture.width()).isEqualTo(500);
    assertThat(picture.height()).isEqualTo(375);
    assertThat(LoadPicture.jpeg()).isEqualTo(jpeg);
  }

  @Test
  void otherMachinesAreNotLoaded() {
    assertThatThrownBy(() -> Target.of("http://192.0.2.1/v1/classify", Optional.empty()))
        .hasMessageContaining("only servers of this machine");
    assertThatThrownBy(() -> Target.of("https://127.0.0.1/", Optional.empty()))
        .hasMessageContaining("an address is http://");
  }

  private Target target(String path) throws IOException {
    String url = "http://127.0.0.1:" + server.getAddress().getPort() + path;
    return Target.of(url, Optional.empty());
  }

  private Probe probe() throws IOException {
    return new Probe(target("/"), "/metrics");
  }

  private ClosedLoop loop(String path, long pause) throws IOException {
    Target target = target(path);
    return new ClosedLoop(target, target.post(BODY, "image/jpeg"), OptionalLong.of(pause));
  }

  private static void answer(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }
}
