package liviano.train.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.Callable;
import liviano.cli.CommandContext;
import liviano.cli.ExitStatus;
import liviano.cli.options.JsonOption;
import liviano.train.run.RunSummary;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Says what is known of a run. */
@Command(
    name = "show",
    sortOptions = false,
    description = "Say what a run was told, how it went, where its files are, and how to go on.")
public final class ShowCommand implements Callable<Integer> {
  private final CommandContext context;

  @Parameters(paramLabel = "RUN", description = "The folder of the run.")
  private Path run;

  @Mixin private JsonOption json;

  /** For the command that it belongs to. */
  public ShowCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws IOException {
    RunSummary summary = RunSummary.read(run);
    if (json.isSet()) {
      context.console().json(RunJson.whole(summary).toPrettyJson());
    } else {
      RunText.show(summary, context.console(), Instant.now());
    }
    return ExitStatus.DONE;
  }
}
