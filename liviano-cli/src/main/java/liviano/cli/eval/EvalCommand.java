package liviano.cli.eval;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import liviano.cli.CommandContext;
import liviano.cli.CommandException;
import liviano.cli.Invocation;
import liviano.cli.UsageException;
import liviano.cli.output.Words;
import picocli.CommandLine.Command;

/** Holds the evaluations, one a task. */
@Command(
    name = "eval",
    synopsisSubcommandLabel = "TASK",
    subcommands = {
      EvalClassificationCommand.class,
      EvalDetectionCommand.class,
      EvalSegmentationCommand.class
    },
    description = "Measure how good a model is on labelled pictures.")
public final class EvalCommand implements Callable<Integer> {
  private final CommandContext context;

  public EvalCommand(CommandContext context) {
    this.context = context;
  }

  CommandContext context() {
    return context;
  }

  /**
   * @throws CommandException if there is no such folder
   */
  public static void requireFolder(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw Files.exists(folder)
          ? new CommandException(String.format(Locale.ROOT, "%s: not a folder", folder))
          : new CommandException(String.format(Locale.ROOT, "%s: no such folder", folder));
    }
  }

  /**
   * Reports how many pictures could not be evaluated.
   *
   * @throws CommandException if none could be
   */
  void requireAny(long evaluated, int listed) {
    if (evaluated == 0) {
      throw new CommandException(
          String.format(
              Locale.ROOT, "none of %s could be evaluated", Words.count(listed, "picture")));
    }
    if (evaluated < listed) {
      context
          .console()
          .error(String.format(Locale.ROOT, "%d of %d pictures were evaluated", evaluated, listed));
    }
  }

  @Override
  public Integer call() {
    throw new UsageException(
        "say what to evaluate: "
            + Invocation.command()
            + " eval classification, detection or segmentation");
  }
}
