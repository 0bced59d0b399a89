package liviano.formats.onnx;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import liviano.formats.importer.ForeignConstant;
import liviano.formats.importer.ForeignOp;
import liviano.formats.importer.ForeignOp.Combination;
import liviano.formats.importer.TensorOp;
import liviano.graph.Op;
import liviano.tensor.LittleEndian;

/** Sums, products, bounds and norms. */
final class ArithmeticNodes {
  private static final int BOUNDS_AS_INPUTS = 11;
  private static final int SOFTMAX_ALONG_ONE_AXIS = 13;

  private ArithmeticNodes() {}

  static Map<String, NodeKind> kinds() {
    Map<String, NodeKind> kinds = new HashMap<>();
    kinds.put("Add", pair(Combination.ADD));
    kinds.put("Sub", pair(Combination.SUBTRACT));
    kinds.put("Mul", pair(Combination.MULTIPLY));
    kinds.put("Div", pair(Combination.DIVIDE));
    kinds.put("Pow", pair(Combination.POWER));
    kinds.put("Max", all(Combination.MAXIMUM));
    kinds.put("Min", all(Combination.MINIMUM));
    kinds.put("Sum", all(Combination.ADD));
    kinds.put("Mean", ArithmeticNodes::mean);
    kinds.put("Clip", ArithmeticNodes::clip);
    kinds.put("PRelu", (node, sheet) -> sheet.add(node, new ForeignOp.PRelu()));
    kinds.put("BatchNormalization", ArithmeticNodes::batchNorm);
    kinds.put("Softmax", softmax(false));
    kinds.put("LogSoftmax", softmax(true));
    kinds.put("LRN", ArithmeticNodes::responseNorm);
    kinds.put("MatMul", (node, sheet) -> sheet.add(node, new TensorOp.MatMul()));
    kinds.put("Gemm", ArithmeticNodes::gemm);
    return kinds;
  }

  private static NodeKind pair(Combination how) {
    return (node, sheet) -> {
      requireNoOldBroadcast(node);
      sheet.add(node, new ForeignOp.Combine(how));
    };
  }

  private static void requireNoOldBroadcast(OnnxNode node) {
    if (node.inputs().size() != 2) {
      throw node.malformed("it combines " + node.inputs().size() + " tensors");
    }
    if (node.has("axis")) {
      throw node.unsupported("it repeats a tensor from an axis on, as before version 7");
    }
  }

  private static NodeKind all(Combination how) {
    return (node, sheet) -> {
      List<Integer> inputs = sheet.inputs(node);
      if (inputs.isEmpty()) {
        throw node.malformed("it combines nothing");
      }
      if (inputs.size() == 1) {
        sheet.add(node, new ForeignOp.Same(), inputs);
        return;
      }
      int so = inputs.getFirst();
      for (int next : inputs.subList(1, inputs.size() - 1)) {
        so = sheet.before(node, new ForeignOp.Combine(how), so, next);
      }
      sheet.add(node, new ForeignOp.Combine(how), List.of(so, inputs.getLast()));
    };
  }

  private static void mean(OnnxNode node, Sheet sheet) {
    List<Integer> inputs = sheet.inputs(node);
    if (inputs.isEmpty()) {
      throw node.malformed("it combines nothing");
    }
    int so = inputs.getFirst();
    for (int next : inputs.subList(1, inputs.size())) {
      so = sheet.before(node, new ForeignOp.Combine(Combination.ADD), so, next);
    }
    sheet.add(
        node,
        new ForeignOp.Combine(Combination.MULTIPLY),
        List.of(so, sheet.real(1f / inputs.size())));
  }

