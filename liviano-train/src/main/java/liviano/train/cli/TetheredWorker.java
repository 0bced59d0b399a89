package liviano.train.cli;

import java.io.IOException;
import java.io.InputStream;
import liviano.cli.ExitStatus;
import liviano.cli.Main;

/**
 * The command as a worker that a cluster has started: when its standard input ends, who started it
 * is gone, and it ends as if it were stopped. Otherwise it would go on with a training that others
 * begin again.
 */
public final class TetheredWorker {
  private TetheredWorker() {}

  /** Runs one command line and ends the process with its {@link ExitStatus}. */
  public static void main(String[] words) {
    tie(System.in);
    Main.main(words);
  }

  /** From now on this process ends with that stream. */
  static void tie(InputStream tether) {
    Thread.ofPlatform().daemon().name("liviano-tether").start(() -> hold(tether));
  }

  private static void hold(InputStream tether) {
    try {
      while (tether.read() >= 0) {
        // Nobody writes; to be read it must be open.
      }
    } catch (IOException _) {
      // The same as its end.
    }
    System.exit(ExitStatus.FAILED);
  }
}
