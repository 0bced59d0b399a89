package liviano.train.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import liviano.cli.CommandContext;
import liviano.cli.CommandException;
import liviano.cli.ExitStatus;
import liviano.cli.Invocation;
import liviano.model.Model;
import liviano.train.loop.DivergedException;
import liviano.train.loop.Journal;
import liviano.train.loop.Progress;
import liviano.train.loop.RunJournal;
import liviano.train.loop.Silence;
import liviano.train.loop.TrainTask;
import liviano.train.loop.Trainer;
import liviano.train.parallel.WorkerGroup;
import liviano.train.parallel.WorkerPlace;
import liviano.train.run.Checkpoint;
import liviano.train.run.Checkpoints;
import liviano.train.run.Ending;
import liviano.train.run.RunConfig;
import liviano.train.run.RunFiles;
import liviano.train.run.RunFolder;
import liviano.train.run.RunSummary;
import liviano.train.run.TimeBudget;
import liviano.train.tasks.TrainingRun;
import liviano.train.torch.Torch;
import liviano.train.torch.TorchException;

/** A run under way in this process, alone or as one of several workers. */
final class Session {
  private final CommandContext context;
  private final Path run;
  private final Optional<WorkerPlace> place;
  private final Optional<TimeBudget> budget;
  private final boolean pictures;
  private final long began = System.nanoTime();
  private final Optional<TrainingRun> training;

  /**
   * A session.
   *
   * @param pictures whether the report shows some
   * @param training of the run, where its data was read already
   */
  Session(
      CommandContext context,
      Path run,
      Optional<WorkerPlace> place,
      Optional<TimeBudget> budget,
      boolean pictures,
      Optional<TrainingRun> training) {
    this.context = context;
    this.run = run;
    this.place = place;
    this.budget = budget;
    this.pictures = pictures;
    this.training = training;
  }

  /** Trains to the end, or until it is stopped. */
  int run() throws IOException {
    RunConfig config = RunSummary.read(run).config();
    Torch.load();
    int sharing = WorkerPlace.onThisMachine(context.environment());
    Torch.threads(Math.max(1, Runtime.getRuntime().availableProcessors() / sharing));
    return place.map(WorkerPlace::isFirst).orElse(true) ? first(config) : other(config);
  }

  private int first(RunConfig config) throws IOException {
    try (RunFolder folder = RunFolder.open(run);
        Stopping stopping = Stopping.afterTheStep(context.console())) {
      Checkpoints.Newest newest = folder.resume();
      newest.skipped().forEach(context.console()::notice);
      newest
          .checkpoint()
          .ifPresent(
              checkpoint ->
                  context
                      .console()
                      .notice(
                          String.format(
                              Locale.ROOT,
                              "going on after %d epochs and %d steps",
                              checkpoint.epoch(),
                              checkpoint.step())));
      Model start = Model.load(folder.files().startModel());
      TrainingRun plan = plan(config, start);
      RunJournal journal =
          new RunJournal(
              folder,
              weights -> plan.trained(start, weights),
              this::line,
              context.console()::status,
              this::budgetLeft,
              newest.checkpoint().map(Checkpoint::state).map(Progress::of));
      try {
        Trainer.Ending ending = train(plan, start, journal, newest.checkpoint(), stopping);
        return ended(folder, plan, ending, stopping.getAsBoolean());
      } catch (TorchException | DivergedException e) {
        folder.end(new Ending(Ending.How.FAILED, e.getMessage()));
        throw new CommandException(e.getMessage() + "; " + goOn(), e);
      }
    }
  }

  private int other(RunConfig config) throws IOException {
    RunFiles files = new RunFiles(run);
    Optional<Checkpoint> checkpoint = Checkpoints.in(files.checkpoints()).newest().checkpoint();
    Model start = Model.load(files.startModel());
    try (Stopping stopping = Stopping.afterTheStep(context.console())) {
      train(plan(config, start), start, new Silence(), checkpoint, stopping);
      return ExitStatus.DONE;
    } catch (TorchException | DivergedException e) {
      throw new CommandException(e.getMessage(), e);
    }
  }

