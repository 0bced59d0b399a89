package liviano.train.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import liviano.cli.CommandContext;
import liviano.cli.CommandException;
import liviano.cli.ExitStatus;
import liviano.cli.Invocation;
import liviano.train.parallel.WorkerCluster;
import liviano.train.parallel.WorkerCommand;
import liviano.train.run.RunFiles;
import liviano.train.run.RunState;
import liviano.train.run.RunSummary;

/**
 * Trains a run on a cluster, whose scheduler starts the workers; when one is lost, all are started
 * again from the last checkpoint. The workers are what {@link Launch} starts on this machine, and
 * come to the same weights.
 */
final class ClusterLaunch {
  private static final long PAUSE_MILLIS = 200;

  private final CommandContext context;
  private final PaceOptions pace;
  private final Path run;
  private final long began = System.nanoTime();
  private final AtomicBoolean stopped = new AtomicBoolean();

  ClusterLaunch(CommandContext context, PaceOptions pace, Path run) {
    this.context = context;
    this.pace = pace;
    this.run = run;
  }

  /**
   * Trains to the end, or until it is stopped.
   *
   * @throws CommandException if workers are lost more often than is allowed, or there is no room
   */
  int train(WorkerCluster cluster, int workers) throws IOException {
    Path said = new RunFiles(run.toAbsolutePath().normalize()).workersLog();
    try (WorkerCluster.Connection connection =
            cluster.connect(pace.cluster().master(), context.options().debug());
        SharedLines lines = SharedLines.follow(said, this::pass)) {
      Thread stop = new Thread(() -> stop(connection, lines), "liviano-stop");
      context.console().leaveEndTo(stop);
      try {
        return rounds(connection, workers, said);
      } finally {
        if (!stopped.get()) {
          takeEndFrom(stop);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandException("interrupted", e);
    }
  }

  private int rounds(WorkerCluster.Connection connection, int workers, Path said)
      throws IOException, InterruptedException {
    int restarts = pace.cluster().restarts();
    for (int restart = 1; ; restart++) {
      Optional<String> failure = connection.run(command(), workers, said, pace.timeout());
      if (failure.isEmpty()) {
        return ExitStatus.DONE;
      }
      if (stopped.get()) {
        return ExitStatus.FAILED; // they were told to end, and the first says how to go on
      }
      if (restart > restarts) {
        throw new CommandException(
            String.format(
                Locale.ROOT,
                "%s; go on from the last checkpoint: %s",
                failure.get(),
                Invocation.of("train --resume " + run)));
      }
      awaitEnd(pace.timeout().plus(Stopping.PATIENCE));
      context
          .console()
          .notice(
              String.format(
                  Locale.ROOT,
                  "%s; starting again from the last checkpoint (%d of %d times)",
                  failure.get(),
                  restart,
                  restarts));
    }
  }

  /** What is left of the time is less after each start. */
  private WorkerCommand command() {
    Duration worked = Duration.ofNanos(System.nanoTime() - began);
    Optional<String> left =
        pace.budget()
            .map(budget -> budget.left(worked).toSeconds())
            .map(seconds -> Math.max(1, seconds) + "s");
    return WorkerWords.of(pace, run, TetheredWorker.class, left);
  }

  /** A first worker of whom nobody hears any more may still write its checkpoint. */
  private void awaitEnd(Duration atMost) throws IOException, InterruptedException {
    long end = System.nanoTime() + atMost.toNanos();
    while (RunSummary.read(run).state() == RunState.RUNNING && System.nanoTime() < end) {
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
    }
  }

  /** As this process ends. */
  private void stop(WorkerCluster.Connection connection, SharedLines lines) {
    stopped.set(true);
    connection.stop();
    try {
      awaitEnd(Stopping.PATIENCE);
    } catch (IOException _) {
      // The disk is gone, and with it the last lines.
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    lines.close();
    context.console().end();
  }

  private void takeEndFrom(Thread stop) {
    try {
      context.console().takeEndFrom(stop);
    } catch (IllegalStateException _) {
      // The process has begun to end just now; the hook ends the console.
    }
  }

  private void pass(String line) {
    Launch.unprefixed(line)
        .ifPresentOrElse(
            context.console()::notice,
            () -> {
              context.console().line(line);
              context.console().flush();
            });
  }
}
