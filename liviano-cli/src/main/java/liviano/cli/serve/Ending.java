package liviano.cli.serve;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import liviano.cli.ExitStatus;
import liviano.cli.output.Console;
import liviano.cli.output.Words;
import liviano.server.LivianoServer;

/**
 * Waits until the process is told to end, by SIGTERM or Ctrl-C, and then lets the requests under
 * way be finished. The JVM would report the signal as its exit status; a server that did all it was
 * asked to has not failed.
 */
final class Ending {
  /** Below what container managers wait, 30 seconds, before they kill. */
  private static final Duration GRACE = Duration.ofSeconds(25);

  private final Console console;

  Ending(Console console) {
    this.console = console;
  }

  /** Returns only if this thread is interrupted; otherwise the process ends. */
  void await(LivianoServer server) {
    Thread hook = new Thread(() -> end(server), "liviano-serve-end");
    console.leaveEndTo(hook);
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException _) {
      console.takeEndFrom(hook);
      server.stop(GRACE);
    }
  }

  private void end(LivianoServer server) {
    console.notice("stopping: " + Words.count(server.underWay(), "request") + " under way");
    server.stop(GRACE);
    console.end();
    Runtime.getRuntime().halt(ExitStatus.DONE);
  }
}
