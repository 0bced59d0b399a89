package liviano.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import liviano.graph.Graph;
import liviano.graph.GraphBuilder;
import liviano.graph.Node;
import liviano.graph.Op;
import liviano.graph.ParamSpec;
import liviano.graph.ParamSpec.Role;
import liviano.graph.Value;
import liviano.tensor.Extents;
import liviano.weights.Tensor;
import liviano.weights.Weights;
import liviano.zoo.layers.Norm;

/**
 * Batch norms folded into the convolutions before them, for formats that have none: {@code scale *
 * (W x + b) + offset} is a convolution with weights {@code scale * W} and bias {@code scale * b +
 * offset}.
 */
public final class FoldedNorms {
  private final Model model;
  private final Map<Value, Node> norms = new HashMap<>();
  private final List<Tensor> tensors = new ArrayList<>();

  private FoldedNorms(Model model) {
    this.model = model;
    Map<Value, Node> givers = new HashMap<>();
    Map<Value, Integer> readers = new HashMap<>();
    for (Node node : model.graph().nodes()) {
      node.outputs().forEach(value -> givers.put(value, node));
      node.inputs().forEach(value -> readers.merge(value, 1, Integer::sum));
    }
    for (Node node : model.graph().nodes()) {
      if (node.op() instanceof Op.BatchNorm
          && givers.get(node.input()) instanceof Node giver
          && giver.op() instanceof Op.Convolution
          && readers.get(node.input()) == 1
          && !model.graph().outputs().containsValue(node.input())) {
        norms.put(node.input(), node);
      }
    }
  }

  /**
   * The model with every batch norm folded that follows a convolution; itself if there is none.
   * Layers keep their names: what is left is the network that the zoo builds without norms.
   */
  public static Model of(Model model) {
    FoldedNorms folding = new FoldedNorms(model);
    return folding.norms.isEmpty() ? model : folding.folded();
  }

  private Model folded() {
    GraphBuilder builder = Graph.builder();
    Map<Value, Value> values = new HashMap<>();
    Graph graph = model.graph();
    Set<Node> gone = new HashSet<>(norms.values());
    graph.inputs().forEach(input -> values.put(input, builder.input(input.name(), input.type())));
    for (Node node : graph.nodes()) {
      if (gone.contains(node)) {
        values.put(node.output(), values.get(node.input()));
        continue;
      }
      List<Value> reads = node.inputs().stream().map(values::get).toList();
      Optional<Node> norm =
          node.outputs().size() == 1
              ? Optional.ofNullable(norms.get(node.output()))
              : Optional.empty();
      if (norm.isPresent()) {
        values.put(
            node.output(),
            builder.add(node.name(), ((Op.Convolution) node.op()).withBias(true), reads));
        fold(node, norm.get());
      } else {
        List<Value> given = builder.add(node, reads);
        for (int i = 0; i < given.size(); i++) {
          values.put(node.outputs().get(i), given.get(i));
        }
        node.params().forEach(spec -> tensors.add(tensor(spec)));
      }
    }
    graph.outputs().forEach((name, value) -> builder.output(name, values.get(value)));
    return new Model(
        builder.build(),
        Weights.of(tensors),
        model.card(),
        model.recipe().map(recipe -> recipe.withNorm(Norm.FOLDED)));
  }

  private void fold(Node convolution, Node norm) {
    float[] scale = values(norm, Role.SCALE);
    float[] mean = values(norm, Role.MEAN);
    float[] variance = values(norm, Role.VARIANCE);
    float[] offset = values(norm, Role.OFFSET);
    float epsilon = ((Op.BatchNorm) norm.op()).epsilon();
    float[] bias =
        convolution
            .param(Role.BIAS)
            .map(spec -> tensor(spec).toFloats())
            .orElseGet(() -> new float[scale.length]);
    double[] factor = new double[scale.length];
    for (int c = 0; c < scale.length; c++) {
      factor[c] = scale[c] / Math.sqrt((double) variance[c] + epsilon);
      bias[c] = (float) ((bias[c] - (double) mean[c]) * factor[c] + offset[c]);
    }
    ParamSpec weight = convolution.param(Role.WEIGHT).orElseThrow();
    float[] numbers = tensor(weight).toFloats();
    boolean innermost = convolution.op() instanceof Op.DepthwiseConv2d;
    int each = numbers.length / factor.length;
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = (float) (numbers[i] * factor[innermost ? i % factor.length : i / each]);
    }
    tensors.add(Tensor.of(weight.name(), weight.shape().extents(), numbers));
    tensors.add(Tensor.of(convolution.name() + ".bias", Extents.of(bias.length), bias));
  }

  private float[] values(Node node, Role role) {
    return tensor(node.param(role).orElseThrow()).toFloats();
  }

  private Tensor tensor(ParamSpec spec) {
    return model.weights().require(spec.name(), spec.shape().extents());
  }
}
