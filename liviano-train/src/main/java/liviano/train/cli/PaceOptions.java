package liviano.train.cli;

import java.time.Duration;
import java.util.Optional;
import liviano.cli.UsageException;
import liviano.train.parallel.WorkerPlace;
import liviano.train.run.TimeBudget;
import picocli.CommandLine.Option;

/** How long a run may work now, and with how many processes: it may be another way next time. */
final class PaceOptions {
  private static final int MOST_WORKERS = 256;

  @Option(
      names = "--for",
      paramLabel = "TIME",
      description = "Stop after a time such as 30m or 2h; --resume goes on.")
  private Optional<String> time = Optional.empty();

  @Option(
      names = "--worker-timeout",
      paramLabel = "SECONDS",
      description = "How long workers wait for each other; 60 if not given.")
  private int timeout = (int) WorkerPlace.TIMEOUT.toSeconds();

  Optional<TimeBudget> budget() {
    try {
      return time.map(TimeBudget::parse);
    } catch (IllegalArgumentException e) {
      throw new UsageException("--for: " + e.getMessage());
    }
  }

  /** Says what is wrong with them before anything is made. */
  void check() {
    budget();
    timeout();
  }

  Optional<String> time() {
    return time;
  }

  Duration timeout() {
    if (timeout < 1 || timeout > 86_400) {
      throw new UsageException("--worker-timeout: from 1 to 86400 seconds, not " + timeout);
    }
    return Duration.ofSeconds(timeout);
  }

  static int workers(int number) {
    if (number < 1 || number > MOST_WORKERS) {
      throw new UsageException("--workers: from 1 to " + MOST_WORKERS + ", not " + number);
    }
    return number;
  }
}
