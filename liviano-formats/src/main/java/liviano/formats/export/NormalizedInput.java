package liviano.formats.export;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import liviano.UnsupportedModelException;
import liviano.graph.Graph;
import liviano.graph.GraphBuilder;
import liviano.graph.Node;
import liviano.graph.Op;
import liviano.graph.Value;
import liviano.model.ChannelOrder;
import liviano.model.Model;
import liviano.model.Normalization;
import liviano.model.Rgb;
import liviano.tensor.DType;
import liviano.tensor.Extents;
import liviano.weights.Tensor;
import liviano.weights.Weights;

/** A network that takes pixels from 0 to 255 and normalises them in a first layer of its own. */
final class NormalizedInput {
  private static final String LAYER = "normalized";

  private NormalizedInput() {}

  /**
   * The model with its normalisation in the network, and none in its card.
   *
   * @throws UnsupportedModelException if its first input is no picture of floats
   */
  static Model of(Model model) {
    Graph graph = model.graph();
    Value image = graph.inputs().getFirst();
    ChannelOrder order = model.card().preprocessing().channels();
    if (image.type().dtype() != DType.F32) {
      throw new UnsupportedModelException(
          String.format(
              Locale.ROOT,
              "'%s' reads integers, and normalising them is a layer on floats: write it without its"
                  + " preprocessing",
              model.card().title()));
    }
    if (!image.shape().isMap() || image.shape().channels() != order.count()) {
      throw new UnsupportedModelException(
          String.format(
              Locale.ROOT,
              "'%s' reads %s, which is no picture in %s: write it without its preprocessing",
              model.card().title(),
              image.shape(),
              order));
    }
    String layer = LAYER;
    for (int i = 2; graph.find(layer).isPresent(); i++) {
      layer = LAYER + i;
    }
    List<Tensor> tensors = new ArrayList<>(model.weights().tensors());
    tensors.addAll(constants(layer, model.card().preprocessing().normalization(), order));
    return new Model(
        withScale(graph, layer),
        Weights.of(tensors),
        model
            .card()
            .withPreprocessing(
                model.card().preprocessing().withNormalization(Normalization.none())),
        Optional.empty());
  }

  private static Graph withScale(Graph graph, String layer) {
    GraphBuilder builder = Graph.builder();
    Map<Value, Value> values = new HashMap<>();
    graph.inputs().forEach(input -> values.put(input, builder.input(input.name(), input.type())));
    Value image = graph.inputs().getFirst();
    values.put(image, builder.add(layer, new Op.Scale(true), values.get(image)));
    for (Node node : graph.nodes()) {
      List<Value> given = builder.add(node, node.inputs().stream().map(values::get).toList());
      for (int i = 0; i < given.size(); i++) {
        values.put(node.outputs().get(i), given.get(i));
      }
    }
    graph.outputs().forEach((name, value) -> builder.output(name, values.get(value)));
    return builder.build();
  }

  /** {@code (x - mean) / deviation} as {@code x * weight + bias}. */
  private static List<Tensor> constants(
      String layer, Normalization normalization, ChannelOrder order) {
    float[] mean = channels(normalization.mean(), order);
    float[] deviation = channels(normalization.deviation(), order);
    float[] weight = new float[mean.length];
    float[] bias = new float[mean.length];
    for (int c = 0; c < mean.length; c++) {
      weight[c] = (float) (1.0 / deviation[c]);
      bias[c] = (float) (-(double) mean[c] / deviation[c]);
    }
    Extents dims = Extents.of(mean.length);
    return List.of(
        Tensor.of(layer + ".weight", dims, weight), Tensor.of(layer + ".bias", dims, bias));
  }

  private static float[] channels(Rgb rgb, ChannelOrder order) {
    return switch (order) {
      case RGB -> new float[] {rgb.red(), rgb.green(), rgb.blue()};
      case BGR -> new float[] {rgb.blue(), rgb.green(), rgb.red()};
      case GRAY -> new float[] {rgb.red()};
    };
  }
}
