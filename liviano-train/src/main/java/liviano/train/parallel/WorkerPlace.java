package liviano.train.parallel;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import liviano.train.torch.TorchException;

/**
 * One worker's place among all.
 *
 * @param rank its number, from 0
 * @param world how many there are
 * @param host of worker 0, where all meet
 * @param port on that host, from 1 to 65535
 * @param timeout how long one waits for another
 */
public record WorkerPlace(int rank, int world, String host, int port, Duration timeout) {
  /** The variables that torchrun sets, by which a cluster starts workers one by one. */
  public static final String RANK = "RANK";

  /** The number of workers. */
  public static final String WORLD_SIZE = "WORLD_SIZE";

  /** The number of workers on this machine; 1 where it is not set. */
  public static final String LOCAL_WORLD_SIZE = "LOCAL_WORLD_SIZE";

  /** Where worker 0 is. */
  public static final String MASTER_ADDR = "MASTER_ADDR";

  /** Its port. */
  public static final String MASTER_PORT = "MASTER_PORT";

  private static final int MOST_WORKERS = 4096;
  private static final int PORTS = 1 << 16;

  /** How long workers wait for each other if nothing else is said. */
  public static final Duration TIMEOUT = Duration.ofSeconds(60);

  /**
   * @throws TorchException if a number is beyond its range; the message says which
   */
  public WorkerPlace {
    require(WORLD_SIZE, world, 1, MOST_WORKERS);
    require(RANK, rank, 0, world - 1);
    require(MASTER_PORT, port, 1, PORTS - 1);
    if (host.isBlank()) {
      throw new TorchException(MASTER_ADDR + " is empty: it must name the host of worker 0");
    }
  }

  /**
   * The place that a cluster has given this process; empty where none of the variables is set.
   *
   * @throws TorchException if some are set and others not, or one is no number in its range
   */
  public static Optional<WorkerPlace> of(Map<String, String> environment, Duration timeout) {
    if (!environment.containsKey(RANK) && !environment.containsKey(WORLD_SIZE)) {
      return Optional.empty();
    }
    return Optional.of(
        new WorkerPlace(
            number(environment, RANK),
            number(environment, WORLD_SIZE),
            text(environment, MASTER_ADDR),
            number(environment, MASTER_PORT),
            timeout));
  }

  /**
   * How many workers share this machine's cores.
   *
   * @throws TorchException if it is no number in its range
   */
  public static int onThisMachine(Map<String, String> environment) {
    if (!environment.containsKey(LOCAL_WORLD_SIZE)) {
      return 1;
    }
    int workers = number(environment, LOCAL_WORLD_SIZE);
    require(LOCAL_WORLD_SIZE, workers, 1, MOST_WORKERS);
    return workers;
  }

  /** What another process must have in its environment to be that worker of the same group. */
  public Map<String, String> environment(int otherRank) {
    return Map.of(
        RANK,
        String.valueOf(otherRank),
        WORLD_SIZE,
        String.valueOf(world),
        MASTER_ADDR,
        host,
        MASTER_PORT,
        String.valueOf(port));
  }

  /** Whether it is the one that writes what all have computed. */
  public boolean isFirst() {
    return rank == 0;
  }

  private static String text(Map<String, String> environment, String name) {
    String text = environment.get(name);
    if (text == null) {
      throw new TorchException(
          name
              + " is not set: a worker of a group needs RANK, WORLD_SIZE, MASTER_ADDR and"
              + " MASTER_PORT, as torchrun sets them");
    }
    return text.strip();
  }

  private static int number(Map<String, String> environment, String name) {
    String text = text(environment, name);
    if (!text.matches("[0-9]{1,9}")) {
      throw new TorchException(name + " must be a whole number, is '" + text + "'");
    }
    return Integer.parseInt(text);
  }

  private static void require(String name, int value, int least, int most) {
    if (value < least || value > most) {
      throw new TorchException(name + " must be from " + least + " to " + most + ", is " + value);
    }
  }
}