  /** Bounds that only the importer knows are layers of their own. */
  private static void clip(OnnxNode node, Sheet sheet) {
    if (node.opset() < BOUNDS_AS_INPUTS) {
      float least = node.real("min", -Float.MAX_VALUE);
      float most = node.real("max", Float.MAX_VALUE);
      sheet.add(node, clamp(least, most), List.of(sheet.input(node, 0)));
      return;
    }
    Optional<Float> least = bound(node, sheet, 1, Float.NEGATIVE_INFINITY);
    Optional<Float> most = bound(node, sheet, 2, Float.POSITIVE_INFINITY);
    if (least.isPresent() && most.isPresent()) {
      sheet.add(node, clamp(least.get(), most.get()), List.of(sheet.input(node, 0)));
      return;
    }
    int raised =
        node.has(1)
            ? sheet.before(
                node,
                new ForeignOp.Combine(Combination.MAXIMUM),
                sheet.input(node, 0),
                sheet.input(node, 1))
            : sheet.input(node, 0);
    if (node.has(2)) {
      List<Integer> inputs = List.of(raised, sheet.input(node, 2));
      sheet.add(node, new ForeignOp.Combine(Combination.MINIMUM), inputs);
    } else {
      sheet.add(node, new ForeignOp.Same(), List.of(raised));
    }
  }

  private static ForeignOp clamp(float least, float most) {
    boolean open = most == Float.MAX_VALUE || most == Float.POSITIVE_INFINITY;
    if (least == 0 && open) {
      return new ForeignOp.Activate(new Op.Relu());
    }
    return least == 0 && most == 6
        ? new ForeignOp.Activate(new Op.Relu6())
        : new ForeignOp.Clamp(least, most);
  }

  private static Optional<Float> bound(OnnxNode node, Sheet sheet, int input, float otherwise) {
    if (!node.has(input)) {
      return Optional.of(otherwise);
    }
    Optional<ForeignConstant> constant = sheet.constant(node, input);
    if (constant.isEmpty() || !constant.get().dims().stream().allMatch(extent -> extent == 1)) {
      return Optional.empty();
    }
    var bytes = constant.get().bytes().get();
    return switch (constant.get().type()) {
      case F32, F16, F64, BF16 ->
          Optional.of(LittleEndian.floatAt(bytes, constant.get().type(), 0));
      case I8 -> Optional.of((float) bytes.get(java.lang.foreign.ValueLayout.JAVA_BYTE, 0));
      case U8 ->
          Optional.of((float) (bytes.get(java.lang.foreign.ValueLayout.JAVA_BYTE, 0) & 0xFF));
      default -> Optional.empty();
    };
  }

  private static void batchNorm(OnnxNode node, Sheet sheet) {
    boolean trains = node.opset() < 7 ? !node.flag("is_test") : node.flag("training_mode");
    if (trains || node.opset() < 9 && node.whole("spatial", 1) == 0) {
      throw node.unsupported("it takes the statistics of what it reads");
    }
    sheet.add(node, new ForeignOp.BatchNorm(node.real("epsilon", 1e-5f)));
  }

  private static NodeKind softmax(boolean logarithm) {
    return (node, sheet) -> {
      boolean flattens = node.opset() < SOFTMAX_ALONG_ONE_AXIS;
      int axis = node.integer("axis", flattens ? 1 : -1);
      sheet.add(node, new TensorOp.Softmax(axis, flattens, logarithm));
    };
  }

  /** ONNX divides alpha by the size. */
  private static void responseNorm(OnnxNode node, Sheet sheet) {
    int size = node.integer("size", 0);
    if (size < 1) {
      throw node.malformed("its size is " + size);
    }
    sheet.add(
        node,
        new TensorOp.ResponseNorm(
            size,
            node.real("alpha", 1e-4f) / size,
            node.real("beta", 0.75f),
            node.real("bias", 1)));
  }

  private static void gemm(OnnxNode node, Sheet sheet) {
    sheet.add(
        node,
        new TensorOp.Gemm(
            node.real("alpha", 1), node.real("beta", 1), node.flag("transA"), node.flag("transB")));
  }
}
