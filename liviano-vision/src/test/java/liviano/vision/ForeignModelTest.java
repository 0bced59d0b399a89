package liviano.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SequencedMap;
import java.util.function.Consumer;
import liviano.LivianoException;
import liviano.MalformedModelException;
import liviano.UnsupportedModelException;
import liviano.engine.CompileOptions;
import liviano.graph.Graph;
import liviano.graph.GraphBuilder;
import liviano.graph.Op;
import liviano.graph.Padding;
import liviano.graph.Value;
import liviano.graph.Window;
import liviano.model.ChannelOrder;
import liviano.model.Fit;
import liviano.model.Model;
import liviano.model.ModelCard;
import liviano.model.Preprocessing;
import liviano.model.RandomWeights;
import liviano.model.Rgb;
import liviano.model.Role;
import liviano.model.VisionTask;
import liviano.tensor.Extents;
import liviano.tensor.Shape;
import liviano.vision.explain.ClassActivationMap;
import liviano.vision.explain.ClassMap;
import liviano.weights.Tensor;
import liviano.weights.Weights;
import liviano.zoo.Recipe;
import liviano.zoo.Zoo;
import org.junit.jupiter.api.Test;

/**
 * Sound networks whose outputs, labels, card and recipe fit each other or do not: a task says so
 * when it is made, and one that was made answers.
 */
class ForeignModelTest {
  private static final Window POINT = Window.square(1, 1, Padding.NONE);
  private static final Picture PICTURE = Picture.ofRgb(40, 30, noise(3 * 40 * 30));

  private static byte[] noise(int length) {
    byte[] bytes = new byte[length];
    new Random(5).nextBytes(bytes);
    return bytes;
  }

  private static Model model(
      Graph graph, VisionTask task, Preprocessing input, Optional<Recipe> recipe) {
    ModelCard card = ModelCard.of(task, "foreign", input);
    return new Model(graph, RandomWeights.of(graph, 1), card, recipe);
  }

  private static Preprocessing squash(int width, int height) {
    return Preprocessing.keras(width, height);
  }

  @Test
  void aYoloWhoseOutputHasAnotherSizeIsRefused() {
    GraphBuilder graph = Graph.builder();
    Value image = graph.input("image", Shape.of(416, 416, 3));
    Value map = graph.add("a", new Op.Conv2d(30, POINT, 1, false), image);
    Value mean = graph.add("g", new Op.GlobalAveragePool(), map);
    graph.output("regions", graph.add("r", new Op.Reshape(Shape.of(1, 1, 30)), mean));
    Recipe recipe = Zoo.architecture("yolo_v2").defaults().withClasses(1);
    Model yolo = model(graph.build(), VisionTask.DETECTION, squash(416, 416), Optional.of(recipe));
    assertThatThrownBy(() -> ObjectDetector.of(yolo))
        .isInstanceOf(MalformedModelException.class)
        .hasMessage(
            "'foreign' is no YOLOv2 of 1 classes for pictures of 416x416: its output 'regions' is"
                + " 1x1x30, not 13x13x30");
  }

  @Test
  void aRecipeThatIsNoneIsTheModelsFault() {
    Graph graph = classifier(32, 5);
    for (Recipe recipe :
        List.of(
            Zoo.architecture("yolo_v2").defaults().withWidth(0.5),
            Zoo.architecture("ssd_300").defaults().withVariant("none"))) {
      Model model = model(graph, VisionTask.DETECTION, squash(32, 32), Optional.of(recipe));
      assertThatThrownBy(() -> ObjectDetector.of(model))
          .isInstanceOf(MalformedModelException.class)
          .hasMessageStartingWith("'foreign': " + recipe.architecture());
    }
  }

  /** A convolution, a pool over 32 pixels, logits: a map of them for a larger picture. */
  private static Graph classifier(int side, int classes) {
    GraphBuilder graph = Graph.builder();
    Value image = graph.input("image", Shape.of(side, side, 3));
    Value pool =
        graph.add("pool", new Op.AveragePool(Window.square(32, 32, Padding.NONE), false), image);
    Value logits = graph.add("logits", new Op.Conv2d(classes, POINT, 1, true), pool);
    return graph.output("logits", logits).build();
  }

