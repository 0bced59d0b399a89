package liviano.paper.experiments;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import liviano.engine.CompileOptions;
import liviano.graph.Bottleneck;
import liviano.graph.Graph;
import liviano.graph.GraphSurgery;
import liviano.graph.Op;
import liviano.model.Model;
import liviano.vision.Picture;
import liviano.vision.PictureRunner;
import liviano.vision.Region;

/**
 * Why the bottlenecks are linear (the paper's section 3.2 and figure 6a), on a trained network:
 * what a ReLU6 after each would destroy, and the network with that ReLU6. Immutable and
 * thread-safe.
 */
public final class BottleneckLoss {
  private static final String SUFFIX = "relu6";

  private final List<Bottleneck> blocks;
  private final PictureRunner runner;

  private BottleneckLoss(Model model, List<Bottleneck> blocks, CompileOptions options) {
    this.blocks = blocks;
    this.runner =
        new PictureRunner(
            model,
            model
                .graph()
                .endingAt(blocks.stream().map(b -> b.output().name()).toArray(String[]::new)),
            model.card().preprocessing(),
            options);
  }

  /**
   * For a network with linear bottlenecks.
   *
   * @throws IllegalArgumentException if the model has none
   */
  public static BottleneckLoss of(Model model, CompileOptions options) {
    return new BottleneckLoss(model, bottlenecks(model), options);
  }

  /**
   * The blocks that end in a linear bottleneck, in the network's order.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static List<Bottleneck> bottlenecks(Model model) {
    List<Bottleneck> blocks = Bottleneck.of(model.graph());
    if (blocks.isEmpty()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "'%s' has no linear bottleneck: a depthwise convolution, and a 1x1 one without non-linearity",
              model.card().title()));
    }
    return blocks;
  }

  /**
   * The model with a ReLU6 after what each of these blocks gives: after the sum with the shortcut
   * where there is one. The weights are the model's own, untouched.
   */
  public static Model withRelu6(Model model, Collection<Bottleneck> blocks) {
    Graph cut =
        GraphSurgery.insertAfter(
            model.graph(),
            blocks.stream().map(b -> b.output().name()).toList(),
            SUFFIX,
            new Op.Relu6());
    // The recipe would build the network without them.
    return new Model(cut, model.weights(), model.card(), Optional.empty());
  }

  /** What one picture would lose in each block, in the network's order. */
  public List<BlockLoss> measure(Picture picture) {
    return runner.run(
        picture,
        Region.whole(picture),
        session ->
            blocks.stream()
                .map(
                    block ->
                        BlockLoss.of(
                            block.name(),
                            block.output().shape().channels(),
                            session.output(block.output().name()).toArray()))
                .toList());
  }

  /**
   * Block by block the sum of two measurements.
   *
   * @param before empty where there is none yet
   */
  public static List<BlockLoss> sum(Optional<List<BlockLoss>> before, List<BlockLoss> more) {
    return LayerSums.sum(before, more, BlockLoss::plus);
  }
}
