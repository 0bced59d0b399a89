package liviano.cli.models;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import liviano.cli.CommandContext;
import liviano.cli.CommandException;
import liviano.cli.ExitStatus;
import liviano.formats.store.ModelStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Deletes installed models. */
@Command(name = "remove", sortOptions = false, description = "Delete installed models.")
final class ModelsRemoveCommand implements Callable<Integer> {
  @ParentCommand private ModelsCommand parent;

  @Parameters(arity = "1..*", paramLabel = "NAME", description = "What to delete.")
  private List<String> names = List.of();

  @Override
  public Integer call() throws IOException {
    CommandContext context = parent.context();
    ModelStore store = new ModelStore(context.modelFolder());
    List<String> files = new ArrayList<>();
    for (String name : names) {
      files.add(installed(store, name));
    }
    for (String name : files) {
      store.remove(name);
      context.console().notice(name + " is removed");
    }
    return ExitStatus.DONE;
  }

  /** The name of the model's file; all are looked up before the first is deleted. */
  private static String installed(ModelStore store, String name) {
    Path file =
        InstalledModel.file(store, name)
            .orElseThrow(
                () ->
                    new CommandException(
                        String.format(
                            Locale.ROOT, "%s: no model of that name in %s", name, store.folder())));
    String fileName = file.getFileName().toString();
    return fileName.substring(0, fileName.length() - ModelStore.ENDING.length());
  }
}
