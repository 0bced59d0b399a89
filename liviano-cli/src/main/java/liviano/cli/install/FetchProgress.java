package liviano.cli.install;

import java.util.Locale;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import liviano.cli.output.Console;
import liviano.cli.output.Words;

/**
 * Shows how far a download is: a line that changes on a terminal, else one line each ten seconds.
 */
final class FetchProgress implements Listener {
  private static final long PLAIN_NANOS = 10_000_000_000L;
  private static final long RATE_NANOS = 1_000_000_000L;
  private static final double NANOS = 1e-9;
  private static final double MIB = 1L << 20;
  private static final double KEPT_OF_RATE = 0.7;

  private final Console console;
  private final String name;
  private final LongSupplier clock;
  private final long start;
  private long nextPlain;
  private long rateSince;
  private long rateFrom = -1;
  private double rate;
  private long bytes;
  private OptionalLong total = OptionalLong.empty();

  /**
   * @param name what is fetched
   * @param clock nanoseconds
   */
  FetchProgress(Console console, String name, LongSupplier clock) {
    this.console = console;
    this.name = name;
    this.clock = clock;
    this.start = clock.getAsLong();
    this.nextPlain = start + PLAIN_NANOS;
  }

  @Override
  public void at(long newBytes, OptionalLong newTotal) {
    bytes = newBytes;
    total = newTotal;
    measure(clock.getAsLong());
  }

  /** Bytes a second: what the last second brought counts a third. */
  private void measure(long now) {
    if (rateFrom < 0 || bytes < rateFrom) {
      rateFrom = bytes;
      rateSince = now;
    } else if (now - rateSince >= RATE_NANOS) {
      double latest = (bytes - rateFrom) / ((now - rateSince) * NANOS);
      rate = rate == 0 ? latest : KEPT_OF_RATE * rate + (1 - KEPT_OF_RATE) * latest;
      rateFrom = bytes;
      rateSince = now;
    }
  }

  @Override
  public void tick() {
    long now = clock.getAsLong();
    String line = line(now);
    console.status(line);
    if (!console.terminal().error() && now - nextPlain >= 0) {
      nextPlain = now + PLAIN_NANOS;
      console.notice(line);
    }
  }

  @Override
  public void note(String line) {
    console.notice(line);
  }

  private String line(long now) {
    if (bytes == 0) {
      return String.format(Locale.ROOT, "fetching %s, %d s", name, (long) ((now - start) * NANOS));
    }
    return String.format(Locale.ROOT, "%s: %s%s", name, amount(), speed());
  }

  private String amount() {
    return total.isEmpty() || total.getAsLong() == 0
        ? Words.mebibytes(bytes)
        : String.format(
            Locale.ROOT,
            "%,.1f of %s, %d %%",
            bytes / MIB,
            Words.mebibytes(total.getAsLong()),
            100 * bytes / total.getAsLong());
  }

  private String speed() {
    if (rate < 1) {
      return "";
    }
    String speed = String.format(Locale.ROOT, ", %s/s", Words.mebibytes((long) rate));
    return total.isEmpty()
        ? speed
        : speed + ", " + left(Math.round((total.getAsLong() - bytes) / rate));
  }

  private static String left(long seconds) {
    return seconds < 60
        ? String.format(Locale.ROOT, "%d s left", seconds)
        : String.format(Locale.ROOT, "%d min %d s left", seconds / 60, seconds % 60);
  }
}
