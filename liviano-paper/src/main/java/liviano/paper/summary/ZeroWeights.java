package liviano.paper.summary;

import java.lang.foreign.ValueLayout;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import liviano.graph.Node;
import liviano.graph.Op;
import liviano.graph.ParamSpec;
import liviano.model.Model;
import liviano.weights.Tensor;

/**
 * How many connections of a trained network carry nothing, beside those that it has not.
 *
 * @param zero weights that are exactly 0, or integers that stand for it
 * @param all weights of convolutions and dense layers; biases and batch norms are none
 */
record ZeroWeights(long zero, long all) {

  /** Those of a model; empty if it has none, or integers of several zeros or of other sizes. */
  static Optional<ZeroWeights> of(Model model) {
    long zero = 0;
    long all = 0;
    Set<String> seen = new HashSet<>();
    for (Node node : model.graph().nodes()) {
      Optional<ParamSpec> weight = node.param(ParamSpec.Role.WEIGHT);
      if (weight.isEmpty() || !seen.add(weight.get().name())) {
        continue;
      }
      Tensor tensor = model.weights().require(weight.get().name(), weight.get().shape().extents());
      Optional<Integer> point = zeroPoint(node.op());
      if (point.isEmpty() || !(tensor.type().isFloating() || tensor.type().isByte())) {
        return Optional.empty();
      }
      all += tensor.elementCount();
      zero += tensor.type().isFloating() ? zeros(tensor.toFloats()) : zeros(tensor, point.get());
    }
    return all == 0 ? Optional.empty() : Optional.of(new ZeroWeights(zero, all));
  }

  /** The share of weights that are 0, from 0 to 1. */
  double share() {
    return (double) zero / all;
  }

  /** The number that stands for 0 in all of the weights; empty if there are several. */
  private static Optional<Integer> zeroPoint(Op op) {
    List<Integer> points =
        switch (op) {
          case Op.Quantized quantized ->
              quantized
                  .weights()
                  .map(format -> format.quantization().zeroPoints())
                  .orElse(List.of(0));
          case Op.IntegerSums sums -> sums.weightZeroPoints();
          default -> List.of(0);
        };
    List<Integer> distinct = points.stream().distinct().toList();
    return distinct.size() == 1 ? Optional.of(distinct.getFirst()) : Optional.empty();
  }

  private static long zeros(float[] weights) {
    long zero = 0;
    for (float weight : weights) {
      zero += weight == 0 ? 1 : 0;
    }
    return zero;
  }

  /** Of bytes, signed or not: the lowest eight bits of both tell. */
  private static long zeros(Tensor bytes, int point) {
    long zero = 0;
    for (long i = 0; i < bytes.data().byteSize(); i++) {
      zero += bytes.data().get(ValueLayout.JAVA_BYTE, i) == (byte) point ? 1 : 0;
    }
    return zero;
  }
}
