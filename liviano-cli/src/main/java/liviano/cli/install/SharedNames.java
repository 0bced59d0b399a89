package liviano.cli.install;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import liviano.formats.store.Catalogue;
import liviano.formats.store.Published;
import liviano.formats.store.Source;

/** Which file names of public addresses do not say what is in the file. */
final class SharedNames {
  private SharedNames() {}

  /** Those that several models have, and all files of folders. */
  static Set<String> of(Catalogue catalogue) {
    Set<String> once = new HashSet<>();
    Set<String> shared = new HashSet<>();
    List<Source> sources =
        catalogue.all().stream().map(Published::sources).flatMap(List::stream).toList();
    for (Source source : sources) {
      switch (source) {
        case Source.NpmPackage _ -> {}
        case Source.WebFolder folder -> shared.addAll(folder.files().keySet());
        case Source.WebFile file -> {
          if (!once.add(file.fileName())) {
            shared.add(file.fileName());
          }
        }
      }
    }
    return shared;
  }
}