  @Test
  void outputsAreCountedForTheSizeOfTheCard() {
    Graph graph = classifier(32, 5);
    Model fits = model(graph, VisionTask.CLASSIFICATION, squash(32, 32), Optional.empty());
    assertThat(ImageClassifier.of(fits).classify(PICTURE)).hasSize(5);
    Model larger = model(graph, VisionTask.CLASSIFICATION, squash(64, 64), Optional.empty());
    assertThatThrownBy(() -> ImageClassifier.of(larger))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessage("'foreign' gives 2x2x5 for such pictures, not one number a class");
    Model smaller = model(graph, VisionTask.CLASSIFICATION, squash(31, 32), Optional.empty());
    assertThatThrownBy(() -> ImageClassifier.of(smaller))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageStartingWith("'foreign' cannot be built for pictures of 31x32: layer pool: ");
    assertThatThrownBy(
            () -> ImageClassifier.of(fits.withCard(fits.card().withLabels(List.of("a", "b")))))
        .isInstanceOf(MalformedModelException.class)
        .hasMessage("'foreign' names 2 labels for 5 classes");
  }

  @Test
  void severalInputsAreForTheRunner() {
    GraphBuilder graph = Graph.builder();
    Value image = graph.input("image", Shape.of(8, 8, 3));
    Value other = graph.input("other", Shape.of(3));
    Value mean = graph.add("pool", new Op.GlobalAveragePool(), image);
    graph.output("logits", graph.add("add", new Op.Add(), mean, other));
    Model model = model(graph.build(), VisionTask.CLASSIFICATION, squash(8, 8), Optional.empty());

    assertThatThrownBy(() -> ImageClassifier.of(model))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessage(
            "'foreign' reads [8x8x3 F32, 3 F32], not one picture of [height, width, 3 or 1];"
                + " 'liviano run' runs any network");
  }

  /** Whatever the card says of channels. */
  @Test
  void aNetworkOfOneChannelSeesGrey() {
    GraphBuilder graph = Graph.builder();
    Value image = graph.input("image", Shape.of(30, 40, 1));
    Value mean = graph.add("pool", new Op.GlobalAveragePool(), image);
    graph.output("logits", graph.add("dense", new Op.Dense(3, true), mean));
    Graph built = graph.build();
    Preprocessing grey = squash(40, 30).withChannels(ChannelOrder.GRAY);
    Model colours = model(built, VisionTask.CLASSIFICATION, squash(40, 30), Optional.empty());
    Model card = model(built, VisionTask.CLASSIFICATION, grey, Optional.empty());

    assertThat(ImageClassifier.of(card).classify(PICTURE))
        .hasSize(3)
        .isEqualTo(ImageClassifier.of(colours).classify(PICTURE));
  }

  @Test
  void rolesAreReadUnderAnyName() {
    GraphBuilder graph = Graph.builder();
    Value image = graph.input("x", Shape.of(30, 40, 3));
    Value mean = graph.add("a", new Op.GlobalAveragePool(), image);
    Value hidden = graph.add("b", new Op.Dense(4, true), mean);
    Value logits = graph.add("c", new Op.Dense(3, true), hidden);
    graph.output("StatefulPartitionedCall:0", graph.add("d", new Op.Softmax(), logits));
    Model bare = model(graph.build(), VisionTask.CLASSIFICATION, squash(40, 30), Optional.empty());
    SequencedMap<String, Role> roles = new LinkedHashMap<>();
    roles.put("a", Role.EMBEDDING);
    roles.put("c", Role.LOGITS);
    Model named = bare.withCard(bare.card().withRoles(roles));
    SequencedMap<String, Role> only = new LinkedHashMap<>();
    only.put("StatefulPartitionedCall:0", Role.PROBABILITIES);
    Model probabilities = bare.withCard(bare.card().withRoles(only));

    assertThatThrownBy(() -> ImageClassifier.of(bare))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("'logits' or 'probabilities'");
    float[] scores = ImageClassifier.of(named).probabilities(PICTURE, Region.whole(PICTURE));
    assertThat(ImageClassifier.of(probabilities).probabilities(PICTURE, Region.whole(PICTURE)))
        .containsExactly(scores, within(1e-6f));
    assertThat(ImageEmbedder.of(named).length()).isEqualTo(3);
    assertThat(
            new PictureRunner(
                    named, named.graph().endingAt("a"), squash(40, 30), CompileOptions.defaults())
                .run(PICTURE, Region.whole(PICTURE), "a"))
        .isEqualTo(ImageEmbedder.of(named).embed(PICTURE));
  }

