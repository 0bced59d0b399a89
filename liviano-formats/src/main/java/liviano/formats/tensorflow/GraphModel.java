package liviano.formats.tensorflow;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import liviano.Budget;
import liviano.formats.GraphCut;
import liviano.formats.ReadModel;
import liviano.formats.importer.ForeignGraph;
import liviano.formats.importer.GraphImporter;
import liviano.formats.importer.ImportedGraph;
import liviano.formats.importer.ImportedModel;
import liviano.formats.importer.ImportedModel.Facts;
import liviano.formats.importer.LabelFiles;

/** A TensorFlow graph as a model. */
final class GraphModel {
  private GraphModel() {}

  /**
   * The model.
   *
   * @param format of the file, for people
   */
  static ReadModel of(GraphDef graph, GraphCut cut, String format, Path file) throws IOException {
    GraphCut ends = cut.outputs().isEmpty() ? new GraphCut(cut.inputs(), GraphEnds.of(graph)) : cut;
    ForeignGraph network = GraphNetwork.of(graph, ends);
    ImportedGraph imported = GraphImporter.of(network, Budget.defaults());
    return ImportedModel.of(
        imported,
        new Facts(
            format, file.getFileName().toString(), LabelFiles.beside(file), Optional.empty()));
  }
}