  private Trainer.Ending train(
      TrainingRun plan,
      Model start,
      Journal journal,
      Optional<Checkpoint> checkpoint,
      BooleanSupplier stopping)
      throws IOException {
    TrainingRun.Prepared prepared = plan.prepare(start, place);
    try (TrainTask<?> task = prepared.task()) {
      Optional<WorkerGroup> group = place.map(WorkerGroup::join);
      try {
        group.ifPresent(all -> requireSameStart(all, checkpoint));
        if (group.isPresent() && plan.options().syncNorm()) {
          WorkerGroup all = group.get();
          task.network().synchronizeNorms(numbers -> all.sum(List.of(numbers)));
        }
        Trainer<?> trainer =
            new Trainer<>(
                task,
                prepared.settings(),
                journal,
                group,
                () -> stopping.getAsBoolean() || isOver());
        return checkpoint.isPresent()
            ? trainer.resume(Progress.of(checkpoint.get().state()), tensors(checkpoint.get()))
            : trainer.run();
      } finally {
        group.ifPresent(WorkerGroup::close);
      }
    }
  }

  /** A shared disk may show one machine later than another what a third has written. */
  private void requireSameStart(WorkerGroup all, Optional<Checkpoint> checkpoint) {
    double step = checkpoint.map(Checkpoint::step).orElse(-1L);
    if (all.sum(step)[0] != step * all.place().world()) {
      throw new TorchException(
          run + ": the workers see different checkpoints as the last: is it on one shared disk?");
    }
  }

  /** The data may have changed while nobody trained. A detector's labels begin with none. */
  private TrainingRun plan(RunConfig config, Model start) throws IOException {
    TrainingRun plan = training.isPresent() ? training.get() : Sources.of(run, config, context);
    List<String> labels = start.card().labels();
    List<String> classes = plan.classes();
    if (labels.size() < classes.size()
        || !labels.subList(labels.size() - classes.size(), labels.size()).equals(classes)) {
      throw new CommandException(
          run + ": the classes of its data are others than when it began: put them back");
    }
    return plan;
  }

  private static Map<String, float[]> tensors(Checkpoint checkpoint) {
    Map<String, float[]> tensors = new HashMap<>();
    checkpoint.tensors().tensors().forEach(tensor -> tensors.put(tensor.name(), tensor.toFloats()));
    return tensors;
  }

  private int ended(RunFolder folder, TrainingRun plan, Trainer.Ending ending, boolean interrupted)
      throws IOException {
    switch (ending) {
      case DONE -> folder.end(new Ending(Ending.How.COMPLETE, ""));
      case NO_BETTER ->
          folder.end(new Ending(Ending.How.EARLY, "the score did not get better any more"));
      case STOPPED -> {
        folder.end(new Ending(interrupted ? Ending.How.INTERRUPTED : Ending.How.TIME, ""));
        context.console().notice("stopped; " + goOn());
        return interrupted ? ExitStatus.FAILED : ExitStatus.DONE;
      }
    }
    new RunEnding(context, folder, plan, pictures).write();
    return ExitStatus.DONE;
  }

  private String goOn() {
    return "go on with " + Invocation.of("train --resume " + run);
  }

  /** At once, also into a file: a run takes long, and is looked at meanwhile. */
  private void line(String line) {
    context.console().line(line);
    context.console().flush();
  }

  private Duration worked() {
    return Duration.ofNanos(System.nanoTime() - began);
  }

  private boolean isOver() {
    return budget.map(time -> time.isOver(worked())).orElse(false);
  }

  private Optional<Duration> budgetLeft() {
    return budget.map(time -> time.left(worked()));
  }
}
