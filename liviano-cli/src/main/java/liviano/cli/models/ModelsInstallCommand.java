package liviano.cli.models;

import java.util.Iterator;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import liviano.cli.CommandContext;
import liviano.cli.ExitStatus;
import liviano.cli.UsageException;
import liviano.cli.install.Installer;
import liviano.formats.store.Catalogue;
import liviano.formats.store.ModelStore;
import liviano.formats.store.Published;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Fetches a published model and converts it into the store. */
@Command(
    name = "install",
    sortOptions = false,
    description = "Fetch a published model, check it, and convert it.")
final class ModelsInstallCommand implements Callable<Integer> {
  /** The published models, for the help and the shell's completion. */
  static final class Names implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Catalogue.builtIn().all().stream().map(Published::name).iterator();
    }
  }

  @ParentCommand private ModelsCommand parent;

  @Parameters(
      paramLabel = "NAME",
      completionCandidates = Names.class,
      description = "What to install: ${COMPLETION-CANDIDATES}.")
  private String name;

  @Option(names = "--force", description = "Fetch it anew where it is installed already.")
  private boolean force;

  @Override
  public Integer call() {
    CommandContext context = parent.context();
    Published model = Catalogue.builtIn().find(name).orElseThrow(() -> unknown(name));
    if (!force && new ModelStore(context.modelFolder()).find(name).isPresent()) {
      context.console().notice(name + " is installed already; --force fetches it anew");
      return ExitStatus.DONE;
    }
    Installer.of(context).install(model, force);
    return ExitStatus.DONE;
  }

  private static UsageException unknown(String name) {
    return new UsageException(
        String.format(
            Locale.ROOT,
            "no published model is called '%s'; there is %s",
            name,
            Catalogue.builtIn().all().stream()
                .map(Published::name)
                .collect(Collectors.joining(", "))));
  }
}
