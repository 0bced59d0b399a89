package liviano.bench.load;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Looks at the server's own numbers, at {@code /metrics}. */
record Probe(Target target, String path) {

  /**
   * Of the server's process; not a number where it does not say.
   *
   * @param cpuSeconds since its start, on all cores
   * @param heapBytes in use
   * @param residentBytes that the system has given it
   * @param files open, sockets among them
   */
  record Sample(
      double cpuSeconds, double heapBytes, double residentBytes, double files, double threads) {}

  Sample sample() throws IOException {
    Answer answer;
    try (Connection connection = new Connection(target)) {
      answer = connection.exchange(target.get(path));
    }
    if (!answer.isDone()) {
      throw new IOException(path + " answers " + answer.status());
    }
    Map<String, Double> values = Metrics.parse(new String(answer.body(), StandardCharsets.UTF_8));
    return new Sample(
        values.getOrDefault("process_cpu_seconds_total", Double.NaN),
        values.getOrDefault("jvm_memory_used_bytes{area=\"heap\"}", Double.NaN),
        values.getOrDefault("process_resident_memory_bytes", Double.NaN),
        values.getOrDefault("process_open_fds", Double.NaN),
        values.getOrDefault("jvm_threads_current", Double.NaN));
  }
}
