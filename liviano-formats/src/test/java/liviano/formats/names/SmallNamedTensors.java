package liviano.formats.names;

import java.util.Collections;
import java.util.List;
import liviano.graph.Graph;
import liviano.model.RandomWeights;
import liviano.weights.Tensor;
import liviano.zoo.layers.Convention;
import liviano.zoo.layers.Norm;

/** The smallest MobileNetV2 that is known by the names of its tensors. */
public final class SmallNamedTensors {
  private static final int CHANNELS = 2;

  private SmallNamedTensors() {}

  /** One block a stage, two channels everywhere, batch norm folded, by timm's names. */
  public static List<Tensor> timm() {
    int[] stages = {1, 1, 1, 1, 1, 1, 1};
    List<Block> blocks = Block.of(Collections.nCopies(stages.length, 1));
    List<Integer> channels = Collections.nCopies(stages.length, CHANNELS);
    Graph graph =
        new NetworkShape(blocks, CHANNELS, channels, channels, CHANNELS, CHANNELS)
            .graph(224, Convention.PYTORCH, Norm.FOLDED);
    return TheirTensors.timm(RandomWeights.of(graph, 1), stages);
  }
}
