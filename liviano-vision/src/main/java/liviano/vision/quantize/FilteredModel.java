package liviano.vision.quantize;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import liviano.graph.Node;
import liviano.graph.ParamSpec;
import liviano.model.Model;
import liviano.weights.Tensor;
import liviano.weights.Weights;

/** A model of floats with other filters than it had. */
final class FilteredModel {
  private FilteredModel() {}

  /** The filters by the names of their layers; a bias that is not 0 needs a layer that has one. */
  static Model of(Model model, Map<String, Filter> filters) {
    List<Tensor> tensors = new ArrayList<>();
    for (Node node : model.graph().nodes()) {
      Filter filter = filters.get(node.name());
      for (ParamSpec spec : node.params()) {
        tensors.add(
            filter == null
                ? model.weights().require(spec.name(), spec.shape().extents())
                : Tensor.of(
                    spec.name(),
                    spec.shape().extents(),
                    spec.role() == ParamSpec.Role.BIAS ? filter.bias() : filter.weight()));
      }
    }
    return new Model(model.graph(), Weights.of(tensors), model.card(), Optional.empty());
  }
}
