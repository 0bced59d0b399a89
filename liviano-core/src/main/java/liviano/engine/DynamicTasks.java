package liviano.engine;

import java.util.ArrayList;
import java.util.List;
import liviano.graph.Node;
import liviano.graph.Op;
import liviano.graph.ParamSpec;
import liviano.kernels.Formats;
import liviano.kernels.Linear;
import liviano.kernels.Quantizing;

/** The tasks of layers whose scales and zero points exist only when they run. */
record DynamicTasks(Lowering lowering) {

  /** A task for each of the three values; each reads those before it. */
  void quantize(Node node) {
    List<Operand> inputs = new ArrayList<>(List.of(lowering.operand(node.input())));
    long count = inputs.getFirst().elements();
    // The integers come first among the outputs, and last in the order of computing.
    Quantizing.Dynamic[] parts = Quantizing.Dynamic.values();
    for (int i = 0; i < parts.length; i++) {
      Operand output = lowering.define(node.outputs().get((i + 1) % parts.length));
      Formats formats = PlannedTask.formats(inputs, output);
      lowering.add(output.name(), new Quantizing.ByRange(count, parts[i], formats), inputs, output);
      inputs.add(output);
    }
  }

  void sums(Node node, Op.IntegerSums op) {
    List<Operand> inputs = node.inputs().stream().map(lowering::operand).toList();
    Linear like = (Linear) lowering.task(node.onReals(), inputs.subList(0, 1), Formats.f32(1));
    ParamSpec weight = node.params().getFirst();
    Operand output = lowering.define(node.output());
    lowering.add(
        node.name(),
        new Quantizing.Sums(
            like,
            lowering.parameters().get(weight),
            op.weightZeroPoints(),
            PlannedTask.formats(inputs, output)),
        inputs,
        output);
  }
}
