package liviano.cli.serve;

import java.io.IOException;
import java.util.List;
import liviano.cli.CommandContext;
import liviano.cli.CommandException;
import liviano.cli.UsageException;
import liviano.cli.install.Installer;
import liviano.formats.store.Catalogue;
import liviano.formats.store.ModelStore;
import liviano.formats.store.Published;
import liviano.server.ModelInstaller;

/** Installs published models into the user's store. */
record StoreInstaller(CommandContext context) implements ModelInstaller {

  @Override
  public List<Installable> installable() {
    ModelStore store = new ModelStore(context.modelFolder());
    return Catalogue.builtIn().all().stream()
        .filter(model -> store.find(model.name()).isEmpty())
        .map(
            model ->
                new Installable(
                    model.name(), model.title(), model.task(), model.licence(), bytes(model)))
        .toList();
  }

  private static long bytes(Published model) {
    return model.bytes().orElse(model.parameters() * Float.BYTES);
  }

  @Override
  public void install(String name, Progress progress) throws IOException {
    Published model =
        Catalogue.builtIn()
            .find(name)
            .orElseThrow(() -> new IllegalArgumentException("not published: " + name));
    try {
      Installer.of(context)
          .telling((bytes, total) -> progress.at(bytes, total.orElse(bytes(model))))
          .install(model, false);
    } catch (CommandException | UsageException e) {
      throw new IOException(e.getMessage(), e);
    }
  }
}
