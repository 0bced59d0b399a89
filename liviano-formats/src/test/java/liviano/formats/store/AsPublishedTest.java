package liviano.formats.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SequencedMap;
import liviano.MalformedModelException;
import liviano.graph.Graph;
import liviano.model.Labels;
import liviano.model.Model;
import liviano.model.ModelCard;
import liviano.model.Preprocessing;
import liviano.model.RandomWeights;
import liviano.model.ResizeRule;
import liviano.model.VisionTask;
import liviano.zoo.Recipe;
import liviano.zoo.Zoo;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("locale")
class AsPublishedTest {
  private static final Catalogue CATALOGUE = Catalogue.builtIn();

  private static Published published(String name) {
    return CATALOGUE.find(name).orElseThrow();
  }

  private static Model read(Recipe recipe) {
    Graph graph = Zoo.graph(recipe);
    int side = recipe.resolution();
    return new Model(
        graph,
        RandomWeights.of(graph, 7),
        ModelCard.of(VisionTask.OTHER, "unknown", Preprocessing.keras(side, side)),
        Optional.of(recipe));
  }

  private static Model published(Published published, Model read) {
    Source source = published.sources().getFirst();
    SequencedMap<String, Digest> found = new LinkedHashMap<>();
    found.put(
        source.downloads().firstEntry().getKey(),
        new Digest(OptionalLong.of(5), new Checksum.Sha256("0123456789abcdef".repeat(4))));
    return AsPublished.of(published, read, source, found);
  }

  @Test
  void cardIsWhatTheCatalogueSays() {
    Recipe recipe = Recipe.of("mobilenet_v2").withWidth(0.35).withResolution(96).withClasses(1001);
    Model model = published(published("mobilenet_v2_0.35_96"), read(recipe));

    assertThat(model.card().task()).isEqualTo(VisionTask.CLASSIFICATION);
    assertThat(model.card().title()).isEqualTo("MobileNetV2 0.35, 96x96, ImageNet");
    assertThat(model.card().licence()).isEqualTo("Apache-2.0");
    assertThat(model.card().accuracy()).containsEntry("top1", 0.455).containsEntry("top5", 0.704);
    assertThat(model.card().preprocessing()).isEqualTo(Preprocessing.tensorflow(96, 96));
    assertThat(model.card().labels()).isEqualTo(Labels.imageNetWithBackground());
    assertThat(model.card().origin())
        .isEqualTo(
            "https://storage.googleapis.com/mobilenet_v2/checkpoints/mobilenet_v2_0.35_96.tgz,"
                + " SHA-256 "
                + "0123456789abcdef".repeat(4));
  }

  /** A file of weights alone is read at 224, whatever they were trained for. */
  @Test
  void inputHasThePublishedSize() {
    Recipe recipe = Recipe.of("mobilenet_v2").withWidth(0.35).withClasses(1000);
    Model read = read(recipe);
    Model model = published(published("mobilenet_v2_0.35_128"), read);

    assertThat(model.recipe()).contains(recipe.withResolution(128));
    assertThat(model.graph()).isEqualTo(Zoo.graph(recipe.withResolution(128)));
    assertThat(model.weights()).isSameAs(read.weights());
    assertThat(model.card().preprocessing()).isEqualTo(Preprocessing.tensorflow(128, 128));
    assertThat(model.card().labels()).isEqualTo(Labels.imageNet());
  }

  @Test
  void preparationIsThatOfTheWeights() {
    Recipe recipe = Recipe.of("mobilenet_v2").withClasses(1000);
    assertThat(
            published(published("mobilenet_v2_torchvision_v2"), read(recipe))
                .card()
                .preprocessing())
        .isEqualTo(published("mobilenet_v2_torchvision_v2").preparation().get().preprocessing(224))
        .asString()
        .contains("232");
    assertThat(published(published("mobilenetv2_100.ra_in1k"), read(recipe)).card().preprocessing())
        .isEqualTo(Preprocessing.torchvision(224, 224).withResize(ResizeRule.ANTIALIASED_BICUBIC));
  }

  @Test
  void anotherNetworkThanPublishedIsRefused() {
    Recipe recipe = Recipe.of("mobilenet_v2").withClasses(1001);
    assertThatThrownBy(() -> published(published("mobilenet_v2_1.4_224"), read(recipe)))
        .isInstanceOf(MalformedModelException.class)
        .hasMessage("is mobilenet_v2 of width 1.0, expected mobilenet_v2 of width 1.4");
    assertThatThrownBy(() -> published(published("mobilenet_v1_1.0_224"), read(recipe)))
        .isInstanceOf(MalformedModelException.class)
        .hasMessageContaining("expected mobilenet_v1");
    Model seven = read(recipe.withClasses(7));
    assertThatThrownBy(() -> published(published("mobilenet_v2_1.0_224"), seven))
        .isInstanceOf(MalformedModelException.class)
        .hasMessage("answers 7 classes, which are not those expected");
  }

  @Test
  void detectorKeepsTheLabelsOfItsReader() {
    Model read = read(Zoo.architecture("ssdlite_mobilenet_v2").defaults().withResolution(300));
    List<String> labels = List.of("background", "a");
    Model model =
        published(
            published("ssdlite_mobilenet_v2_coco"), read.withCard(read.card().withLabels(labels)));
    assertThat(model.card().labels()).isEqualTo(labels);
    assertThat(model.card().preprocessing()).isEqualTo(read.card().preprocessing());
  }
}
