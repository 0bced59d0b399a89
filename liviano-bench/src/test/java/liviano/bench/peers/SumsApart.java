package liviano.bench.peers;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import liviano.engine.CompileOptions;
import liviano.engine.Engine;
import liviano.engine.Session;
import liviano.graph.Graph;
import liviano.graph.GraphBuilder;
import liviano.graph.Node;
import liviano.graph.Op;
import liviano.graph.Value;
import liviano.model.Model;
import liviano.tensor.Quantization;

/** A network on integers whose sums of two tensors are computed by {@link XnnpackSum}. */
final class SumsApart {
  private final List<Node> sums = new ArrayList<>();

  /** What leads to the operands of each sum, and last to the outputs. */
  private final List<Part> parts = new ArrayList<>();

  /** A part of the network, whose inputs are the network's and the sums before it. */
  private record Part(Session session, List<String> outputs) {
    List<byte[]> run(Map<String, byte[]> known) {
      known.forEach((input, bytes) -> session.input(input).copyFrom(bytes));
      session.run();
      return outputs.stream().map(output -> session.output(output).toByteArray()).toList();
    }
  }

  SumsApart(Model model) {
    GraphBuilder builder = Graph.builder();
    Map<Value, Value> now = new HashMap<>();
    List<SequencedMap<String, Value>> ends = new ArrayList<>();
    for (Value input : model.graph().inputs()) {
      now.put(input, builder.input(input.name(), input.type()));
    }
    for (Node node : model.graph().nodes()) {
      List<Value> reads = node.inputs().stream().map(now::get).toList();
      if (isSum(node)) {
        SequencedMap<String, Value> operands = new LinkedHashMap<>();
        operands.put("a", reads.get(0));
        operands.put("b", reads.get(1));
        ends.add(operands);
        now.put(node.output(), builder.input(node.name(), node.output().type()));
        sums.add(node);
      } else {
        List<Value> given = builder.add(node, reads);
        for (int i = 0; i < given.size(); i++) {
          now.put(node.outputs().get(i), given.get(i));
        }
      }
    }
    SequencedMap<String, Value> last = new LinkedHashMap<>();
    model.graph().outputs().forEach((name, value) -> last.put(name, now.get(value)));
    ends.add(last);
    last.forEach(builder::output);
    Graph whole = builder.build();
    for (SequencedMap<String, Value> end : ends) {
      Session session =
          Engine.compile(whole.endingAt(end), model.weights(), CompileOptions.defaults())
              .newSession();
      parts.add(new Part(session, List.copyOf(end.keySet())));
    }
  }

  private static boolean isSum(Node node) {
    return node.op() instanceof Op.Quantized quantized
        && quantized.real() instanceof Op.Add
        && node.inputs().stream()
            .allMatch(
                in ->
                    in.shape().equals(node.output().shape())
                        && in.type().quantization().filter(Quantization::isPerChannel).isEmpty());
  }

  int sums() {
    return sums.size();
  }

  /** The outputs of bytes, which are given by the names of the inputs. */
  List<byte[]> run(Map<String, byte[]> inputs) {
    Map<String, byte[]> known = new HashMap<>(inputs);
    for (int i = 0; i < sums.size(); i++) {
      Node sum = sums.get(i);
      List<byte[]> operands = parts.get(i).run(known);
      XnnpackSum rule =
          XnnpackSum.of(
              sum.inputs().get(0).type(), sum.inputs().get(1).type(), sum.output().type());
      known.put(sum.name(), rule.apply(operands.get(0), operands.get(1)));
    }
    return parts.getLast().run(known);
  }
}
