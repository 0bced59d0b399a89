package liviano.train.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.Callable;
import liviano.cli.ExitStatus;
import liviano.cli.options.JsonOption;
import liviano.train.run.RunSummary;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Says what is known of a run. */
@Command(
    name = "show",
    sortOptions = false,
    description = "Say what a run was told, how it went, where its files are, and how to go on.")
final class ShowCommand implements Callable<Integer> {
  @ParentCommand private TrainCommand parent;

  @Parameters(paramLabel = "RUN", description = "The folder of the run.")
  private Path run;

  @Mixin private JsonOption json;

  @Override
  public Integer call() throws IOException {
    RunSummary summary = RunSummary.read(run);
    if (json.isSet()) {
      parent.context().console().json(RunJson.whole(summary).toPrettyJson());
    } else {
      RunText.show(summary, parent.context().console(), Instant.now());
    }
    return ExitStatus.DONE;
  }
}
