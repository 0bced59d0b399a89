package liviano.server.observe;

import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import liviano.server.http.Observer;
import liviano.server.http.Response;
import liviano.server.http.Route;
import liviano.server.http.Route.About;
import liviano.server.models.Models;
import liviano.server.work.Gate;

/** Counts, logs and records every request, and answers {@code /metrics}. */
public final class Observatory implements Observer {
  private static final System.Logger LOGGER = System.getLogger("liviano.server");

  private final RequestMetrics requests = new RequestMetrics();
  private final ServerMetrics server;
  private final Optional<Consumer<String>> log;

  /**
   * Of a server.
   *
   * @param ready whether it takes requests
   * @param log takes a line a request, if it is kept
   */
  public Observatory(
      Gate gate, Models models, BooleanSupplier ready, Optional<Consumer<String>> log) {
    this.server = new ServerMetrics(gate, models, ready);
    this.log = log;
  }

  @Override
  public void began() {
    requests.began();
  }

  @Override
  public void ended(Outcome outcome) {
    requests.ended(outcome);
    RequestEvent.record(outcome);
    if (log.isPresent()) {
      try {
        log.get().accept(RequestLog.line(outcome, Instant.now()));
      } catch (RuntimeException e) {
        LOGGER.log(Level.WARNING, "the log of requests cannot be written", e);
      }
    }
  }

  /** {@code GET /metrics}. */
  public Route route() {
    return new Route(
        "GET",
        "/metrics",
        request ->
            Response.of(200, PrometheusText.MEDIA_TYPE, metrics().getBytes(StandardCharsets.UTF_8)),
        new About(
            "the state of the server, for Prometheus",
            List.of(),
            List.of(),
            List.of("text/plain"),
            List.of()));
  }

  String metrics() {
    PrometheusText text = new PrometheusText();
    requests.write(text);
    server.write(text);
    ProcessMetrics.write(text);
    return text.toString();
  }
}
