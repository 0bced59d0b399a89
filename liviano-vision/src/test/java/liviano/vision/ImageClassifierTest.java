package liviano.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import liviano.engine.CompileOptions;
import liviano.engine.Engine;
import liviano.engine.Session;
import liviano.graph.Graph;
import liviano.model.Fit;
import liviano.model.Model;
import liviano.model.ModelCard;
import liviano.model.Preprocessing;
import liviano.model.RandomWeights;
import liviano.model.VisionTask;
import liviano.vision.prepare.Preprocessor;
import liviano.zoo.Recipe;
import liviano.zoo.Zoo;
import org.junit.jupiter.api.Test;

/** A small network with random weights: what it says is meaningless, but must be what it says. */
class ImageClassifierTest {
  private static final List<String> LABELS = List.of("cat, tom", "dog", "cow", "hen, chick", "bee");
  private static final Model MODEL = model(VisionTask.CLASSIFICATION, LABELS);
  private static final Picture PICTURE = picture(40, 30);

  private static Model model(VisionTask task, List<String> labels) {
    Graph graph =
        Zoo.graph(Recipe.of("mobilenet_v2").withWidth(0.1).withResolution(32).withClasses(5));
    ModelCard card = ModelCard.of(task, "small", Preprocessing.keras(32, 32)).withLabels(labels);
    return new Model(graph, RandomWeights.of(graph, 9), card, Optional.empty());
  }

  private static Picture picture(int width, int height) {
    byte[] rgb = new byte[3 * width * height];
    new Random(4).nextBytes(rgb);
    return Picture.ofRgb(width, height, rgb);
  }

  @Test
  void answersAreTheNetworksProbabilitiesTheLikeliestFirst() {
    Session session =
        Engine.compile(MODEL.graph(), MODEL.weights(), CompileOptions.defaults()).newSession();
    Preprocessor.of(MODEL.card().preprocessing()).apply(PICTURE, session.input("image").segment());
    session.run();
    float[] expected = session.output("probabilities").toArray();

    List<Category> categories = ImageClassifier.of(MODEL).classify(PICTURE);

    assertThat(categories)
        .hasSize(5)
        .isSortedAccordingTo((a, b) -> Float.compare(b.score(), a.score()));
    for (Category category : categories) {
      assertThat(category.score()).isCloseTo(expected[category.index()], within(1e-6f));
      assertThat(category.label()).isEqualTo(LABELS.get(category.index()));
    }
  }

  @Test
  void optionsLimitTheAnswer() {
    ClassifierOptions options = ClassifierOptions.defaults();
    List<Category> all = ImageClassifier.of(MODEL).classify(PICTURE);

    assertThat(classify(options.toBuilder().maxResults(2).build())).isEqualTo(all.subList(0, 2));
    assertThat(classify(options.toBuilder().scoreThreshold(all.get(2).score()).build()))
        .isEqualTo(all.subList(0, 3));
    assertThat(classify(options.toBuilder().categoryAllowlist(Set.of("tom", "bee")).build()))
        .extracting(Category::index)
        .containsExactlyInAnyOrder(0, 4);
    assertThat(classify(options.toBuilder().categoryDenylist(Set.of("hen, chick", "dog")).build()))
        .extracting(Category::index)
        .containsExactlyInAnyOrder(0, 2, 4);
  }

  private static List<Category> classify(ClassifierOptions options) {
    return ImageClassifier.of(MODEL, options).classify(PICTURE);
  }

