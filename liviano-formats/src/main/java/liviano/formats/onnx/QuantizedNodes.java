package liviano.formats.onnx;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import liviano.formats.importer.ForeignConstant;
import liviano.formats.importer.ForeignOp;
import liviano.formats.importer.ForeignQuantization;
import liviano.formats.importer.TensorOp;
import liviano.tensor.DType;
import liviano.tensor.LittleEndian;
import liviano.tensor.Quantization;

/**
 * Operations on integers that stand for real numbers. What a file says in operations, that a tensor
 * is quantized by a scale and a zero point, the importer's words say of the tensor itself: so a
 * convolution between two such operations becomes one on integers.
 */
final class QuantizedNodes {
  private QuantizedNodes() {}

  static Map<String, NodeKind> kinds() {
    Map<String, NodeKind> kinds = new HashMap<>();
    kinds.put("QuantizeLinear", QuantizedNodes::quantize);
    kinds.put("DequantizeLinear", QuantizedNodes::dequantize);
    kinds.put("DynamicQuantizeLinear", QuantizedNodes::dynamic);
    kinds.put("QLinearConv", QuantizedNodes::convolution);
    kinds.put("QLinearMatMul", QuantizedNodes::product);
    kinds.put(
        "ConvInteger",
        (node, sheet) ->
            sheet.add(
                node,
                new TensorOp.IntegerFilter(WindowNodes.sliding(node), node.integer("group", 1))));
    kinds.put("MatMulInteger", (node, sheet) -> sheet.add(node, new TensorOp.IntegerMatMul()));
    return kinds;
  }

  /** Where nobody else reads what is quantized, it is quantized as it is made. */
  private static void quantize(OnnxNode node, Sheet sheet) {
    ForeignQuantization how = quantization(node, sheet, 1, 2, format(node, sheet, 2));
    int read = sheet.input(node, 0);
    boolean made = sheet.isMade(read) && sheet.readers(node.inputs().getFirst()) == 1;
    if (made && !how.quantization().isPerChannel() && !sheet.isQuantized(read)) {
      sheet.quantize(read, how);
      sheet.alias(node.outputs().getFirst(), read);
      return;
    }
    sheet.quantize(sheet.output(node), how);
    sheet.add(node, new ForeignOp.Same(), List.of(read));
  }

  private static void dequantize(OnnxNode node, Sheet sheet) {
    int read = sheet.input(node, 0);
    DType format =
        sheet
            .constant(node, 0)
            .map(ForeignConstant::type)
            .or(() -> sheet.quantized(read).map(ForeignQuantization::format))
            .or(() -> sheet.type(read))
            .orElseGet(() -> format(node, sheet, 2));
    ForeignQuantization how = quantization(node, sheet, 1, 2, format);
    boolean constant = sheet.constant(node, 0).isPresent();
    boolean known = sheet.quantized(read).filter(how::equals).isPresent();
    boolean input = sheet.isInput(read) && !sheet.isQuantized(read);
    if (known && sheet.isOutput(node.outputs().getFirst())) {
      sheet.add(node, new ForeignOp.Same(), List.of(read));
    } else if (known || constant && !sheet.isQuantized(read) && format.isQuantizable()) {
      sheet.quantize(read, how);
      sheet.alias(node.outputs().getFirst(), read);
    } else if (input && format.isByte() && !how.quantization().isPerChannel()) {
      sheet.quantize(read, how);
      if (sheet.isOutput(node.outputs().getFirst())) {
        sheet.add(node, new ForeignOp.Same(), List.of(read));
      } else {
        sheet.alias(node.outputs().getFirst(), read);
      }
    } else {
      sheet.add(node, new TensorOp.Dequantize(how), List.of(read));
    }
  }

  private static DType format(OnnxNode node, Sheet sheet, int zeroPoint) {
    return sheet.constant(node, zeroPoint).map(ForeignConstant::type).orElse(DType.U8);
  }

