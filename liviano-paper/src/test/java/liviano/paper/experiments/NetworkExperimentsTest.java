package liviano.paper.experiments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import liviano.engine.CompileOptions;
import liviano.graph.Bottleneck;
import liviano.graph.Graph;
import liviano.graph.Op;
import liviano.model.Model;
import liviano.model.ModelCard;
import liviano.model.Preprocessing;
import liviano.model.RandomWeights;
import liviano.model.VisionTask;
import liviano.tensor.Shape;
import liviano.vision.Picture;
import liviano.vision.PictureRunner;
import liviano.vision.Region;
import liviano.zoo.Recipe;
import liviano.zoo.Zoo;
import org.junit.jupiter.api.Test;

/** What is measured in a network is what stands in it. */
class NetworkExperimentsTest {
  private static final CompileOptions OPTIONS = CompileOptions.defaults();
  private static final Model MODEL =
      model(Zoo.graph(Recipe.of("mobilenet_v2").withWidth(0.1).withResolution(64).withClasses(5)));

  private static Model model(Graph graph) {
    ModelCard card =
        ModelCard.of(VisionTask.CLASSIFICATION, "small", Preprocessing.tensorflow(64, 64));
    return new Model(graph, RandomWeights.of(graph, 9), card, Optional.empty());
  }

  private static Picture picture(int seed) {
    byte[] rgb = new byte[3 * 50 * 40];
    new Random(seed).nextBytes(rgb);
    return Picture.ofRgb(50, 40, rgb);
  }

  @Test
  void positiveChannelsAreCountedPositionByPosition() {
    LayerActivity one = LayerActivity.of("b", 2, 4, new float[] {1, 0, -1, 2, 0, 0, 0, 6});

    assertThat(one).isEqualTo(new LayerActivity("b", 2, 4, 2, 3, 5, 1, 2, 1));
    assertThat(one.threshold()).isEqualTo(0.5);
    assertThat(one.meanShare()).isEqualTo(1.5 / 4);
    assertThat(one.leastShare()).isEqualTo(0.25);
    assertThat(one.mostShare()).isEqualTo(0.5);
    assertThat(one.deviation()).isCloseTo(0.5 / 4, within(1e-12));
    assertThat(one.belowShare()).isEqualTo(0.5);
    LayerActivity both = one.plus(LayerActivity.of("b", 2, 4, new float[] {1, 1, 1, 1}));
    assertThat(both).isEqualTo(new LayerActivity("b", 2, 4, 3, 7, 21, 1, 4, 1));
    assertThatThrownBy(() -> LayerActivity.of("b", 2, 4, new float[3])).hasMessageContaining("3");
    assertThatThrownBy(() -> LayerActivity.of("b", 2, 4, new float[0])).hasMessageContaining("0");
    assertThatThrownBy(() -> one.plus(LayerActivity.of("c", 2, 4, new float[4])))
        .hasMessageContaining("b and c");
  }

  @Test
  void everyExpandingLayerIsMeasured() {
    ActivationPatterns patterns = ActivationPatterns.of(MODEL, OPTIONS);
    List<LayerActivity> first = patterns.measure(picture(1));
    List<LayerActivity> sum =
        ActivationPatterns.sum(Optional.of(first), patterns.measure(picture(2)));

    assertThat(first).hasSize(16);
    assertThat(first.getFirst().positions()).isEqualTo(32 * 32);
    assertThat(first.getLast().positions()).isEqualTo(2 * 2);
    for (int i = 0; i < 16; i++) {
      LayerActivity layer = sum.get(i);
      assertThat(layer.block()).isEqualTo("blocks." + (i + 1));
      assertThat(layer.channels()).isEqualTo(6 * layer.narrow());
      assertThat(layer.positions()).isEqualTo(2 * first.get(i).positions());
      assertThat(layer.meanShare()).isBetween(layer.leastShare(), layer.mostShare());
    }
  }

