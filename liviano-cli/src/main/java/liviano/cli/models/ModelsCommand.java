package liviano.cli.models;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import liviano.cli.CommandContext;
import liviano.cli.ExitStatus;
import liviano.cli.options.JsonOption;
import liviano.cli.output.Console;
import liviano.cli.output.Table;
import liviano.cli.output.Table.Align;
import liviano.cli.output.Text;
import liviano.cli.output.Words;
import liviano.formats.store.ModelStore;
import liviano.formats.store.StoredModel;
import liviano.json.JsonArray;
import liviano.json.JsonObject;
import liviano.zoo.Recipe;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists the installed models. */
@Command(
    name = "models",
    synopsisSubcommandLabel = "[COMMAND]",
    subcommands = ModelsInstallCommand.class,
    description = "List the installed models.",
    footer = "Exit status 1 if one of them is broken.")
public final class ModelsCommand implements Callable<Integer> {
  private final CommandContext context;

  @Mixin private JsonOption json;

  public ModelsCommand(CommandContext context) {
    this.context = context;
  }

  CommandContext context() {
    return context;
  }

  @Override
  public Integer call() throws IOException {
    ModelStore store = new ModelStore(context.modelFolder());
    List<StoredModel.Installed> installed = new ArrayList<>();
    int status = ExitStatus.DONE;
    for (StoredModel model : store.list()) {
      switch (model) {
        case StoredModel.Installed sound -> installed.add(sound);
        case StoredModel.Broken broken -> {
          context.report(broken.file().toString(), broken.failure());
          status = ExitStatus.FAILED;
        }
      }
    }
    if (json.isSet()) {
      context
          .console()
          .json(
              JsonArray.of(installed.stream().map(ModelsCommand::toJson).toList()).toPrettyJson());
    } else {
      print(installed, store);
    }
    return status;
  }

  private static JsonObject toJson(StoredModel.Installed model) {
    JsonObject.Builder json =
        JsonObject.builder()
            .put("name", model.name())
            .put("task", Words.lower(model.card().task()))
            .put("title", model.card().title());
    model.recipe().ifPresent(recipe -> json.put("network", recipe.architecture()));
    return json.put("bytes", model.bytes()).put("licence", model.card().licence()).build();
  }

  private void print(List<StoredModel.Installed> models, ModelStore store) {
    Console console = context.console();
    if (models.isEmpty()) {
      console.line(Text.oneLine(String.format(Locale.ROOT, "No models in %s.", store.folder())));
      return;
    }
    Table table =
        new Table(Align.LEFT, Align.LEFT, Align.LEFT, Align.RIGHT, Align.LEFT)
            .row("model", "task", "network", "size", "licence");
    for (StoredModel.Installed model : models) {
      table.row(
          model.name(),
          Words.lower(model.card().task()),
          model.recipe().map(ModelsCommand::described).orElse("(imported)"),
          Words.mebibytes(model.bytes()),
          model.card().licence().isEmpty() ? "unknown" : model.card().licence());
    }
    List<String> lines = table.lines();
    console.line(console.styled(lines.getFirst(), Console.Style.FAINT));
    lines.stream().skip(1).forEach(console::line);
  }

  private static String described(Recipe recipe) {
    return String.format(
        Locale.ROOT, "%s %s/%d", recipe.architecture(), recipe.width(), recipe.resolution());
  }
}
