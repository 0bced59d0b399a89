package liviano.formats.onnx;

import java.util.List;
import java.util.Map;
import liviano.formats.importer.Sliding;
import liviano.formats.importer.Sliding.Rule;
import liviano.formats.importer.TensorOp;

/** Convolutions and pools. */
final class WindowNodes {
  private WindowNodes() {}

  static Map<String, NodeKind> kinds() {
    return Map.of(
        "Conv",
        (node, sheet) ->
            sheet.add(node, new TensorOp.Filter(sliding(node), node.integer("group", 1))),
        "ConvTranspose",
        WindowNodes::transposed,
        "MaxPool",
        WindowNodes::maxPool,
        "AveragePool",
        WindowNodes::averagePool,
        "GlobalAveragePool",
        (node, sheet) -> sheet.add(node, new TensorOp.GlobalPool(false)),
        "GlobalMaxPool",
        (node, sheet) -> sheet.add(node, new TensorOp.GlobalPool(true)));
  }

  static Sliding sliding(OnnxNode node) {
    Rule rule =
        switch (node.text("auto_pad", "NOTSET")) {
          case "NOTSET", "" -> Rule.GIVEN;
          case "VALID" -> Rule.VALID;
          case "SAME_UPPER" -> Rule.SAME_UPPER;
          case "SAME_LOWER" -> Rule.SAME_LOWER;
          default -> throw node.malformed("it pads by the rule " + node.text("auto_pad", ""));
        };
    return new Sliding(
        node.integers("kernel_shape"),
        node.integers("strides"),
        node.integers("dilations"),
        node.integers("pads"),
        rule,
        node.flag("ceil_mode"));
  }

  private static void transposed(OnnxNode node, Sheet sheet) {
    List<Integer> more = node.integers("output_padding");
    List<Integer> size = node.integers("output_shape");
    for (List<Integer> list : List.of(more, size)) {
      if (!list.isEmpty() && list.size() != 2) {
        throw node.unsupported("its output_padding is " + more + ", its output_shape " + size);
      }
    }
    sheet.add(
        node, new TensorOp.TransposedFilter(sliding(node), node.integer("group", 1), more, size));
  }

  private static void maxPool(OnnxNode node, Sheet sheet) {
    boolean columnMajor = node.flag("storage_order");
    sheet.add(
        node,
        new TensorOp.MaxPool(sliding(node), columnMajor),
        sheet.inputs(node),
        node.outputs().stream().map(sheet::tensor).toList());
  }

  private static void averagePool(OnnxNode node, Sheet sheet) {
    Sliding sliding = sliding(node);
    if (sliding.dilations().stream().anyMatch(apart -> apart != 1)) {
      throw node.unsupported("its dilations are " + sliding.dilations());
    }
    sheet.add(node, new TensorOp.AveragePool(sliding, node.flag("count_include_pad")));
  }
}
