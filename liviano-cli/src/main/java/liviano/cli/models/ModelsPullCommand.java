package liviano.cli.models;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.SequencedSet;
import java.util.concurrent.Callable;
import liviano.cli.CommandContext;
import liviano.cli.CommandException;
import liviano.cli.ExitStatus;
import liviano.cli.Invocation;
import liviano.cli.UsageException;
import liviano.cli.install.Installer;
import liviano.formats.store.Catalogue;
import liviano.formats.store.ModelStore;
import liviano.formats.store.Published;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Fetches published models and converts them into the store. */
@Command(
    name = "pull",
    sortOptions = false,
    description = "Fetch published models, check them, and convert them.",
    footer = "'liviano models list' shows what there is. Exit status 1 if one cannot be had.")
final class ModelsPullCommand implements Callable<Integer> {
  /** What {@code --all-small} takes, in trained numbers. */
  private static final long SMALL = 2_000_000;

  /** The published models, for the shell's completion. */
  static final class Names implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Catalogue.builtIn().all().stream().map(Published::name).iterator();
    }
  }

  @ParentCommand private ModelsCommand parent;

  @Parameters(
      arity = "0..*",
      paramLabel = "NAME",
      completionCandidates = Names.class,
      description = "What to fetch.")
  private List<String> names = List.of();

  @Option(
      names = "--all-small",
      description = "Fetch all that have at most two million parameters.")
  private boolean allSmall;

  @Option(names = "--force", description = "Fetch it anew where it is installed already.")
  private boolean force;

  @Override
  public Integer call() {
    CommandContext context = parent.context();
    SequencedSet<Published> wanted = wanted(Catalogue.builtIn());
    ModelStore store = new ModelStore(context.modelFolder());
    Installer installer = Installer.of(context);
    int status = ExitStatus.DONE;
    for (Published model : wanted) {
      if (!force && store.find(model.name()).isPresent()) {
        context.console().notice(model.name() + " is installed already; --force fetches it anew");
        continue;
      }
      try {
        installer.install(model, force);
      } catch (CommandException e) {
        context.report("", e);
        status = ExitStatus.FAILED;
      }
    }
    return status;
  }

  private SequencedSet<Published> wanted(Catalogue catalogue) {
    SequencedSet<Published> wanted = new LinkedHashSet<>();
    for (String name : names) {
      wanted.add(catalogue.find(name).orElseThrow(() -> unknown(name, catalogue)));
    }
    if (allSmall) {
      catalogue.all().stream().filter(m -> m.parameters() <= SMALL).forEach(wanted::add);
    }
    if (wanted.isEmpty()) {
      throw new UsageException(
          "give the NAME of a published model; " + Invocation.of("models list") + " has them");
    }
    return wanted;
  }

  private static UsageException unknown(String name, Catalogue catalogue) {
    List<String> near = catalogue.near(name);
    return new UsageException(
        String.format(
            Locale.ROOT,
            "no published model is called '%s'; %s'liviano models list' has them all",
            name,
            near.isEmpty() ? "" : "did you mean " + String.join(" or ", near) + "? "));
  }
}
