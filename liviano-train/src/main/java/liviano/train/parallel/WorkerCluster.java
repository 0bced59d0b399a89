package liviano.train.parallel;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * A scheduler that starts workers on other machines. It is a service: a module that knows one
 * provides it, and training knows none.
 */
public interface WorkerCluster {
  /** Its word on the command line. */
  String name();

  /** Whether the workers of this master are processes of this machine. */
  boolean isHere(String master);

  /**
   * Connects to a cluster.
   *
   * @param debug whether it may log
   * @throws liviano.cli.CommandException if it cannot be reached
   */
  Connection connect(String master, boolean debug);

  /** A cluster that is at our service. */
  interface Connection extends AutoCloseable {
    /**
     * Starts all workers at the same time, each with its place in its environment, and waits until
     * they have ended. A worker also ends when its standard input does, since that is how it learns
     * that the cluster has lost its machine, or this process is gone.
     *
     * @param workers how many
     * @param said a file that all machines can write, behind whose end the lines of the first
     *     worker are written; those of its standard error begin with {@code liviano: }
     * @param timeout how long workers wait for each other
     * @return why they did not all end well, in one line; empty if they did
     * @throws liviano.cli.CommandException if the cluster has no room for so many
     * @throws InterruptedException if this thread is interrupted
     */
    Optional<String> run(WorkerCommand command, int workers, Path said, Duration timeout)
        throws InterruptedException;

    /** Asks the workers to end, and returns at once. */
    void stop();

    @Override
    void close();
  }
}
