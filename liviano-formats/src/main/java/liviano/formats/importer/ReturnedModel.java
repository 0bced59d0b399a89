package liviano.formats.importer;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import liviano.MalformedModelException;
import liviano.formats.ReadModel;
import liviano.formats.Recognition;
import liviano.graph.Graph;
import liviano.model.Model;
import liviano.model.ModelInfo;

/**
 * A model that was written to a file of another kind and comes back. The file's own description of
 * its network counts: ours, which travels beside it as texts, gives names to what is found there.
 */
public final class ReturnedModel {
  private ReturnedModel() {}

  /**
   * The model as it was written, if the texts are those of one; otherwise what {@link
   * ImportedModel} makes of the network, and likewise if the network has been changed since.
   *
   * @param texts that the file has beside its network, by their keys
   * @throws liviano.MalformedModelException if the texts are broken, or a weight is no finite
   *     number
   * @throws liviano.UnsupportedModelException if they are of a newer version
   */
  public static ReadModel of(
      ImportedGraph imported, ImportedModel.Facts facts, Map<String, String> texts) {
    if (!Model.isModel(texts)) {
      return ImportedModel.of(imported, facts);
    }
    Graph ours = Model.graph(texts);
    ModelInfo info = ModelInfo.find(texts).orElseThrow(ReturnedModel::withoutCard);
    Graph theirs = imported.graph();
    if (ours.outputs().size() == theirs.outputs().size()
        && ours.inputs().size() == theirs.inputs().size()) {
      Recognition found = Recognition.of(ours, theirs);
      if (found.difference().isEmpty()) {
        return ReadModel.of(
            new Model(ours, found.renamed(ours, imported.weights()), info.card(), info.recipe()));
      }
    }
    ReadModel read = ImportedModel.of(imported, facts);
    return new ReadModel(
        read.model(),
        List.of(
            String.format(
                Locale.ROOT,
                "%s; Liviano wrote it, and its network has been changed since",
                String.join("; ", read.notices()))));
  }

  private static MalformedModelException withoutCard() {
    return new MalformedModelException(
        "it has a graph of Liviano's beside its network and no card");
  }
}
