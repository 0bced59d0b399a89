package liviano.server.observe;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import liviano.server.http.Observer.Outcome;
import liviano.server.work.Stage;

/**
 * Counts requests and their times. Labels are routes, statuses, stages and models that there are:
 * what a request makes up becomes none. Thread-safe.
 */
final class RequestMetrics {
  private static final int MOST_MODELS = 100;
  private static final String OTHERS = "other";

  private final Map<Labels, LongAdder> requests = new ConcurrentSkipListMap<>();
  private final Map<Labels, Histogram> times = new ConcurrentSkipListMap<>();
  private final Map<Labels, Histogram> stages = new ConcurrentSkipListMap<>();
  private final Set<String> models = ConcurrentHashMap.newKeySet();
  private final AtomicInteger underWay = new AtomicInteger();
  private final LongAdder received = new LongAdder();
  private final LongAdder sent = new LongAdder();
  private final LongAdder broken = new LongAdder();

  void began() {
    underWay.incrementAndGet();
  }

  void ended(Outcome outcome) {
    underWay.decrementAndGet();
    received.add(outcome.received());
    sent.add(outcome.sent());
    if (outcome.broken()) {
      broken.increment();
    }
    String route = outcome.route().isEmpty() ? "none" : outcome.route();
    Labels answer = Labels.of("route", route, "status", String.valueOf(outcome.status()));
    requests.computeIfAbsent(answer, _ -> new LongAdder()).increment();
    histogram(times, Labels.of("route", route)).add(outcome.nanos());
    if (!outcome.stages().model().isEmpty()) {
      countStages(outcome);
    }
  }

  private void countStages(Outcome outcome) {
    String model = label(outcome.stages().model());
    for (Stage stage : Stage.values()) {
      long nanos = outcome.stages().nanos(stage);
      if (nanos > 0) {
        histogram(stages, Labels.of("model", model, "stage", stage.label())).add(nanos);
      }
    }
  }

  /** Models that are taught have ever new names. */
  private String label(String model) {
    if (!models.contains(model) && models.size() >= MOST_MODELS) {
      return OTHERS;
    }
    models.add(model);
    return model;
  }

  private static Histogram histogram(Map<Labels, Histogram> all, Labels labels) {
    return all.computeIfAbsent(labels, _ -> new Histogram());
  }

  void write(PrometheusText text) {
    text.metric("liviano_requests_total", "counter", "Requests that were answered.");
    requests.forEach((labels, count) -> text.sample("liviano_requests_total", labels, count.sum()));
    text.metric(
        "liviano_request_duration_seconds",
        "histogram",
        "Time from the head of a request to the end of its answer.");
    times.forEach((labels, h) -> h.write(text, "liviano_request_duration_seconds", labels));
    text.metric(
        "liviano_stage_duration_seconds", "histogram", "Time of requests in each stage, by model.");
    stages.forEach((labels, h) -> h.write(text, "liviano_stage_duration_seconds", labels));
    text.single(
        "liviano_requests_under_way",
        "gauge",
        "Requests that are not answered yet.",
        underWay.get());
    text.single(
        "liviano_received_bytes_total", "counter", "Bytes of requests' bodies.", received.sum());
    text.single("liviano_sent_bytes_total", "counter", "Bytes of answers' bodies.", sent.sum());
    text.single(
        "liviano_broken_answers_total",
        "counter",
        "Answers that could not be sent to their end.",
        broken.sum());
  }
}
