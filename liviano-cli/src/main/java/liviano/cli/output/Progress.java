package liviano.cli.output;

import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * A progress bar on standard error: only on a terminal, and only once the work has lasted a second.
 * Our own, because the libraries for it bring a terminal library of a megabyte and a thread. Not
 * thread-safe: the thread that prints the results moves the bar.
 */
public final class Progress implements AutoCloseable {
  private static final long FIRST_NANOS = 1_000_000_000L;
  private static final long INTERVAL_NANOS = 100_000_000L;
  private static final int BAR_CELLS = 20;

  private final Console console;
  private final long total;
  private final LongSupplier clock;
  private final long start;
  private long next;
  private long done;

  /** A bar over a number of pictures. */
  public Progress(Console console, long total) {
    this(console, total, System::nanoTime);
  }

  Progress(Console console, long total, LongSupplier clock) {
    this.console = console;
    this.total = total;
    this.clock = clock;
    this.start = clock.getAsLong();
    this.next = start + FIRST_NANOS;
  }

  /** One more is done. */
  public void advance(String name) {
    done++;
    long now = clock.getAsLong();
    if (now - next >= 0) {
      next = now + INTERVAL_NANOS;
      console.status(line(name, (now - start) * 1e-9));
    }
  }

  private String line(String name, double seconds) {
    double fraction = (double) done / total;
    int cells = (int) (fraction * BAR_CELLS);
    double rate = done / seconds;
    return String.format(
        Locale.ROOT,
        "%3d%% [%s%s] %d/%d  %.1f/s  ETA %s  %s",
        (int) (fraction * 100),
        "#".repeat(cells),
        "-".repeat(BAR_CELLS - cells),
        done,
        total,
        rate,
        Words.clock(Math.round((total - done) / rate)),
        name);
  }

  /** Takes the bar away. */
  @Override
  public void close() {
    console.status("");
  }
}
