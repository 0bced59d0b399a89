package liviano.server.observe;

import java.util.function.BooleanSupplier;
import liviano.server.models.Models;
import liviano.server.work.Gate;

/**
 * The state of a server.
 *
 * @param gate its queue
 * @param models what it has loaded
 * @param ready whether it takes requests
 */
record ServerMetrics(Gate gate, Models models, BooleanSupplier ready) {

  void write(PrometheusText text) {
    text.single(
            "liviano_ready", "gauge", "1 where requests are taken.", ready.getAsBoolean() ? 1 : 0)
        .single("liviano_sessions", "gauge", "Pictures worked on at a time.", gate.sessions())
        .single("liviano_sessions_working", "gauge", "Pictures worked on now.", gate.working())
        .single("liviano_queue_places", "gauge", "Requests that may wait.", gate.places())
        .single("liviano_queue_waiting", "gauge", "Requests that wait now.", gate.waiting())
        .single(
            "liviano_refused_total",
            "counter",
            "Requests refused because the queue was full.",
            gate.refused());
    text.metric("liviano_model_memory_bytes", "gauge", "About what each loaded model takes.");
    models
        .bytesByModel()
        .forEach(
            (name, bytes) ->
                text.sample("liviano_model_memory_bytes", Labels.of("model", name), bytes));
  }
}
