package liviano.vision.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import liviano.UnsupportedModelException;
import liviano.graph.Graph;
import liviano.graph.GraphBuilder;
import liviano.graph.Op;
import liviano.graph.Padding;
import liviano.graph.Value;
import liviano.graph.Window;
import liviano.model.Fit;
import liviano.model.Model;
import liviano.model.ModelCard;
import liviano.model.Preprocessing;
import liviano.model.RandomWeights;
import liviano.model.Rgb;
import liviano.model.VisionTask;
import liviano.tensor.Shape;
import liviano.vision.Box;
import liviano.vision.Category;
import liviano.vision.ClassifierOptions;
import liviano.vision.ImageClassifier;
import liviano.vision.Picture;
import liviano.vision.Region;
import liviano.zoo.Recipe;
import liviano.zoo.Zoo;
import org.junit.jupiter.api.Test;

class ClassActivationMapTest {
  private static final List<String> LABELS = List.of("cat, tom", "dog", "cow", "hen", "bee");
  private static final Preprocessing CARD =
      Preprocessing.tensorflow(96, 96).withFit(new Fit.Squash());
  private static final Model MODEL =
      model(
          Zoo.graph(Recipe.of("mobilenet_v2").withWidth(0.1).withResolution(96).withClasses(5)),
          VisionTask.CLASSIFICATION);
  private static final Picture PICTURE = picture(60, 40);

  private static Model model(Graph graph, VisionTask task) {
    ModelCard card = ModelCard.of(task, "small", CARD).withLabels(LABELS);
    return new Model(graph, RandomWeights.of(graph, 9), card, Optional.empty());
  }

  private static Picture picture(int width, int height) {
    byte[] rgb = new byte[3 * width * height];
    new Random(4).nextBytes(rgb);
    return Picture.ofRgb(width, height, rgb);
  }

  @Test
  void theMeanOfAMapAndTheBiasAreTheLogit() {
    List<ClassMap> maps = ClassActivationMap.of(MODEL).explain(PICTURE);

    assertThat(maps).hasSize(5);
    for (ClassMap map : maps) {
      assertThat(map.values()).hasSize(9);
      assertThat(map.mean() + map.bias()).isCloseTo(map.logit(), within(1e-5));
      assertThat(map.bias()).isNotZero();
    }
    assertThat(maps)
        .extracting(ClassMap::category)
        .isEqualTo(ImageClassifier.of(MODEL).classify(PICTURE));
  }

  @Test
  void anyClassHasAMapWhateverItsScore() {
    ClassActivationMap maps = ClassActivationMap.of(MODEL);
    Region whole = Region.whole(PICTURE);
    List<ClassMap> best = maps.explain(PICTURE);

    ClassMap last = maps.explain(PICTURE, whole, best.getLast().category().index());

    assertThat(last.category()).isEqualTo(best.getLast().category());
    assertThat(last.values()).isEqualTo(best.getLast().values());
    assertThatThrownBy(() -> maps.explain(PICTURE, whole, 5))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void optionsAreThoseOfTheClassifier() {
    ClassifierOptions options =
        ClassifierOptions.builder().categoryAllowlist(Set.of("tom", "bee")).maxResults(1).build();

    assertThat(ClassActivationMap.of(MODEL, options).explain(PICTURE))
        .extracting(ClassMap::category)
        .isEqualTo(ImageClassifier.of(MODEL, options).classify(PICTURE));
  }

  @Test
  void theMapLiesWhereTheNetworkLooked() {
    // The three columns' middles are at a sixth, a half and five sixths of what is seen.
    ClassMap squashed = ClassActivationMap.of(MODEL).explain(PICTURE).getFirst();
    assertThat(squashed.grid().x()).isEqualTo(10);
    assertThat(squashed.grid().stepX()).isCloseTo(20, within(1e-5));
    assertThat(squashed.grid().y()).isCloseTo(40 / 6.0, within(1e-5));
    assertThat(squashed.view()).isEqualTo(new Box(0, 0, 60, 40));

    ClassMap cropped = first(new Fit.ResizeAndCrop(96), Region.whole(PICTURE));
    assertThat(cropped.view()).isEqualTo(new Box(10, 0, 40, 40));
    assertThat(cropped.grid().stepX()).isCloseTo(40 / 3.0, within(1e-5));
    assertThat(cropped.grid().x()).isCloseTo(10 + 40 / 6.0, within(1e-5));

    ClassMap padded = first(new Fit.Pad(Rgb.all(0)), Region.whole(PICTURE));
    assertThat(padded.view()).isEqualTo(new Box(0, 0, 60, 40));
    assertThat(padded.grid().stepY()).isCloseTo(20, within(1e-5));

    ClassMap part = first(new Fit.Squash(), new Region(20, 10, 30, 30));
    assertThat(part.view()).isEqualTo(new Box(20, 10, 30, 30));
    assertThat(part.grid().x()).isEqualTo(25);
  }

  private static ClassMap first(Fit fit, Region region) {
    ClassifierOptions options =
        ClassifierOptions.builder().preprocessing(CARD.withFit(fit)).build();
    return ClassActivationMap.of(MODEL, options).explain(PICTURE, region).getFirst();
  }

  @Test
  void otherInputSizesHaveOtherMaps() {
    ClassifierOptions larger =
        ClassifierOptions.builder().preprocessing(CARD.withSize(64, 160)).build();
    ClassMap map = ClassActivationMap.of(MODEL, larger).explain(PICTURE).getFirst();

    assertThat(map.height() + "x" + map.width()).isIn("2x5", "5x2");
    assertThat(map.mean() + map.bias()).isCloseTo(map.logit(), within(1e-5));
  }

  @Test
  void anotherEndingIsRefusedInOneLine() {
    assertRefused(MODEL.graph(), VisionTask.OTHER);
    assertRefused(ending(false, true), VisionTask.CLASSIFICATION); // no pool
    assertRefused(ending(true, false), VisionTask.CLASSIFICATION); // logits of another name
    Model accepted = model(ending(true, true), VisionTask.CLASSIFICATION);
    assertThat(ClassActivationMap.of(accepted).explain(PICTURE)).hasSize(5);
  }

  private static void assertRefused(Graph graph, VisionTask task) {
    Model model = model(graph, task);
    assertThatThrownBy(() -> ClassActivationMap.of(model))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("'small' has no class activation map")
        .hasMessageNotContaining("\n");
  }

  private static Graph ending(boolean pool, boolean logits) {
    GraphBuilder b = Graph.builder();
    Value in = b.input("image", Shape.of(96, 96, 3));
    Value map = b.add("map", new Op.Conv2d(4, Window.square(32, 32, Padding.NONE), 1, true), in);
    Value vector =
        pool
            ? b.add("pool", new Op.GlobalAveragePool(), map)
            : b.add("flat", new Op.Reshape(Shape.of(36)), map);
    Value dense = b.add("dense", new Op.Dense(5, false), vector);
    return b.output(logits ? "logits" : "scores", dense).build();
  }

  @Test
  void valuesAreTheMapsOwn() {
    ClassMap map = ClassActivationMap.of(MODEL).explain(PICTURE).getFirst();
    map.values()[0] = 1e6f;

    assertThat(map.at(0, 0)).isLessThan(1e6f).isEqualTo(map.values()[0]);
    assertThatThrownBy(
            () ->
                new ClassMap(
                    new Category(0, "a", 0), 0, 0, 2, 2, new float[3], map.grid(), map.view()))
        .hasMessageContaining("3 values");
  }
}
