package liviano.cli.models;

import java.io.IOException;
import java.util.concurrent.Callable;
import liviano.cli.options.JsonOption;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Lists published models and those that are installed. */
@Command(
    name = "list",
    sortOptions = false,
    description = "List the published models that can be pulled, and those that are installed.",
    footer = "Exit status 1 if an installed model is broken.")
final class ModelsListCommand implements Callable<Integer> {
  @ParentCommand private ModelsCommand parent;

  @Option(names = "--installed", description = "Those that are installed alone.")
  private boolean installed;

  @Mixin private JsonOption json;

  @Override
  public Integer call() throws IOException {
    ModelList list = ModelList.of(parent.context());
    if (json.isSet()) {
      parent
          .context()
          .console()
          .json((installed ? list.installedAlone() : list.all()).toPrettyJson());
    } else if (installed) {
      list.printInstalled();
    } else {
      list.printAll();
    }
    return list.status();
  }
}
