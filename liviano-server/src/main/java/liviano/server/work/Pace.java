package liviano.server.work;

/** How long a piece of work takes of late: a mean that forgets. Thread-safe. */
final class Pace {
  private static final double WEIGHT = 0.1; // of the newest
  private static final double NANOS_A_SECOND = 1e9;

  private double mean; // seconds; 0 before the first

  synchronized void took(long nanos) {
    double seconds = nanos / NANOS_A_SECOND;
    mean = mean == 0 ? seconds : mean + WEIGHT * (seconds - mean);
  }

  /** 0 before the first piece has ended. */
  synchronized double meanSeconds() {
    return mean;
  }
}
