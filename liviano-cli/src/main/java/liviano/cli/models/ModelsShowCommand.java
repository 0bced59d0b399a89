package liviano.cli.models;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import liviano.cli.CommandContext;
import liviano.cli.CommandException;
import liviano.cli.ExitStatus;
import liviano.cli.options.JsonOption;
import liviano.cli.options.ModelOption;
import liviano.formats.store.Catalogue;
import liviano.formats.store.ModelStore;
import liviano.formats.store.Published;
import liviano.formats.store.StoredModel;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Says what is known of a model. */
@Command(
    name = "show",
    sortOptions = false,
    description = "Say what is known of a model: a published or installed one, or one in a file.")
final class ModelsShowCommand implements Callable<Integer> {
  @ParentCommand private ModelsCommand parent;

  @Parameters(paramLabel = "NAME|FILE", description = "Which model.")
  private String name;

  @Mixin private JsonOption json;

  @Override
  public Integer call() throws IOException {
    CommandContext context = parent.context();
    ModelDescription description = description(context);
    if (json.isSet()) {
      context.console().json(description.json().toPrettyJson());
    } else {
      description.lines(context.console().terminal().columns()).forEach(context.console()::line);
    }
    return ExitStatus.DONE;
  }

  private ModelDescription description(CommandContext context) throws IOException {
    ModelStore store = new ModelStore(context.modelFolder());
    Optional<Path> file = file();
    if (file.isPresent()) {
      return ModelDescription.of(file.get(), ModelOption.read(file.get(), context));
    }
    Optional<Path> installed = InstalledModel.file(store, name);
    if (installed.isPresent()) {
      Path path = installed.get();
      StoredModel stored =
          store.list().stream()
              .filter(model -> model.file().equals(path))
              .findFirst()
              .orElseThrow(() -> new CommandException(path + ": it was removed meanwhile"));
      return ModelDescription.installed(
          path, ModelOption.read(path), Records.provenance(store, stored, context));
    }
    Published published = Catalogue.builtIn().find(name).orElseThrow(() -> unknown(store));
    return ModelDescription.published(
        published, Records.downloads(store, context).orElse(Map.of()));
  }

  private Optional<Path> file() {
    try {
      return Optional.of(Path.of(name)).filter(Files::exists).filter(_ -> !name.isEmpty());
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  private CommandException unknown(ModelStore store) {
    List<String> near = Catalogue.builtIn().near(name);
    return new CommandException(
        String.format(
            Locale.ROOT,
            "%s: no such file, no model of that name in %s, and none published%s",
            name,
            store.folder(),
            near.isEmpty() ? "" : "; did you mean " + String.join(" or ", near) + "?"));
  }
}
