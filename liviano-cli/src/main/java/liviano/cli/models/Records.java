package liviano.cli.models;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.Map;
import java.util.Optional;
import liviano.MalformedModelException;
import liviano.cli.CommandContext;
import liviano.formats.store.Digest;
import liviano.formats.store.ModelStore;
import liviano.formats.store.Provenance;
import liviano.formats.store.StoredModel;

/**
 * What a store remembers, for verbs that only tell it: where the file that has it is damaged they
 * say so in a line on standard error, and tell the rest.
 */
final class Records {
  private Records() {}

  /** What downloads were when they were first fetched; empty where that is damaged. */
  static Optional<Map<String, Digest>> downloads(ModelStore store, CommandContext context)
      throws IOException {
    try {
      return Optional.of(store.knownDownloads());
    } catch (MalformedModelException | FileSystemException e) {
      context.report(store.records().toString(), e);
      return Optional.empty();
    }
  }

  /** What a model was when it was installed; empty where that is not known, or damaged. */
  static Optional<Provenance> provenance(
      ModelStore store, StoredModel model, CommandContext context) throws IOException {
    try {
      return store.provenance(model);
    } catch (MalformedModelException e) {
      context.report(store.records().toString(), e);
      return Optional.empty();
    }
  }
}
