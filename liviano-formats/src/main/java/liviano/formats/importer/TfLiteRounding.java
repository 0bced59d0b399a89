package liviano.formats.importer;

import java.util.Optional;
import liviano.graph.Op;
import liviano.tensor.DType;
import liviano.tensor.Rescaling;

/** How TensorFlow Lite's own kernels round the integers that a layer gives. */
final class TfLiteRounding {
  private TfLiteRounding() {}

  /** Of files with quantized tensors, TensorFlow Lite's are those with their channels last. */
  static boolean isAsked(Assembly assembly) {
    return assembly.layout() == MapLayout.CHANNELS_LAST;
  }

  /** Of integers that become those of another quantization. */
  static Rescaling ofQuantizing(Assembly assembly) {
    return isAsked(assembly) ? Rescaling.FIXED_POINT : Rescaling.NEAREST;
  }

  /** Of a layer without weights that gives what the node gives. */
  static Rescaling of(Assembly assembly, ForeignNode node, Op op) {
    Optional<ForeignQuantization> given = assembly.quantization(node.output());
    if (given.isEmpty() || !isAsked(assembly)) {
      return Rescaling.NEAREST;
    }
    return switch (node.op()) {
      case ForeignOp.Activate _ when op instanceof Op.Relu || op instanceof Op.Relu6 ->
          Rescaling.FIXED_POINT;
      // Over rows and columns of maps that stay maps it has a kernel of its own.
      case ForeignOp.Mean(boolean keepsRank) when op instanceof Op.GlobalAveragePool && keepsRank ->
          Rescaling.FIXED_POINT_AS_THEY_LIE;
      case ForeignOp.Mean _ -> Rescaling.FIXED_POINT;
      case ForeignOp.AveragePool _ -> Rescaling.NEAREST_AS_THEY_LIE;
      case ForeignOp.ResizeBilinear _ when given.get().format() == DType.I8 ->
          Rescaling.NEAREST_AS_THEY_LIE;
      case ForeignOp.Combine _
          when op instanceof Op.Add || op instanceof Op.Subtract || op instanceof Op.Multiply ->
          Rescaling.FIXED_POINT;
      default -> Rescaling.NEAREST;
    };
  }
}
