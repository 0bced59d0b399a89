package liviano.cli.models;

import java.nio.file.Path;
import java.util.Optional;
import liviano.formats.store.Catalogue;
import liviano.formats.store.ModelStore;

/** Finds installed models by any of their names. */
final class InstalledModel {
  private InstalledModel() {}

  /** The file of an installed model; its name may be an alias of the catalogue's. */
  static Optional<Path> file(ModelStore store, String name) {
    return store
        .find(name)
        .or(() -> Catalogue.builtIn().find(name).flatMap(model -> store.find(model.name())));
  }
}