  /** The scales and zero points of a tensor, which must be constant. */
  private static ForeignQuantization quantization(
      OnnxNode node, Sheet sheet, int scale, int zeroPoint, DType format) {
    if (!format.isQuantizable()) {
      throw node.unsupported("it quantizes to " + format);
    }
    ForeignConstant scales =
        sheet
            .constant(node, scale)
            .orElseThrow(() -> node.unsupported("its scale is computed and not constant"));
    List<Float> reals = new ArrayList<>();
    MemorySegment bytes = scales.bytes().get();
    for (int i = 0; i < bytes.byteSize() / scales.type().bytes(); i++) {
      reals.add(LittleEndian.floatAt(bytes, scales.type(), i));
    }
    List<Integer> zeroPoints = List.of(0);
    if (node.has(zeroPoint)) {
      ForeignConstant zeros =
          sheet
              .constant(node, zeroPoint)
              .orElseThrow(() -> node.unsupported("its zero point is computed and not constant"));
      zeroPoints = integers(node, zeros);
    }
    try {
      boolean one = zeroPoints.stream().distinct().count() == 1;
      Quantization quantization =
          new Quantization(reals, one ? List.of(zeroPoints.getFirst()) : zeroPoints);
      int axis = node.type().endsWith("Linear") ? node.integer("axis", 1) : 0;
      return new ForeignQuantization(format, quantization, axis);
    } catch (IllegalArgumentException e) {
      throw node.malformed(e.getMessage());
    }
  }

  private static List<Integer> integers(OnnxNode node, ForeignConstant constant) {
    List<Integer> integers = new ArrayList<>();
    MemorySegment bytes = constant.bytes().get();
    for (long i = 0; i < bytes.byteSize() / constant.type().bytes(); i++) {
      integers.add(
          switch (constant.type()) {
            case I8 -> (int) bytes.get(ValueLayout.JAVA_BYTE, i);
            case U8 -> Byte.toUnsignedInt(bytes.get(ValueLayout.JAVA_BYTE, i));
            case I32 -> bytes.get(LittleEndian.INT_UNALIGNED, i * Integer.BYTES);
            default -> throw node.unsupported("its zero point is " + constant.type());
          });
    }
    if (integers.isEmpty()) {
      throw node.malformed("it has no zero point");
    }
    return integers;
  }

  private static void dynamic(OnnxNode node, Sheet sheet) {
    sheet.add(
        node,
        new TensorOp.DynamicQuantize(),
        List.of(sheet.input(node, 0)),
        node.outputs().stream().map(sheet::tensor).toList());
  }

  /** x, its scale and zero point, weights, theirs, those of the result, [bias]. */
  private static void convolution(OnnxNode node, Sheet sheet) {
    int data = quantized(node, sheet, 0);
    int weights = quantized(node, sheet, 3);
    sheet.quantize(sheet.output(node), quantization(node, sheet, 6, 7, format(node, sheet, 7)));
    List<Integer> inputs = new ArrayList<>(List.of(data, weights));
    if (node.has(8)) {
      inputs.add(sheet.input(node, 8));
    }
    sheet.add(
        node, new TensorOp.Filter(WindowNodes.sliding(node), node.integer("group", 1)), inputs);
  }

  private static void product(OnnxNode node, Sheet sheet) {
    int first = quantized(node, sheet, 0);
    int second = quantized(node, sheet, 3);
    sheet.quantize(sheet.output(node), quantization(node, sheet, 6, 7, format(node, sheet, 7)));
    sheet.add(node, new TensorOp.MatMul(), List.of(first, second));
  }

  /** An input with its scale and zero point behind it. */
  private static int quantized(OnnxNode node, Sheet sheet, int input) {
    int tensor = sheet.input(node, input);
    ForeignQuantization how =
        quantization(node, sheet, input + 1, input + 2, format(node, sheet, input + 2));
    if (sheet.quantized(tensor).filter(known -> !known.equals(how)).isPresent()) {
      throw node.unsupported("what it reads is quantized otherwise where it is made");
    }
    sheet.quantize(tensor, how);
    return tensor;
  }
}
