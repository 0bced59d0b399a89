package liviano.cli.models;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import liviano.LivianoException;
import liviano.cli.CommandContext;
import liviano.cli.CommandException;
import liviano.cli.ExitStatus;
import liviano.cli.Invocation;
import liviano.cli.output.Text;
import liviano.formats.store.Catalogue;
import liviano.formats.store.Digest;
import liviano.formats.store.ModelStore;
import liviano.formats.store.Provenance;
import liviano.formats.store.StoredModel;
import liviano.model.Model;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Reads installed models again and compares them with what they were. */
@Command(
    name = "verify",
    sortOptions = false,
    description =
        "Read installed models again: whether each is what it was when it was installed, and whole.",
    footer = "Exit status 1 if one of them is broken.")
final class ModelsVerifyCommand implements Callable<Integer> {
  @ParentCommand private ModelsCommand parent;

  @Parameters(arity = "0..*", paramLabel = "NAME", description = "Which; all if none is given.")
  private List<String> names = List.of();

  @Override
  public Integer call() throws IOException {
    CommandContext context = parent.context();
    ModelStore store = new ModelStore(context.modelFolder());
    int status = ExitStatus.DONE;
    for (StoredModel model : models(store)) {
      try {
        String verdict = verdict(store, model);
        context
            .console()
            .line(Text.oneLine(String.format(Locale.ROOT, "%s: %s", model.name(), verdict)));
      } catch (IOException | LivianoException | CommandException e) {
        context.report(model.file().toString(), e);
        status = ExitStatus.FAILED;
      }
    }
    return status;
  }

  private List<StoredModel> models(ModelStore store) throws IOException {
    List<StoredModel> all = store.list();
    for (String name : names) {
      Optional<Path> file = InstalledModel.file(store, name);
      if (file.isEmpty() && all.stream().noneMatch(model -> model.name().equals(name))) {
        throw new CommandException(
            String.format(Locale.ROOT, "%s: no model of that name in %s", name, store.folder()));
      }
    }
    List<Path> wanted =
        names.stream().flatMap(name -> InstalledModel.file(store, name).stream()).toList();
    return names.isEmpty()
        ? all
        : all.stream()
            .filter(model -> names.contains(model.name()) || wanted.contains(model.file()))
            .toList();
  }

  /** What there is to say of a sound model. */
  private static String verdict(ModelStore store, StoredModel model) throws IOException {
    Optional<Provenance> installed = store.provenance(model);
    if (installed.isPresent()) {
      requireSize(model, installed.get().file());
      Digest found = Digest.of(model.file());
      if (!found.equals(installed.get().file())) {
        throw new CommandException(
            String.format(
                Locale.ROOT,
                "it is another file than was installed: %s instead of %s; %s",
                found.checksum(),
                installed.get().file().checksum(),
                advice(model.name())));
      }
    }
    Model.load(model.file());
    return installed
        .map(provenance -> "as installed, " + provenance.file().checksum().words())
        .orElse("it can be read; what it was when it came is not recorded");
  }

  /** Before the file is read, which may take long. */
  private static void requireSize(StoredModel model, Digest installed) throws IOException {
    long bytes = Files.size(model.file());
    long expected = installed.bytes().orElse(bytes);
    if (bytes != expected) {
      throw new CommandException(
          String.format(
              Locale.ROOT,
              "it is another file than was installed: %,d bytes instead of %,d; %s",
              bytes,
              expected,
              advice(model.name())));
    }
  }

  private static String advice(String name) {
    return Catalogue.builtIn().find(name).isPresent()
        ? String.format(
            Locale.ROOT, "%s fetches it again", Invocation.of("models pull " + name + " --force"))
        : String.format(Locale.ROOT, "%s deletes it", Invocation.of("models remove " + name));
  }
}
