package liviano.formats.importer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import liviano.formats.ReadModel;
import liviano.formats.importer.ImportedModel.Facts;
import liviano.formats.importer.ImportedModel.NamedClasses;
import liviano.graph.Graph;
import liviano.graph.GraphBuilder;
import liviano.graph.Op;
import liviano.graph.Padding;
import liviano.graph.Value;
import liviano.graph.Window;
import liviano.model.Labels;
import liviano.model.RandomWeights;
import liviano.tensor.Sampling;
import liviano.tensor.Shape;
import org.junit.jupiter.api.Test;

/** What is said of an imported network: its labels, and where they come from. */
class ImportedModelTest {

  /** A network that is none of the zoo may be one of ImageNet all the same. */
  @Test
  void aThousandClassesAreTakenForImageNets() {
    ReadModel read = classifier(1000, Optional.empty());

    assertThat(read.model().card().labels()).isEqualTo(Labels.imageNet());
    assertThat(read.notices()).singleElement().asString().contains("a guess by their number");
    assertThat(classifier(1001, Optional.empty()).model().card().labels())
        .isEqualTo(Labels.imageNetWithBackground());
    assertThat(classifier(999, Optional.empty()).model().card().labels()).isEmpty();
  }

  @Test
  void labelsOfTheFileGoFirst() {
    List<String> own = Labels.imageNet().reversed();
    ReadModel read = classifier(1000, Optional.of(new NamedClasses(own, "labels.txt beside it")));

    assertThat(read.model().card().labels()).isEqualTo(own);
    assertThat(read.notices().getFirst()).contains("labels.txt beside it");
  }

  @Test
  void aSegmenterOfAsManyClassesIsTakenForPascalVocs() {
    assertThat(segmenter(21).model().card().labels()).isEqualTo(Labels.pascalVoc());
    assertThat(segmenter(21).notices().getFirst())
        .contains("PASCAL VOC's, of 21, which is a guess");
    assertThat(segmenter(20).model().card().labels()).isEmpty();
    assertThat(classifier(21, Optional.empty()).model().card().labels()).isEmpty();
  }

  private static ReadModel segmenter(int classes) {
    GraphBuilder builder = Graph.builder();
    Value image = builder.input("image", Shape.of(8, 8, 3));
    Op scores = new Op.Conv2d(classes, Window.square(1, 1, Padding.NONE), 1, true);
    Op resize = new Op.ResizeBilinear(8, 8, Sampling.ALIGN_CORNERS);
    Value resized = builder.add("up", resize, builder.add("scores", scores, image));
    return read(builder.output("map", resized).build(), Optional.empty());
  }

  private static ReadModel classifier(int classes, Optional<NamedClasses> labels) {
    GraphBuilder builder = Graph.builder();
    Value image = builder.input("image", Shape.of(8, 8, 3));
    Value pooled = builder.add("pool", new Op.GlobalAveragePool(), image);
    Value dense = builder.add("dense", new Op.Dense(classes, true), pooled);
    Graph graph = builder.output("scores", dense).build();
    return read(graph, labels);
  }

  private static ReadModel read(Graph graph, Optional<NamedClasses> labels) {
    return ImportedModel.of(
        new ImportedGraph(graph, RandomWeights.of(graph, 1)),
        new Facts("a file", "small", labels, Optional.empty()));
  }
}
