package liviano.server.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import liviano.json.Json;
import liviano.json.JsonObject;
import liviano.server.ModelSource;
import liviano.server.http.Head;
import liviano.server.http.Headers;
import liviano.server.http.Observer.Outcome;
import liviano.server.models.Models;
import liviano.server.work.Gate;
import liviano.server.work.Stage;
import liviano.server.work.Stages;
import org.junit.jupiter.api.Test;

/** Metrics and log tell what happened, and nothing that a request has made up. */
class MetricsTest {
  private static final long MILLI = Duration.ofMillis(1).toNanos();

  private static Outcome outcome(
      String method, String route, String model, Map<String, List<String>> headers) {
    Stages stages = new Stages();
    if (!model.isEmpty()) {
      stages.servedBy(model);
      stages.add(Stage.QUEUE, MILLI);
      stages.add(Stage.INFER, 4 * MILLI);
    }
    Head head = new Head("id-1", method, "HTTP/1.1", URI.create("/x"), Headers.of(headers), true);
    return new Outcome(head, route, 200, 100, 50, 7 * MILLI, stages, false);
  }

  private static String metrics(Outcome... outcomes) {
    try (Gate gate = new Gate(3, 5);
        Models models = new Models(ModelSource.of(List.of()), 3, Long.MAX_VALUE)) {
      Observatory observatory = new Observatory(gate, models, () -> true, Optional.empty());
      for (Outcome outcome : outcomes) {
        observatory.began();
        observatory.ended(outcome);
      }
      return observatory.metrics();
    }
  }

  @Test
  void requestsAreCountedByRouteAndStatus() {
    Outcome outcome = outcome("POST", "/v1/classify", "cats", Map.of());
    assertThat(metrics(outcome, outcome).lines())
        .contains(
            "# TYPE liviano_requests_total counter",
            "liviano_requests_total{route=\"/v1/classify\",status=\"200\"} 2",
            "liviano_request_duration_seconds_bucket{route=\"/v1/classify\",le=\"0.005\"} 0",
            "liviano_request_duration_seconds_bucket{route=\"/v1/classify\",le=\"0.01\"} 2",
            "liviano_request_duration_seconds_bucket{route=\"/v1/classify\",le=\"+Inf\"} 2",
            "liviano_request_duration_seconds_sum{route=\"/v1/classify\"} 0.014",
            "liviano_request_duration_seconds_count{route=\"/v1/classify\"} 2",
            "liviano_stage_duration_seconds_count{model=\"cats\",stage=\"infer\"} 2",
            "liviano_requests_under_way 0",
            "liviano_received_bytes_total 200",
            "liviano_sent_bytes_total 100",
            "liviano_sessions 3",
            "liviano_queue_places 5",
            "liviano_ready 1");
  }

  /** Each metric once, with its help and type; each sample a name, labels and a number. */
  @Test
  void theTextHasTheFormOfPrometheus() {
    String text =
        metrics(outcome("GET", "", "", Map.of()), outcome("POST", "/v1/x", "m", Map.of()));
    assertThat(text).endsWith("\n");
    List<String> announced = new ArrayList<>();
    for (String line : text.lines().toList()) {
      if (line.startsWith("# TYPE ")) {
        announced.add(line.split(" ")[2]);
        assertThat(line).matches("# TYPE [a-z_]+ (counter|gauge|histogram|summary)");
      } else if (!line.startsWith("# HELP ")) {
        assertThat(line)
            .matches(
                "[a-z_]+(\\{([a-z]+=\"([^\"\\\\]|\\\\[\\\\\"n])*\",?)+})? -?[0-9.]+(E-?[0-9]+)?");
        assertThat(line).startsWith(announced.getLast());
      }
    }
    assertThat(announced)
        .doesNotHaveDuplicates()
        .contains("jvm_memory_used_bytes", "jvm_threads_current", "process_start_time_seconds");
  }

  @Test
  void valuesOfLabelsAreEscaped() {
    assertThat(metrics(outcome("POST", "/v1/x", "a\"b\\c\nd", Map.of())))
        .contains("{model=\"a\\\"b\\\\c\\nd\",stage=\"infer\"");
  }

  @Test
  void unknownPathsAreOneRouteAndModelsAreBounded() {
    Outcome[] all = new Outcome[300];
    for (int i = 0; i < all.length; i++) {
      all[i] = outcome("GET", "", "taught-" + i, Map.of());
    }
    List<String> lines = metrics(all).lines().toList();
    assertThat(lines).contains("liviano_requests_total{route=\"none\",status=\"200\"} 300");
    assertThat(lines.stream().filter(line -> line.contains("_count{model=")).count())
        .isEqualTo(2 * 101);
    assertThat(lines)
        .contains("liviano_stage_duration_seconds_count{model=\"other\",stage=\"queue\"} 200");
  }

  @Test
  void aLineOfTheLogIsOneObject() {
    String trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    String line =
        RequestLog.line(
            outcome("POST", "/v1/classify", "cats", Map.of("Traceparent", List.of(trace))),
            Instant.EPOCH);
    JsonObject object = Json.parse(line).asObject();
    assertThat(object.members().keySet())
        .containsExactly(
            "time",
            "id",
            "method",
            "route",
            "model",
            "status",
            "received",
            "sent",
            "ms",
            "stages",
            "traceparent");
    assertThat(object.string("time")).isEqualTo("1970-01-01T00:00:00Z");
    assertThat(object.number("ms")).isEqualTo(7);
    assertThat(object.object("stages").number("infer")).isEqualTo(4);
    assertThat(object.string("traceparent")).isEqualTo(trace);
  }

  @Test
  void nothingThatARequestMakesUpIsInTheLog() {
    Map<String, List<String>> headers = Map.of("traceparent", List.of("00-\n{\"evil\":1}"));
    String line = RequestLog.line(outcome("EV\"IL\n", "", "", headers), Instant.EPOCH);
    assertThat(line)
        .isEqualTo(
            "{\"time\":\"1970-01-01T00:00:00Z\",\"id\":\"id-1\",\"method\":\"other\",\"route\":\"\","
                + "\"status\":200,\"received\":100,\"sent\":50,\"ms\":7.0}");
  }

  @Test
  void aLogThatCannotBeWrittenStopsNoRequest() {
    try (Gate gate = new Gate(1, 0);
        Models models = new Models(ModelSource.of(List.of()), 1, Long.MAX_VALUE)) {
      Observatory observatory =
          new Observatory(
              gate,
              models,
              () -> true,
              Optional.of(
                  _ -> {
                    throw new IllegalStateException("the disk is full");
                  }));
      observatory.began();
      observatory.ended(outcome("GET", "/x", "", Map.of()));
      assertThat(observatory.metrics()).contains("liviano_requests_under_way 0");
    }
  }
}
