package liviano.train.cli;

import java.io.IOException;
import java.nio.file.Files;
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
import liviano.cli.Main;
import liviano.cli.UsageException;
import liviano.cli.output.Words;
import liviano.train.parallel.LocalWorkers;
import liviano.train.parallel.WorkerCluster;
import liviano.train.parallel.WorkerPlace;
import liviano.train.run.RunFiles;
import liviano.train.run.RunSummary;
import liviano.train.tasks.TrainingRun;
import liviano.train.torch.Torch;
import liviano.train.torch.TorchException;

/** Trains a run that is in its folder: in this process, or in several that this one starts. */
final class Launch {
  /** How long making the first model may take. */
  private static final Duration BEGINNING = Duration.ofMinutes(30);

  private static final String PREFIX = "liviano: ";

  private final CommandContext context;
  private final PaceOptions pace;

  Launch(CommandContext context, PaceOptions pace) {
    this.context = context;
    this.pace = pace;
  }

  /** Trains a run whose folder was made just now. */
  int begin(Path run, TrainingRun training) throws IOException {
    return go(run, Optional.of(training));
  }

  /** Goes on with a run, from its start if it has not begun. */
  int goOn(Path run) throws IOException {
    return go(run, Optional.empty());
  }

  /** Trains a run that the first of a cluster's workers begins, once it has. */
  int join(Path run, TrainingRun training) throws IOException {
    RunFiles files = new RunFiles(run);
    context.console().notice("waiting for worker 0 to begin " + run);
    long end = System.nanoTime() + BEGINNING.toNanos();
    while (!Files.exists(files.config())) { // the last that it writes before it trains
      if (System.nanoTime() > end) {
        throw new CommandException(
            String.format(
                Locale.ROOT,
                "%s: worker 0 has not begun it in %d minutes; all workers need the same folder",
                run,
                BEGINNING.toMinutes()));
      }
      try {
        TimeUnit.MILLISECONDS.sleep(200);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new CommandException("interrupted", e);
      }
    }
    return go(run, Optional.of(training));
  }

  private int go(Path run, Optional<TrainingRun> training) throws IOException {
    int workers = RunSummary.read(run).config().workers();
    Optional<WorkerPlace> place = WorkerPlace.of(context.environment(), pace.timeout());
    if (place.isPresent() && pace.cluster().isChosen()) {
      throw new UsageException("--on starts workers, but RANK says that this is one of them");
    }
    if (place.isPresent() && place.get().world() != workers) {
      throw new CommandException(
          String.format(
              Locale.ROOT,
              "%s is a run of %s, and WORLD_SIZE is %d",
              run,
              Words.count(workers, "worker"),
              place.get().world()));
    }
    if (pace.cuda()) {
      requireAlone(place.isPresent() || workers > 1 || pace.cluster().isChosen());
      useCuda();
    }
    Optional<WorkerCluster> cluster = pace.cluster().cluster();
    if (cluster.isPresent()) {
      return new ClusterLaunch(context, pace, run).train(cluster.get(), workers);
    }
    if (place.isEmpty() && workers > 1) {
      return together(run, workers);
    }
    return new Session(context, run, place, pace.budget(), pace.pictures(), training).run();
  }

  /** Gloo, over which workers talk, knows the CPU alone. */
  static void requireAlone(boolean together) {
    if (together) {
      throw new UsageException("--device: several workers compute on the CPU alone");
    }
  }

  /** Before a training is begun or goes on. */
  static void useCuda() {
    try {
      Torch.useCuda();
    } catch (TorchException e) {
      throw new CommandException("--device cuda: " + e.getMessage(), e);
    }
  }

  private int together(Path run, int workers) throws IOException {
    LocalWorkers started =
        LocalWorkers.start(
            workers,
            WorkerWords.of(pace, run, Main.class, pace.time()).here(),
            pace.timeout(),
            context.console()::line,
            line -> context.console().notice(unprefixed(line).orElse(line)));
    AtomicBoolean stopped = new AtomicBoolean();
    Thread stop =
        new Thread(
            () -> {
              stopped.set(true);
              started.stop(Stopping.PATIENCE); // which have last lines to say
              context.console().end();
            },
            "liviano-stop");
    context.console().leaveEndTo(stop);
    try {
      LocalWorkers.Outcome outcome = started.await();
      if (outcome.worker() < 0) {
        return ExitStatus.DONE;
      }
      if (stopped.get()) {
        return ExitStatus.FAILED; // they were told to end, and worker 0 says how to go on
      }
      throw new CommandException(
          String.format(
              Locale.ROOT,
              "%s; go on from the last checkpoint: %s",
              outcome.text(),
              Invocation.of("train --resume " + run)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandException("interrupted", e);
    }
  }

  /** What a worker says on standard error begins as this process's own lines do. */
  static Optional<String> unprefixed(String line) {
    return line.startsWith(PREFIX)
        ? Optional.of(line.substring(PREFIX.length()))
        : Optional.empty();
  }
}
