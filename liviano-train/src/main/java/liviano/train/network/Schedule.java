package liviano.train.network;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import liviano.LivianoException;
import liviano.graph.Graph;
import liviano.graph.Node;
import liviano.graph.Value;
import liviano.train.torch.TorchException;
import org.bytedeco.pytorch.Tensor;

/**
 * The nodes of a graph one after another, and where their values are kept meanwhile.
 *
 * @param places where a value is kept, by its number
 */
record Schedule(List<Step> steps, Map<Integer, Integer> places) {

  /**
   * A node among others.
   *
   * @param inputs places of the values that it reads
   * @param outputs places of those that it gives
   * @param spent places of the values of nodes that nobody reads any more
   */
  record Step(Node node, Layer layer, int[] inputs, int[] outputs, int[] spent) {}

  static Schedule of(Graph graph, Operations operations) {
    Map<Integer, Integer> places = new HashMap<>();
    graph.inputs().forEach(value -> places.put(value.id(), places.size()));
    Map<Integer, Integer> lastStep = new HashMap<>();
    for (int i = 0; i < graph.nodes().size(); i++) {
      Node node = graph.nodes().get(i);
      for (Value value : node.outputs()) {
        places.put(value.id(), places.size());
        lastStep.put(value.id(), i);
      }
      int step = i;
      node.inputs().forEach(value -> lastStep.computeIfPresent(value.id(), (_, _) -> step));
    }
    graph.outputs().values().forEach(value -> lastStep.remove(value.id()));
    Map<Integer, List<Integer>> spent = new HashMap<>();
    lastStep.forEach(
        (value, step) ->
            spent.computeIfAbsent(step, _ -> new ArrayList<>()).add(places.get(value)));
    List<Step> steps = new ArrayList<>();
    for (Node node : graph.nodes()) {
      steps.add(
          new Step(
              node,
              operations.layer(node),
              at(places, node.inputs()),
              at(places, node.outputs()),
              spent.getOrDefault(steps.size(), List.of()).stream()
                  .mapToInt(Integer::intValue)
                  .toArray()));
    }
    return new Schedule(steps, places);
  }

  private static int[] at(Map<Integer, Integer> places, List<Value> values) {
    return values.stream().mapToInt(value -> places.get(value.id())).toArray();
  }

  /**
   * Computes all values, and frees on the way those of nodes that nobody reads any more: what the
   * gradients need of them libtorch keeps by itself.
   *
   * @param inputs the graph's inputs, in its order; they are left as they are
   * @param seen what a node makes of its first input before it computes
   * @return the values at their places, those that are not spent
   * @throws TorchException if libtorch refuses, naming the layer
   */
  Tensor[] run(List<Tensor> inputs, Mode mode, BiFunction<Node, Tensor, Tensor> seen) {
    Tensor[] values = new Tensor[places.size()];
    for (int i = 0; i < inputs.size(); i++) {
      values[i] = inputs.get(i);
    }
    for (Step step : steps) {
      List<Tensor> given = computed(step, values, mode, seen);
      for (int i = 0; i < given.size(); i++) {
        values[step.outputs()[i]] = given.get(i);
      }
      for (int place : step.spent()) {
        free(values[place], given);
        values[place] = null;
      }
    }
    return values;
  }

  private static List<Tensor> computed(
      Step step, Tensor[] values, Mode mode, BiFunction<Node, Tensor, Tensor> seen) {
    List<Tensor> inputs = new ArrayList<>();
    for (int place : step.inputs()) {
      inputs.add(inputs.isEmpty() ? seen.apply(step.node(), values[place]) : values[place]);
    }
    try {
      return step.layer().apply(inputs, mode);
    } catch (LivianoException e) {
      throw e;
    } catch (RuntimeException e) {
      throw TorchException.of("layer " + step.node().name(), e);
    }
  }

  /** A tensor that was overwritten is what was made of it. */
  private static void free(Tensor spent, List<Tensor> given) {
    if (given.stream().noneMatch(tensor -> tensor == spent)) {
      spent.close();
    }
  }

  /** A value at its place. */
  Tensor get(Tensor[] values, Value value) {
    return values[places.get(value.id())];
  }
}
