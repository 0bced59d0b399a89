package liviano.train.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import liviano.graph.Graph;
import liviano.graph.Node;
import liviano.graph.ParamSpec;
import liviano.weights.Tensor;
import liviano.weights.Weights;

/**
 * Weights of a trained network carried over to another graph, such as the same network with other
 * classes, or a detector on its layers: every constant that the base has under the same name and in
 * the same extents. The others start as {@link InitialWeights}.
 *
 * @param weights of the graph
 * @param copied names of the constants that the base had
 * @param fresh names of those that it had not, or had in other extents
 * @param unused names of the base's constants that the graph did not take
 */
public record BaseWeights(
    Weights weights, List<String> copied, List<String> fresh, List<String> unused) {

  public BaseWeights {
    copied = List.copyOf(copied);
    fresh = List.copyOf(fresh);
    unused = List.copyOf(unused);
  }

  /**
   * Carries over what fits.
   *
   * @param graph that is to be trained
   * @param base whose weights it starts from
   * @param seed of those that start anew
   * @throws liviano.UnsupportedModelException naming the constant, if one that is given and not
   *     trained does not come from the base
   */
  public static BaseWeights of(Graph graph, Weights base, long seed) {
    List<Tensor> tensors = new ArrayList<>();
    List<String> copied = new ArrayList<>();
    List<String> fresh = new ArrayList<>();
    for (Node node : graph.nodes()) {
      for (ParamSpec spec : node.params()) {
        Optional<Tensor> found = base.find(spec.name()).filter(tensor -> fits(tensor, spec));
        tensors.add(found.orElseGet(() -> InitialWeights.tensor(graph, node, spec, seed)));
        (found.isPresent() ? copied : fresh).add(spec.name());
      }
    }
    List<String> unused = new ArrayList<>(base.names());
    unused.removeAll(Set.copyOf(copied));
    return new BaseWeights(Weights.of(tensors), copied, fresh, unused);
  }

  private static boolean fits(Tensor tensor, ParamSpec spec) {
    return tensor.dims().equals(spec.shape().extents())
        && tensor.type().isFloating() == spec.format().isFloating();
  }
}
