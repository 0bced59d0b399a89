package liviano.train.cli;

import java.time.Duration;
import java.util.Optional;
import liviano.cli.UsageException;
import liviano.train.parallel.WorkerPlace;
import liviano.train.run.TimeBudget;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How a run works now, which may be another way next time. */
final class PaceOptions {
  private static final int MOST_WORKERS = 256;
  private static final String CPU = "cpu";
  private static final String CUDA = "cuda";

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

  @Option(
      names = "--device",
      paramLabel = "NAME",
      description = "Where to compute: cpu, or cuda, which was never tried; cpu if not given.")
  private String device = CPU;

  @Option(names = "--no-pictures", description = "Leave pictures out of the report.")
  private boolean noPictures;

  @Mixin private ClusterOptions cluster;

  /** Who starts the workers. */
  ClusterOptions cluster() {
    return cluster;
  }

  /** Whether the report shows pictures. */
  boolean pictures() {
    return !noPictures;
  }

  Optional<TimeBudget> budget() {
    return budget(time);
  }

  /** What {@code --for} says. */
  static Optional<TimeBudget> budget(Optional<String> time) {
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
    cuda();
    cluster.check();
  }

  /** Whether to compute on a graphics card. */
  boolean cuda() {
    return switch (device) {
      case CPU -> false;
      case CUDA -> true;
      default -> throw new UsageException("--device: cpu or cuda, not " + device);
    };
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
