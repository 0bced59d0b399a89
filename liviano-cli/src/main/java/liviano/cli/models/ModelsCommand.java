package liviano.cli.models;

import java.io.IOException;
import java.util.concurrent.Callable;
import liviano.cli.CommandContext;
import liviano.cli.options.JsonOption;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The published models and the store; by itself it lists the installed ones. */
@Command(
    name = "models",
    synopsisSubcommandLabel = "[COMMAND]",
    subcommands = {
      ModelsListCommand.class,
      ModelsPullCommand.class,
      ModelsShowCommand.class,
      ModelsRemoveCommand.class,
      ModelsVerifyCommand.class
    },
    description = "Fetch, list and check models; without COMMAND list the installed ones.",
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
    ModelList list = ModelList.of(context);
    if (json.isSet()) {
      context.console().json(list.installedAlone().toPrettyJson());
    } else {
      list.printInstalled();
    }
    return list.status();
  }
}