  @Test
  void otherInputsAndBatchesAreRefused() {
    GraphBuilder four = Graph.builder();
    Value image = four.input("image", Shape.of(8, 8, 4));
    four.output("logits", four.add("logits", new Op.GlobalAveragePool(), image));
    Model model = model(four.build(), VisionTask.CLASSIFICATION, squash(8, 8), Optional.empty());
    assertThatThrownBy(() -> ImageClassifier.of(model))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessage(
            "'foreign' reads [8x8x4 F32], not one picture of [height, width, 3 or 1];"
                + " 'liviano run' runs any network");

    Model fits =
        model(classifier(32, 5), VisionTask.CLASSIFICATION, squash(32, 32), Optional.empty());
    ClassifierOptions two =
        ClassifierOptions.builder().compile(CompileOptions.builder().batch(2).build()).build();
    assertThatThrownBy(() -> ImageClassifier.of(fits, two))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a batch of 2: pictures are seen one by one");
  }

  /** A file may hold more tensors than its graph needs, and call them what it likes. */
  @Test
  void aBiasThatNoLayerHasIsNotRead() {
    GraphBuilder graph = Graph.builder();
    Value image = graph.input("image", Shape.of(8, 8, 3));
    Value mean = graph.add("pool", new Op.GlobalAveragePool(), image);
    graph.output("logits", graph.add("dense", new Op.Dense(4, false), mean));
    Graph built = graph.build();
    List<Tensor> tensors = new ArrayList<>(RandomWeights.of(built, 1).tensors());
    tensors.add(Tensor.of("dense.bias", Extents.of(1), new float[] {7}));
    ModelCard card = ModelCard.of(VisionTask.CLASSIFICATION, "foreign", squash(8, 8));
    Model model = new Model(built, Weights.of(tensors), card, Optional.empty());
    assertThat(ClassActivationMap.of(model).explain(PICTURE))
        .hasSize(4)
        .extracting(ClassMap::bias)
        .containsOnly(0f);
  }

  /** Every scale is built with the segmenter: none is met for the first time by a picture. */
  @Test
  void aScaleThatCannotBeBuiltIsRefusedAtOnce() {
    Graph graph = classifier(40, 5);
    Model model = model(graph, VisionTask.SEGMENTATION, squash(40, 40), Optional.empty());
    assertThat(ImageSegmenter.of(model).segment(PICTURE).width()).isEqualTo(40);
    assertThatThrownBy(
            () ->
                ImageSegmenter.of(
                    model, SegmenterOptions.builder().scales(List.of(1.0, 0.5)).build()))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageStartingWith("'foreign' cannot be built for pictures of 20x20: ");
    Recipe recipe =
        Zoo.architecture("deeplab_v3_mobilenet_v2").defaults().withResolution(40).withClasses(5);
    Model posing = new Model(graph, model.weights(), model.card(), Optional.of(recipe));
    assertThatThrownBy(
            () ->
                ImageSegmenter.of(
                    posing, SegmenterOptions.builder().scales(List.of(1.0, 1.5)).build()))
        .isInstanceOf(MalformedModelException.class)
        .hasMessageContaining("stem");
  }

