package liviano.train.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import liviano.cli.CommandContext;
import liviano.cli.UsageException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Trains networks, and goes on with what was begun. */
@Command(
    name = "train",
    sortOptions = false,
    synopsisSubcommandLabel = "[TASK]",
    subcommands = {
      ClassificationCommand.class,
      DetectionCommand.class,
      SegmentationCommand.class,
      ListCommand.class,
      ShowCommand.class
    },
    description = "Train the paper's networks on your own pictures.",
    footer = {
      "A run is a folder, which keeps all that is needed to go on: a training that was broken off,"
          + " whatever the moment, goes on with --resume.",
      "",
      "docs/training.md says which recipe is for what, and what to expect of it."
    })
public final class TrainCommand implements Callable<Integer> {
  private final CommandContext context;

  @Option(
      names = "--resume",
      paramLabel = "RUN",
      description = "The folder of a run to go on with.")
  private Optional<Path> resume = Optional.empty();

  @Mixin private PaceOptions pace;

  /** The parent of the tasks. */
  public TrainCommand(CommandContext context) {
    this.context = context;
  }

  CommandContext context() {
    return context;
  }

  @Override
  public Integer call() throws IOException {
    if (resume.isEmpty()) {
      throw new UsageException(
          "say what to train: classification, detection or segmentation; or go on with a run:"
              + " liviano train --resume RUN");
    }
    pace.check();
    return new Launch(context, pace).goOn(resume.get());
  }
}
