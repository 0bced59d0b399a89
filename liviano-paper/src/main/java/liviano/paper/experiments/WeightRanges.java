package liviano.paper.experiments;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import liviano.graph.Node;
import liviano.graph.Op;
import liviano.graph.ParamSpec;
import liviano.model.FoldedNorms;
import liviano.model.Model;

/**
 * The greatest magnitude of the weights of each channel of a depthwise layer, batch norms folded:
 * what one scale for the whole layer has to cover.
 *
 * @param layer its name
 * @param ranges one per channel
 */
public record WeightRanges(String layer, List<Double> ranges) {
  public WeightRanges {
    ranges = List.copyOf(ranges);
  }

  /** Those of all depthwise layers, in the network's order. */
  public static List<WeightRanges> of(Model model) {
    Model folded = FoldedNorms.of(model);
    List<WeightRanges> layers = new ArrayList<>();
    for (Node node : folded.graph().nodes()) {
      if (node.op() instanceof Op.DepthwiseConv2d) {
        layers.add(of(folded, node));
      }
    }
    return layers;
  }

  private static WeightRanges of(Model model, Node node) {
    ParamSpec spec = node.param(ParamSpec.Role.WEIGHT).orElseThrow();
    float[] weights = model.weights().require(spec.name(), spec.shape().extents()).toFloats();
    int channels = node.output().shape().channels();
    double[] ranges = new double[channels];
    for (int i = 0; i < weights.length; i++) {
      ranges[i % channels] = Math.max(ranges[i % channels], Math.abs(weights[i]));
    }
    List<Double> list = new ArrayList<>();
    for (double range : ranges) {
      list.add(range);
    }
    return new WeightRanges(node.name(), list);
  }

  /**
   * The layer whose channels differ most.
   *
   * @throws IllegalArgumentException if there is no layer
   */
  public static WeightRanges mostUneven(List<WeightRanges> layers) {
    return layers.stream()
        .max(Comparator.comparingDouble(WeightRanges::unevenness))
        .orElseThrow(() -> new IllegalArgumentException("there is no depthwise layer"));
  }

  /** How many times the range of the median channel that of the widest one is. */
  public double unevenness() {
    double[] sorted = ranges.stream().mapToDouble(range -> range).sorted().toArray();
    return sorted[sorted.length - 1] / Math.max(sorted[sorted.length / 2], Double.MIN_NORMAL);
  }
}
