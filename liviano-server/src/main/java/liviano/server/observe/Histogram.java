package liviano.server.observe;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/** How many times fell below each of some bounds, in seconds. Thread-safe. */
final class Histogram {
  private static final double NANOS_A_SECOND = TimeUnit.SECONDS.toNanos(1);

  /** From a small network on one core to the longest deadline. */
  private static final double[] BOUNDS = {
    0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30
  };

  private final LongAdder[] counts =
      Stream.generate(LongAdder::new).limit(BOUNDS.length + 1).toArray(LongAdder[]::new);
  private final LongAdder nanos = new LongAdder();

  void add(long nanoseconds) {
    int at = Arrays.binarySearch(BOUNDS, nanoseconds / NANOS_A_SECOND);
    counts[at < 0 ? -at - 1 : at].increment();
    nanos.add(nanoseconds);
  }

  /** Buckets, sum and count, whose names follow from that of the metric. */
  void write(PrometheusText text, String name, Labels labels) {
    long below = 0;
    for (int i = 0; i < BOUNDS.length; i++) {
      below += counts[i].sum();
      text.sample(name + "_bucket", labels.and("le", PrometheusText.number(BOUNDS[i])), below);
    }
    below += counts[BOUNDS.length].sum();
    text.sample(name + "_bucket", labels.and("le", "+Inf"), below);
    text.sample(name + "_sum", labels, nanos.sum() / NANOS_A_SECOND);
    text.sample(name + "_count", labels, below);
  }
}
