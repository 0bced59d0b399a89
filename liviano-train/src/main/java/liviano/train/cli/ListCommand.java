package liviano.train.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import liviano.cli.CommandContext;
import liviano.cli.ExitStatus;
import liviano.cli.options.JsonOption;
import liviano.train.run.RunSummary;
import liviano.train.run.RunSummary.Found;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Lists the runs in a folder. */
@Command(
    name = "list",
    sortOptions = false,
    description = "List the runs in a folder: what each is at, and its best score.",
    footer = "Exit status 1 if a run cannot be read.")
public final class ListCommand implements Callable<Integer> {
  private static final Path USUAL = Path.of("runs");

  private final CommandContext context;

  @Parameters(
      paramLabel = "FOLDER",
      arity = "0..1",
      description = "Where they are; this folder and the folder runs in it if not given.")
  private Optional<Path> folder = Optional.empty();

  @Mixin private JsonOption json;

  /** For the command that it belongs to. */
  public ListCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws IOException {
    List<RunSummary> runs = new ArrayList<>();
    int status = ExitStatus.DONE;
    for (Found found : found()) {
      switch (found) {
        case Found.Sound sound -> runs.add(sound.summary());
        case Found.Broken broken -> {
          context.report(broken.folder().toString(), broken.failure());
          status = ExitStatus.FAILED;
        }
      }
    }
    if (json.isSet()) {
      context.console().json(RunJson.list(runs).toPrettyJson());
    } else if (runs.isEmpty() && status == ExitStatus.DONE) {
      RunText.none(folder).forEach(context.console()::line);
    } else {
      RunText.list(runs, folder, context.console(), Instant.now());
    }
    return status;
  }

  private List<Found> found() throws IOException {
    if (folder.isPresent()) {
      if (Files.exists(folder.get()) && !Files.isDirectory(folder.get())) {
        throw new NotDirectoryException(folder.get().toString());
      }
      return RunSummary.in(folder.get());
    }
    List<Found> all = new ArrayList<>(RunSummary.in(Path.of("")));
    if (Files.isDirectory(USUAL)) {
      all.addAll(RunSummary.in(USUAL));
    }
    return all;
  }
}