  @Test
  void aRegionIsThePictureThatItCuts() {
    byte[] rgb = new byte[3 * 20 * 10];
    Region region = new Region(7, 5, 20, 10);
    for (int i = 0; i < 200; i++) {
      int pixel = PICTURE.rgb(7 + i % 20, 5 + i / 20);
      rgb[3 * i] = (byte) (pixel >> 16);
      rgb[3 * i + 1] = (byte) (pixel >> 8);
      rgb[3 * i + 2] = (byte) pixel;
    }
    ImageClassifier classifier = ImageClassifier.of(MODEL);

    assertThat(classifier.classify(PICTURE, region))
        .isEqualTo(classifier.classify(Picture.ofRgb(20, 10, rgb)));
    assertThatThrownBy(() -> classifier.classify(PICTURE, new Region(30, 0, 20, 10)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void preprocessingMayBeReplacedAndTheNetworkFollowsItsSize() {
    Preprocessing larger =
        MODEL.card().preprocessing().withSize(48, 64).withFit(new Fit.CentralCrop(0.5));
    ImageClassifier classifier =
        ImageClassifier.of(MODEL, ClassifierOptions.builder().preprocessing(larger).build());

    assertThat(classifier.program().inputShapes().get("image")).hasToString("64x48x3");
    assertThat(classifier.classify(PICTURE)).hasSize(5);
  }

  @Test
  void anyPictureIsAnswered() {
    ImageClassifier classifier = ImageClassifier.of(MODEL);

    assertThat(classifier.classify(picture(1, 1))).hasSize(5);
    assertThat(classifier.classify(picture(20_000, 10))).hasSize(5);
    assertThat(classifier.classify(picture(10, 20_000))).hasSize(5);
  }

  @Test
  void mistakesAreNamed() {
    ClassifierOptions options = ClassifierOptions.defaults();

    assertThatThrownBy(
            () -> classify(options.toBuilder().categoryAllowlist(Set.of("cat", "yak")).build()))
        .hasMessage("the model has no label [yak]; nearest: [cat]");
    assertThatThrownBy(
            () ->
                options.toBuilder()
                    .categoryAllowlist(Set.of("cat"))
                    .categoryDenylist(Set.of("dog"))
                    .build())
        .hasMessageContaining("not both");
    assertThatThrownBy(() -> options.toBuilder().maxResults(0).build())
        .hasMessageContaining("maxResults");
    assertThatThrownBy(() -> options.toBuilder().scoreThreshold(Float.NaN).build())
        .hasMessageContaining("scoreThreshold");
    assertThatThrownBy(() -> ImageClassifier.of(model(VisionTask.OTHER, LABELS)))
        .hasMessageContaining("'small' is no classifier");
    assertThatThrownBy(() -> ImageClassifier.of(model(VisionTask.CLASSIFICATION, List.of("one"))))
        .hasMessageContaining("1 labels for 5 classes");
  }

  @Test
  void ownLabelsStandInForTheCards() {
    List<String> own = List.of("gato", "perro", "vaca", "gallina", "abeja");
    ClassifierOptions options =
        ClassifierOptions.builder().labels(own).categoryDenylist(Set.of("vaca")).build();

    assertThat(classify(options))
        .hasSize(4)
        .allSatisfy(c -> assertThat(c.label()).isEqualTo(own.get(c.index())));
    assertThatThrownBy(() -> classify(options.toBuilder().labels(List.of("gato")).build()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("'small' has 5 classes: give 5 labels, in the order of its outputs, not 1");
  }

  @Test
  void classesWithoutLabelsAreNumbered() {
    assertThat(ImageClassifier.of(model(VisionTask.CLASSIFICATION, List.of())).classify(PICTURE))
        .allSatisfy(c -> assertThat(c.label()).isEqualTo("class " + c.index()));
  }

  @Test
  void anEmbeddingIsWhatTheLastLayerReads() {
    ImageEmbedder plain = ImageEmbedder.of(MODEL);
    ImageEmbedder unit =
        ImageEmbedder.of(MODEL, EmbedderOptions.builder().unitLength(true).build());
    float[] embedding = plain.embed(PICTURE);
    float[] scaled = unit.embed(PICTURE);

    assertThat(embedding).hasSize(1280).hasSize(plain.length());
    assertThat(ImageEmbedder.cosineSimilarity(scaled, scaled)).isCloseTo(1, within(1e-6));
    assertThat(ImageEmbedder.cosineSimilarity(embedding, scaled)).isCloseTo(1, within(1e-6));
    double squares = 0;
    for (float x : scaled) {
      squares += x * x;
    }
    assertThat(squares).isCloseTo(1, within(1e-5));
    Preprocessing cut = MODEL.card().preprocessing().withFit(new Fit.CentralCrop(0.5));
    assertThat(
            ImageEmbedder.of(MODEL, EmbedderOptions.builder().preprocessing(cut).build())
                .embed(PICTURE))
        .hasSize(1280)
        .isNotEqualTo(embedding);
    assertThatThrownBy(() -> ImageEmbedder.cosineSimilarity(embedding, new float[2]))
        .hasMessageContaining("1280 and 2");
  }
}
