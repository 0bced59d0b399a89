package liviano.formats.importer;

import java.util.ArrayList;
import java.util.List;
import liviano.formats.importer.ForeignValue.Computed;
import liviano.graph.Op;
import liviano.graph.Value;
import liviano.tensor.DetectionRule;
import liviano.tensor.Shape;

/** What makes detections of boxes and scores. */
record DetectionLayers(Assembly assembly, Operands operands) {
  DetectionLayers(Assembly assembly) {
    this(assembly, new Operands(assembly));
  }

  /** Boxes, classes, scores and their number, each with the batch before it. */
  List<ForeignValue> detections(ForeignNode node, DetectionRule rule) {
    List<Integer> boxes = assembly.operand(node, 0).dims();
    List<Integer> scores = assembly.operand(node, 1).dims();
    List<Integer> anchors = assembly.operand(node, 2).dims();
    boolean fits =
        boxes.size() == 3
            && scores.size() == 3
            && anchors.size() == 2
            && boxes.getFirst() == 1
            && scores.getFirst() == 1
            && boxes.get(1).equals(scores.get(1))
            && boxes.get(1).equals(anchors.getFirst());
    if (!fits) {
      throw node.malformed("boxes " + boxes + ", scores " + scores + " and anchors " + anchors);
    }
    List<Value> reads = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      List<Integer> dims = assembly.operand(node, i).dims();
      Shape table = Shape.of(dims.get(dims.size() - 2), dims.getLast());
      reads.add(assembly.real(assembly.shaped(node, operands.value(node, i), table)));
    }
    String name = assembly.name(node);
    List<String> names =
        List.of(name + ".boxes", name + ".classes", name + ".scores", name + ".count");
    List<Value> given = assembly.graph().add(name, new Op.DetectionPostProcess(rule), reads, names);
    int places = rule.places();
    return List.of(
        Computed.of(given.get(0), List.of(1, places, 4)),
        Computed.of(given.get(1), List.of(1, places)),
        Computed.of(given.get(2), List.of(1, places)),
        Computed.of(given.get(3), List.of(1)));
  }
}
