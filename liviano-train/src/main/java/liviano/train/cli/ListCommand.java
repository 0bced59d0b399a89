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
import liviano.cli.ExitStatus;
import liviano.cli.options.JsonOption;
import liviano.train.run.RunSummary;
import liviano.train.run.RunSummary.Found;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Lists the runs in a folder. */
@Command(
    name = "list",
    sortOptions = false,
    description = "List the runs in a folder: what each is at, and its best score.",
    footer = "Exit status 1 if a run cannot be read.")
final class ListCommand implements Callable<Integer> {
  private static final Path USUAL = Path.of("runs");

  @ParentCommand private TrainCommand parent;

  @Parameters(
      paramLabel = "FOLDER",
      arity = "0..1",
      description = "Where they are; this folder and the folder runs in it if not given.")
  private Optional<Path> folder = Optional.empty();

  @Mixin private JsonOption json;

  @Override
  public Integer call() throws IOException {
    List<RunSummary> runs = new ArrayList<>();
    int status = ExitStatus.DONE;
    for (Found found : found()) {
      switch (found) {
        case Found.Sound sound -> runs.add(sound.summary());
        case Found.Broken broken -> {
          parent.context().report(broken.folder().toString(), broken.failure());
          status = ExitStatus.FAILED;
        }
      }
    }
    if (json.isSet()) {
      parent.context().console().json(RunJson.list(runs).toPrettyJson());
    } else if (runs.isEmpty() && status == ExitStatus.DONE) {
      RunText.none(folder).forEach(parent.context().console()::line);
    } else {
      RunText.list(runs, folder, parent.context().console(), Instant.now());
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
