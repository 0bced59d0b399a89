package liviano.formats.onnx;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import liviano.formats.importer.ForeignOp;
import liviano.formats.importer.TensorOp;
import liviano.formats.importer.TensorOp.Reduce.Kind;
import liviano.graph.Op;
import liviano.tensor.UnaryFunction.Plain;

/** Many numbers that become one, with what is done before and after. */
final class ReductionNodes {
  private ReductionNodes() {}

  static Map<String, NodeKind> kinds() {
    Map<String, NodeKind> kinds = new HashMap<>();
    kinds.put("ReduceSum", reduction(Kind.SUM, Optional.empty(), Optional.empty()));
    kinds.put("ReduceProd", reduction(Kind.PRODUCT, Optional.empty(), Optional.empty()));
    kinds.put("ReduceMax", reduction(Kind.MAX, Optional.empty(), Optional.empty()));
    kinds.put("ReduceMin", reduction(Kind.MIN, Optional.empty(), Optional.empty()));
    kinds.put("ReduceMean", reduction(Kind.MEAN, Optional.empty(), Optional.empty()));
    kinds.put("ReduceL1", reduction(Kind.SUM, Optional.of(Plain.ABS), Optional.empty()));
    kinds.put("ReduceL2", reduction(Kind.SUM, Optional.of(Plain.SQUARE), Optional.of(Plain.SQRT)));
    kinds.put("ReduceSumSquare", reduction(Kind.SUM, Optional.of(Plain.SQUARE), Optional.empty()));
    kinds.put("ReduceLogSum", reduction(Kind.SUM, Optional.empty(), Optional.of(Plain.LOG)));
    kinds.put(
        "ReduceLogSumExp", reduction(Kind.SUM, Optional.of(Plain.EXP), Optional.of(Plain.LOG)));
    kinds.put("ArgMax", extreme(false));
    kinds.put("ArgMin", extreme(true));
    return kinds;
  }

  private static NodeKind reduction(Kind kind, Optional<Plain> before, Optional<Plain> after) {
    return (node, sheet) -> {
      int read =
          before
              .map(function -> sheet.before(node, function(function), sheet.input(node, 0)))
              .orElseGet(() -> sheet.input(node, 0));
      List<Integer> inputs = new ArrayList<>(List.of(read));
      if (node.has(1)) {
        inputs.add(sheet.input(node, 1));
      }
      ForeignOp op =
          new TensorOp.Reduce(
              kind,
              node.integers("axes"),
              node.whole("keepdims", 1) != 0,
              node.flag("noop_with_empty_axes"));
      if (after.isEmpty()) {
        sheet.add(node, op, inputs);
      } else {
        int reduced = sheet.before(node, op, inputs.toArray(Integer[]::new));
        sheet.add(node, function(after.get()), List.of(reduced));
      }
    };
  }

  private static ForeignOp function(Plain function) {
    return new ForeignOp.Activate(new Op.Map(function));
  }

  private static NodeKind extreme(boolean smallest) {
    return (node, sheet) ->
        sheet.add(
            node,
            new TensorOp.ArgMax(
                node.integer("axis", 0),
                node.whole("keepdims", 1) != 0,
                smallest,
                node.flag("select_last_index")));
  }
}
