package liviano.formats.tensorflow;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
    List<String> ends = cut.outputs().isEmpty() ? GraphEnds.of(graph) : cut.outputs();
    Optional<Preparation> prepared = cut.isNone() ? Preparation.of(graph, ends) : Optional.empty();
    GraphCut whole = prepared.map(Preparation::cut).orElse(new GraphCut(cut.inputs(), ends));
    ForeignGraph network = GraphNetwork.of(graph, whole);
    ImportedGraph imported = GraphImporter.of(network, Budget.defaults());
    Facts facts =
        new Facts(
            format,
            file.getFileName().toString(),
            LabelFiles.beside(file),
            prepared.map(Preparation::normalization));
    ReadModel read = ImportedModel.of(imported, facts);
    List<String> notices = new ArrayList<>(read.notices());
    prepared.map(Preparation::notice).ifPresent(notices::add);
    return new ReadModel(read.model(), notices);
  }
}
