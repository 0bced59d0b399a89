package liviano.formats.keras;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import liviano.Limits;
import liviano.formats.ReadModel;
import liviano.formats.importer.ForeignGraph;
import liviano.formats.importer.GraphImporter;
import liviano.formats.importer.ImportedModel;
import liviano.formats.importer.ImportedModel.Facts;
import liviano.formats.importer.LabelFiles;

/** From a network of Keras with its weights to a model of ours. */
final class KerasImport {
  private KerasImport() {}

  /**
   * The model.
   *
   * @param title of the kind of file, for people
   * @param path of the file, beside which there may be labels
   */
  static ReadModel of(
      KerasModel model,
      LayerWeights weights,
      Dialect dialect,
      String title,
      Path path,
      Limits limits)
      throws IOException {
    ForeignGraph network = KerasNetwork.of(model, weights, dialect, limits);
    return ImportedModel.of(
        GraphImporter.of(network, limits),
        new Facts(
            title,
            path.getFileName().toString(),
            LabelFiles.beside(path, limits),
            Optional.empty()));
  }
}
