package liviano.engine;

import java.util.List;
import java.util.Optional;
import liviano.graph.Node;
import liviano.graph.Op;
import liviano.graph.Value;
import liviano.kernels.Clamp;
import liviano.kernels.Elementwise;
import liviano.kernels.Grid;

/**
 * Layers on quantized values, computed on the real numbers that the integers stand for, and not
 * rounded to integers again. Where zero is the end of a range of integers, an activation was folded
 * into that range when the network was quantized; results are held to such a range, and to no
 * other.
 */
record RealLayers(Lowering lowering, QuantizedForms forms) {

  void lower(Node node) {
    switch (node.op()) {
      case Op.Dequantize _ ->
          lowering.rename(lowering.operand(forms.reals(node.input())), node.output());
      case Op.Quantize _ -> held(node.output(), forms.reals(node.input()));
      default -> {
        List<Value> results = node.outputs().stream().map(forms::fresh).toList();
        Op real = node.op() instanceof Op.Quantized quantized ? quantized.real() : node.op();
        List<Value> inputs = node.inputs().stream().map(forms::reals).toList();
        lowering.plain(new Node(node.name(), real, inputs, results));
        for (int i = 0; i < results.size(); i++) {
          held(node.outputs().get(i), results.get(i));
        }
      }
    }
  }

  /** Real numbers become those of a quantized value. */
  private void held(Value value, Value reals) {
    Operand in = lowering.operand(reals);
    Optional<Clamp> range = activation(value);
    if (range.isEmpty()) {
      lowering.rename(in, forms.newReals(value));
      return;
    }
    lowering.add(
        value.name() + ".held",
        new Elementwise.Clip(in.elements(), range.get()),
        List.of(in),
        lowering.define(forms.newReals(value)));
  }

  private static Optional<Clamp> activation(Value value) {
    Grid grid = QuantizedForms.grid(value);
    if (grid.quantization().isPerChannel()) {
      return Optional.empty();
    }
    int zero = grid.quantization().zeroPoint(0);
    return zero == grid.least() || zero == grid.greatest()
        ? Optional.of(
            new Clamp(
                grid.quantization().real(grid.least(), 0),
                grid.quantization().real(grid.greatest(), 0)))
        : Optional.empty();
  }
}