  @Test
  void whatIsMadeAnswersAndTheRestIsRefusedInOneLine() {
    Random random = new Random(23);
    int[] made = new int[5];
    int[] refused = new int[5];
    for (int round = 0; round < 300; round++) {
      int task = round % made.length;
      Model model = drawn(random, task);
      Consumer<Picture> use;
      try {
        use = task(model, task);
      } catch (LivianoException e) {
        assertThat(e.getMessage()).hasLineCount(1);
        refused[task]++;
        continue;
      }
      made[task]++;
      assertThatCode(() -> use.accept(PICTURE))
          .as("%s of %s", task, model)
          .doesNotThrowAnyException();
    }
    for (int task = 0; task < made.length; task++) {
      assertThat(made[task]).as("made of task %d", task).isGreaterThan(8);
      // Most networks have a map, which an embedder takes where nothing else is an embedding.
      assertThat(refused[task]).as("refused of task %d", task).isGreaterThan(task == 1 ? 4 : 8);
    }
  }

  private static Consumer<Picture> task(Model model, int task) {
    return switch (task) {
      case 0 -> ImageClassifier.of(model)::classify;
      case 1 -> ImageEmbedder.of(model)::embed;
      case 2 ->
          ImageSegmenter.of(
                  model, SegmenterOptions.builder().scales(List.of(1.0, 0.5)).flip(true).build())
              ::segment;
      case 3 ->
          ObjectDetector.of(model, DetectorOptions.builder().scoreThreshold(0.01f).build())::detect;
      default -> ClassActivationMap.of(model)::explain;
    };
  }

  /** A model that fits a task, but for what is drawn to be otherwise. */
  private static Model drawn(Random random, int task) {
    int side = 32 * (1 + random.nextInt(2));
    int classes = 1 + random.nextInt(3);
    Graph graph = graph(random, task, side, task == 3 ? 5 * (5 + classes) : classes);
    List<Fit> fits = List.of(new Fit.Squash(), new Fit.Pad(Rgb.all(3)));
    Preprocessing input =
        squash(other(random, side), other(random, side)).withFit(fits.get(random.nextInt(2)));
    List<VisionTask> tasks =
        List.of(
            VisionTask.CLASSIFICATION,
            VisionTask.CLASSIFICATION,
            VisionTask.SEGMENTATION,
            VisionTask.DETECTION,
            VisionTask.CLASSIFICATION);
    String architecture = task == 3 ? "yolo_v2" : "deeplab_v3_mobilenet_v2";
    Optional<Recipe> recipe =
        random.nextInt(4) == 0 ^ task == 3
            ? Optional.of(Zoo.architecture(architecture).defaults().withClasses(classes))
            : Optional.empty();
    Model model = model(graph, tasks.get(task), input, recipe);
    int named = random.nextInt(3) == 0 ? classes + random.nextInt(2) : 0;
    return model.withCard(model.card().withLabels(Collections.nCopies(named, "label")));
  }

  private static int other(Random random, int side) {
    int[] sides = {side, side, side, side, 32, 64, 40};
    return sides[random.nextInt(sides.length)];
  }

  private static Graph graph(Random random, int task, int side, int channels) {
    GraphBuilder graph = Graph.builder();
    Value value = graph.input("image", Shape.of(side, side, 3));
    if (random.nextInt(2) == 0) {
      Window window = Window.square(3, 1 + random.nextInt(2), Padding.SAME);
      value = graph.add("conv", new Op.Conv2d(4, window, 1, random.nextBoolean()), value);
    }
    value =
        switch (task) {
          case 0, 1, 4 ->
              random.nextInt(4) == 0
                  ? graph.add("flat", new Op.Reshape(Shape.of(value.shape().elements())), value)
                  : graph.add("pool", new Op.GlobalAveragePool(), value);
          case 3 ->
              graph.add(
                  "pool",
                  new Op.AveragePool(
                      Window.square(32 * value.shape().height() / side, 32, Padding.NONE), false),
                  value);
          default -> value;
        };
    Op last =
        value.shape().isMap()
            ? new Op.Conv2d(channels, POINT, 1, random.nextBoolean())
            : new Op.Dense(channels, random.nextBoolean());
    value = graph.add("last", last, value);
    if (random.nextInt(6) == 0) {
      value = graph.add("again", new Op.Reshape(Shape.of(1, 1, value.shape().elements())), value);
    }
    return graph.output(task == 3 ? "regions" : "logits", value).build();
  }
}
