package liviano.cli.install;

import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import liviano.formats.store.Catalogue;
import liviano.formats.store.Published;
import liviano.formats.store.Source;

/**
 * What files of public addresses are called in a mirror: their own names, or host and path of their
 * addresses, as {@code wget -x} lays files out.
 *
 * @param shared file names that do not say what is in the file, since several models have them;
 *     such files have the second name only
 */
record MirrorNames(Set<String> shared) {
  /** Those of the published models; no file of a folder is known by its own name. */
  static MirrorNames of(Catalogue catalogue) {
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
    return new MirrorNames(Set.copyOf(shared));
  }

  /**
   * The names of the file at an address, with slashes, below the mirror's place; the best first.
   */
  List<String> of(URI address) {
    String full = address.getHost() + address.getPath();
    String own = Source.last(address.getPath());
    return shared.contains(own) ? List.of(full) : List.of(own, full);
  }
}
