package liviano.formats.onnx;

import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import liviano.formats.importer.ForeignConstant;
import liviano.formats.importer.ForeignOp;
import liviano.formats.importer.TensorOp;
import liviano.tensor.DType;
import liviano.weights.Tensor;

/** Operations that count extents anew, and that make constants. */
final class ShapeNodes {
  private static final int AXES_AS_INPUTS = 13;

  private ShapeNodes() {}

  static Map<String, NodeKind> kinds() {
    Map<String, NodeKind> kinds = new HashMap<>();
    kinds.put("Identity", first(new ForeignOp.Same()));
    kinds.put("Dropout", ShapeNodes::dropout);
    kinds.put("Cast", ShapeNodes::cast);
    kinds.put("Reshape", ShapeNodes::reshape);
    kinds.put(
        "Flatten", (node, sheet) -> sheet.add(node, new TensorOp.Flatten(node.integer("axis", 1))));
    kinds.put("Squeeze", axes(new TensorOp.Squeeze(), false));
    kinds.put("Unsqueeze", axes(new TensorOp.Unsqueeze(), true));
    kinds.put("Transpose", ShapeNodes::transpose);
    kinds.put(
        "Shape",
        (node, sheet) ->
            sheet.add(
                node,
                new TensorOp.Extents(
                    node.integer("start", 0), node.integer("end", Integer.MAX_VALUE))));
    kinds.put("Expand", (node, sheet) -> sheet.add(node, new TensorOp.Expand()));
    kinds.put("Tile", (node, sheet) -> sheet.add(node, new TensorOp.Tile()));
    kinds.put("Constant", ShapeNodes::constant);
    kinds.put("ConstantOfShape", ShapeNodes::filled);
    kinds.put("Range", (node, sheet) -> sheet.add(node, new TensorOp.Range()));
    kinds.put("Where", (node, sheet) -> sheet.add(node, new TensorOp.Where()));
    kinds.put("Equal", (node, sheet) -> sheet.add(node, new TensorOp.Equal()));
    kinds.put(
        "DepthToSpace",
        (node, sheet) ->
            sheet.add(
                node,
                new TensorOp.DepthToSpace(
                    node.integer("blocksize", 0), node.text("mode", "DCR").equals("DCR"))));
    kinds.put(
        "SpaceToDepth",
        (node, sheet) -> sheet.add(node, new TensorOp.SpaceToDepth(node.integer("blocksize", 0))));
    return kinds;
  }

  private static void reshape(OnnxNode node, Sheet sheet) {
    TensorOp op = new TensorOp.ReshapeTo(!node.flag("allowzero"));
    if (node.has("shape")) {
      sheet.add(node, op, List.of(sheet.input(node, 0), sheet.integers(node.integers("shape"))));
    } else {
      sheet.add(node, op);
    }
  }

  private static NodeKind first(ForeignOp op) {
    return (node, sheet) -> sheet.add(node, op, List.of(sheet.input(node, 0)));
  }

  /** When a network is only run, nothing is dropped. */
  private static void dropout(OnnxNode node, Sheet sheet) {
    boolean training = node.has(2) || node.opset() < 7 && !node.flag("is_test");
    if (node.has(2)) {
      ForeignConstant mode =
          sheet
              .constant(node, 2)
              .orElseThrow(() -> node.unsupported("whether it trains is computed"));
      MemorySegment bytes = mode.bytes().get();
      training = bytes.byteSize() > 0 && bytes.get(java.lang.foreign.ValueLayout.JAVA_BYTE, 0) != 0;
    }
    if (training) {
      throw node.unsupported("it drops numbers, as training does");
    }
    sheet.add(node, new ForeignOp.Same(), List.of(sheet.input(node, 0)));
  }

  private static void cast(OnnxNode node, Sheet sheet) {
    DType to = ElementType.of(node.whole("to", 0), "what " + node.type() + " gives");
    if (to == DType.BF16) {
      throw node.unsupported("it rounds to " + to.longName());
    }
    sheet.add(node, new TensorOp.Cast(to));
  }

  private static NodeKind axes(ForeignOp op, boolean needed) {
    return (node, sheet) -> {
      if (node.opset() >= AXES_AS_INPUTS) {
        sheet.add(node, op);
        return;
      }
      if (needed && !node.has("axes")) {
        throw node.malformed("it names no axes");
      }
      List<Integer> data = List.of(sheet.input(node, 0));
      sheet.add(
          node,
          op,
          node.has("axes")
              ? List.of(data.getFirst(), sheet.integers(node.integers("axes")))
              : data);
    };
  }

  private static void transpose(OnnxNode node, Sheet sheet) {
    if (node.has("perm")) {
      List<Integer> inputs = List.of(sheet.input(node, 0), sheet.integers(node.integers("perm")));
      sheet.add(node, new ForeignOp.Transpose(), inputs);
    } else {
      sheet.add(node, new TensorOp.Reverse());
    }
  }

  private static void constant(OnnxNode node, Sheet sheet) {
    sheet.constant(node.outputs().getFirst(), constant(node));
  }

  private static ForeignConstant constant(OnnxNode node) {
    if (node.tensor("value").isPresent()) {
      return sheetless(node, node.tensor("value").get());
    }
    if (node.has("value_float")) {
      return Sheet.reals(List.of(), List.of(node.real("value_float", 0)));
    }
    if (node.has("value_floats")) {
      List<Float> reals = node.reals("value_floats");
      return Sheet.reals(List.of(reals.size()), reals);
    }
    if (node.has("value_int")) {
      return Sheet.longs(List.of(), List.of(node.whole("value_int", 0)));
    }
    if (node.has("value_ints")) {
      List<Long> longs = node.longs("value_ints");
      return Sheet.longs(List.of(longs.size()), longs);
    }
    throw node.unsupported("its value is no tensor of numbers");
  }

  private static ForeignConstant sheetless(OnnxNode node, MemorySegment tensor) {
    return new TensorParser(new ExternalData(java.util.Optional.empty()))
        .parse(tensor, node.attributes().get("value").allowance());
  }

  private static void filled(OnnxNode node, Sheet sheet) {
    ForeignConstant value =
        node.tensor("value")
            .map(tensor -> sheetless(node, tensor))
            .orElseGet(() -> Sheet.reals(List.of(1), List.of(0f)));
    if (!value.dims().equals(List.of(1))) {
      throw node.malformed("its value has the shape " + value.dims());
    }
    Tensor one = new Tensor("", value.type(), liviano.tensor.Extents.of(1), value.bytes().get());
    sheet.add(node, new TensorOp.Filled(one));
  }
}
