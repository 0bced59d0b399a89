package liviano.server.observe;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import liviano.json.JsonNumber;
import liviano.json.JsonObject;
import liviano.server.http.Observer.Outcome;
import liviano.server.work.Stage;
import liviano.server.work.Stages;

/** A request as one line of JSON. Nothing that a request makes up is in it unescaped or long. */
final class RequestLog {
  private static final double NANOS_A_MILLI = 1e6;
  private static final String TRACE = "[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}";

  private RequestLog() {}

  /** Without an end of line; times in milliseconds. */
  static String line(Outcome outcome, Instant now) {
    JsonObject.Builder line =
        JsonObject.builder()
            .put("time", now.toString())
            .put("id", outcome.head().id())
            .put("method", method(outcome.head().method()))
            .put("route", outcome.route());
    Stages stages = outcome.stages();
    if (!stages.model().isEmpty()) {
      line.put("model", stages.model());
    }
    line.put("status", outcome.status())
        .put("received", outcome.received())
        .put("sent", outcome.sent())
        .put("ms", millis(outcome.nanos()));
    if (!stages.isEmpty()) {
      JsonObject.Builder times = JsonObject.builder();
      for (Stage stage : Stage.values()) {
        times.put(stage.label(), millis(stages.nanos(stage)));
      }
      line.put("stages", times.build());
    }
    if (outcome.broken()) {
      line.put("broken", true);
    }
    List<String> trace = outcome.head().headers().all("traceparent");
    if (trace.size() == 1 && trace.getFirst().matches(TRACE)) {
      line.put("traceparent", trace.getFirst());
    }
    return line.build().toJson();
  }

  /** Requests may call methods as they like. */
  private static String method(String given) {
    return given.matches("[A-Z]{1,16}") ? given : "other";
  }

  private static JsonNumber millis(long nanos) {
    return JsonNumber.of(
        Double.parseDouble(String.format(Locale.ROOT, "%.3f", nanos / NANOS_A_MILLI)));
  }
}
