package liviano.cli.teach;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import liviano.cli.CommandContext;
import liviano.cli.CommandException;
import liviano.cli.UsageException;
import liviano.cli.install.Installer;
import liviano.cli.install.PublishedModels;
import liviano.cli.options.ModelOption;
import liviano.formats.store.ModelStore;
import liviano.model.Model;

/** The model whose body looks at pictures, where the verb gives none of its own. */
final class BaseModel {
  /** The best first. */
  private static final List<String> USUAL =
      List.of(ModelOption.DEFAULT_CLASSIFIER, ModelOption.DEFAULT_DETECTOR);

  private BaseModel() {}

  /**
   * The model that was given; otherwise the installed classifier, else the detector, which is
   * installed first if need be. Says which one it is.
   *
   * @throws UsageException if none was given and none can or may be fetched
   * @throws CommandException if there is no such model
   * @throws IOException if it cannot be read
   */
  static Model load(Optional<String> given, CommandContext context) throws IOException {
    if (given.isPresent()) {
      return ModelOption.read(find(given.get(), context), context);
    }
    ModelStore store = new ModelStore(context.modelFolder());
    for (String name : USUAL) {
      Optional<Path> installed = store.find(name);
      if (installed.isPresent()) {
        return said(ModelOption.read(installed.get()), name, context);
      }
    }
    for (String name : USUAL) {
      var published = PublishedModels.find(name);
      if (published.isPresent()) {
        Path fetched = Installer.of(context).require(published.get());
        return said(ModelOption.read(fetched), name, context);
      }
    }
    throw new UsageException("no model to start from: give one with --base");
  }

  private static Model said(Model model, String name, CommandContext context) {
    context
        .console()
        .notice(
            String.format(
                Locale.ROOT, "pictures are looked at by %s (%s)", name, model.card().title()));
    return model;
  }

  private static Path find(String argument, CommandContext context) {
    try {
      Path file = Path.of(argument);
      if (!argument.isEmpty() && Files.exists(file)) {
        return file;
      }
    } catch (InvalidPathException e) {
      throw new CommandException(
          String.format(Locale.ROOT, "%s: not a file name on this system", argument), e);
    }
    return (ModelStore.isName(argument)
            ? new ModelStore(context.modelFolder()).find(argument)
            : Optional.<Path>empty())
        .orElseThrow(
            () ->
                new CommandException(
                    String.format(
                        Locale.ROOT,
                        "%s: no such file, and no model of that name in %s",
                        argument,
                        context.modelFolder())));
  }
}
