package liviano.formats.importer;

import liviano.graph.Node;
import liviano.graph.Op;

/** What layers compute, whether on real numbers or on integers that stand for such. */
final class RealOps {
  private RealOps() {}

  /** The operation on real numbers. */
  static Op of(Node node) {
    return node.op() instanceof Op.Quantized(Op real, _, _, _) ? real : node.op();
  }

  /** Whether a layer gives the numbers that it reads: in another shape, or in other steps. */
  static boolean keepsNumbers(Node node) {
    return switch (of(node)) {
      case Op.Reshape _, Op.Quantize _, Op.Dequantize _ -> true;
      default -> false;
    };
  }
}
