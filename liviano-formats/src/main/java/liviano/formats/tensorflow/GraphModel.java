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
import liviano.formats.importer.ImportedModel.NamedClasses;
import liviano.formats.importer.LabelFiles;
import liviano.graph.Graph;
import liviano.model.Fit;
import liviano.model.Labels;
import liviano.model.Model;
import liviano.model.Normalization;
import liviano.model.Preprocessing;
import liviano.model.Preset;

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
            LabelFiles.beside(file).or(() -> prepared.flatMap(_ -> pascalVoc(imported.graph()))),
            prepared.map(Preparation::normalization).or(() -> pixels(graph, network)));
    ReadModel read = ImportedModel.of(imported, facts);
    return prepared.map(found -> prepared(read, found)).orElse(read);
  }

  /** A graph that takes bytes prepares pixels itself. */
  private static Optional<Normalization> pixels(GraphDef graph, ForeignGraph network) {
    String input = network.names().get(network.inputs().firstEntry().getKey());
    return graph
        .find(input)
        .filter(node -> node.op().equals("Placeholder"))
        .flatMap(node -> node.type("dtype"))
        .filter(type -> type == DataType.DT_UINT8)
        .map(_ -> Normalization.none());
  }

  /** DeepLab's networks of so many classes are those of PASCAL VOC. */
  private static Optional<NamedClasses> pascalVoc(Graph graph) {
    List<String> labels = Labels.pascalVoc();
    int classes = graph.outputs().lastEntry().getValue().shape().channels();
    return classes == labels.size()
        ? Optional.of(new NamedClasses(labels, "PASCAL VOC's, as it has as many classes"))
        : Optional.empty();
  }

  /** The preparation that the graph had: the whole picture, what is left of the square grey. */
  private static ReadModel prepared(ReadModel read, Preparation found) {
    Model model = read.model();
    Preprocessing card = model.card().preprocessing();
    Preprocessing preprocessing =
        Preset.DEEPLAB
            .preprocessing(card.width(), card.height())
            .withFit(new Fit.Pad(found.normalization().mean()))
            .withNormalization(found.normalization());
    List<String> notices = new ArrayList<>(read.notices());
    notices.add(found.notice());
    return new ReadModel(model.withCard(model.card().withPreprocessing(preprocessing)), notices);
  }
}