  /** The paper's figure 7a: before training about half of the channels are positive everywhere. */
  @Test
  void randomWeightsLeaveAboutHalfOfTheChannelsPositive() {
    Graph graph =
        Zoo.graph(Recipe.of("mobilenet_v2").withWidth(0.5).withResolution(64).withClasses(5));
    Model untrained = ActivationPatterns.untrained(model(graph), 3);

    assertThat(ActivationPatterns.of(untrained, OPTIONS).measure(picture(1)))
        .allSatisfy(layer -> assertThat(layer.meanShare()).isBetween(0.35, 0.65));
    assertThat(ActivationPatterns.untrained(MODEL, 3).weights())
        .isEqualTo(ActivationPatterns.untrained(MODEL, 3).weights())
        .isNotEqualTo(ActivationPatterns.untrained(MODEL, 4).weights());
  }

  @Test
  void lossIsWhatRelu6CutsOff() {
    BlockLoss loss = BlockLoss.of("b", 2, new float[] {-3, 4, 8, 0});

    assertThat(loss.negativeShare()).isEqualTo(0.25);
    assertThat(loss.overShare()).isEqualTo(0.25);
    assertThat(loss.energy()).isEqualTo(9 + 16 + 64);
    assertThat(loss.lostBelowShare()).isCloseTo(9.0 / 89, within(1e-12));
    assertThat(loss.lostAboveShare()).isCloseTo(4.0 / 89, within(1e-12));
    assertThat(loss.plus(loss).lostShare()).isCloseTo(loss.lostShare(), within(1e-12));
    assertThat(BlockLoss.of("b", 2, new float[2]).lostShare()).isZero();
    assertThatThrownBy(() -> loss.plus(BlockLoss.of("c", 2, new float[2])))
        .hasMessageContaining("b and c");
  }

  @Test
  void withRelu6TheNetworkGoesOnFromWhatIsLeft() {
    List<Bottleneck> blocks = BottleneckLoss.bottlenecks(MODEL);
    Model cut = BottleneckLoss.withRelu6(MODEL, List.of(blocks.get(2), blocks.get(5)));

    assertThat(cut.graph().nodes()).hasSize(MODEL.graph().nodes().size() + 2);
    assertThat(cut.weights()).isEqualTo(MODEL.weights());
    List<BlockLoss> before = BottleneckLoss.of(MODEL, OPTIONS).measure(picture(1));
    List<BlockLoss> after = BottleneckLoss.of(cut, OPTIONS).measure(picture(1));
    assertThat(before).hasSize(17).allSatisfy(b -> assertThat(b.lostShare()).isPositive());
    // The first blocks come before any cut; those after it are others.
    assertThat(after.subList(0, 2)).isEqualTo(before.subList(0, 2));
    assertThat(after.getLast()).isNotEqualTo(before.getLast());
    String end = blocks.get(2).output().name();
    PictureRunner runner =
        new PictureRunner(
            cut, cut.graph().endingAt(end + ".relu6"), cut.card().preprocessing(), OPTIONS);
    Picture picture = picture(1);
    BlockLoss left =
        BlockLoss.of("left", 8, runner.run(picture, Region.whole(picture), end + ".relu6"));
    assertThat(left.lostShare()).isZero();
    assertThat(left.energy()).isPositive().isLessThan(before.get(2).energy());
    Model all = BottleneckLoss.withRelu6(MODEL, blocks);
    assertThat(all.graph().nodes())
        .filteredOn(node -> node.name().endsWith(".relu6") && node.input().name().endsWith(".add"))
        .hasSize(11); // so narrow that the first block has a shortcut too
  }

  @Test
  void otherNetworksAreRefused() {
    Graph graph = plain();

    assertThatThrownBy(() -> ActivationPatterns.of(model(graph), OPTIONS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'small' has no inverted residual");
    assertThatThrownBy(() -> BottleneckLoss.of(model(graph), OPTIONS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'small' has no linear bottleneck");
  }

  private static Graph plain() {
    var b = Graph.builder();
    var pool = b.add("pool", new Op.GlobalAveragePool(), b.input("image", Shape.of(64, 64, 3)));
    return b.output("logits", b.add("dense", new Op.Dense(5, true), pool)).build();
  }
}
