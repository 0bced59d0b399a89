package liviano.bench.peers;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import liviano.graph.Graph;
import liviano.graph.GraphBuilder;
import liviano.graph.Node;
import liviano.graph.Op;
import liviano.graph.Value;
import liviano.model.Model;

/**
 * The layers of a network on integers side by side: each reads an input of its own, so that none
 * hears of what the others round.
 *
 * @param model its inputs are what layers read, its outputs what they give
 * @param sources of each input the value of the whole network
 */
record SingleLayers(Model model, SequencedMap<String, Value> sources) {

  /** All layers on integers but clamps, which change nothing. */
  static SingleLayers of(Model whole) {
    GraphBuilder builder = Graph.builder();
    SequencedMap<String, Value> sources = new LinkedHashMap<>();
    List<Node> taken = whole.graph().nodes().stream().filter(SingleLayers::isOnIntegers).toList();
    for (Node node : taken) {
      List<Value> reads = new ArrayList<>();
      for (Value read : node.inputs()) {
        String name = node.name() + ".input" + reads.size();
        reads.add(builder.input(name, read.type()));
        sources.put(name, read);
      }
      builder.output(node.name(), builder.add(node, reads).getFirst());
    }
    Model model = new Model(builder.build(), whole.weights(), whole.card(), Optional.empty());
    return new SingleLayers(model, sources);
  }

  private static boolean isOnIntegers(Node node) {
    return switch (node.onReals().op()) {
      case Op.Relu _, Op.Relu6 _ -> false;
      default -> node.op() instanceof Op.Quantized;
    };
  }

  /** What the layers read while the whole network answers. */
  Map<String, byte[]> inputs(Model whole, Map<String, byte[]> given) {
    SequencedMap<String, Value> ends = new LinkedHashMap<>();
    sources.forEach(
        (name, value) -> {
          if (!whole.graph().inputs().contains(value)) {
            ends.put(name, value);
          }
        });
    Model all =
        new Model(whole.graph().endingAt(ends), whole.weights(), whole.card(), Optional.empty());
    List<byte[]> values = Steps.ours(all, given);
    Map<String, byte[]> inputs = new LinkedHashMap<>();
    sources.forEach((name, value) -> inputs.put(name, given.get(value.name())));
    int at = 0;
    for (String name : ends.keySet()) {
      inputs.put(name, values.get(at++));
    }
    return inputs;
  }
}
