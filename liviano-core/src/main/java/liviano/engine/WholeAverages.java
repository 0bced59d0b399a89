package liviano.engine;

import java.util.List;
import liviano.graph.Node;
import liviano.graph.Op;
import liviano.graph.Value;
import liviano.kernels.FixedPoint;
import liviano.kernels.Formats;
import liviano.kernels.Grid;
import liviano.kernels.Resample;
import liviano.kernels.Rows.Rounding;
import liviano.tensor.Rescaling;

/** Averages of whole numbers in floats, rounded as their layer says. */
record WholeAverages(Lowering lowering, QuantizedForms forms) {
  /** Whose average gives their sum back, as floats. */
  private static final int MOST_PLACES = 1 << 12;

  /** At least every sum of bytes that is computed. */
  private static final int MOST = 256 * MOST_PLACES;

  /**
   * Adds the tasks of a node.
   *
   * @return whether the node is an average of maps; nothing is added if not
   */
  boolean lower(Node node, Op.Quantized op) {
    List<Operand> input = List.of(lowering.operand(forms.wholes(node.input())));
    if (!(lowering.task(node.onReals(), input, Formats.f32(1))
        instanceof Resample.AveragePool pool)) {
      return false;
    }
    Value average = forms.fresh(node.output());
    lowering.plain(
        new Node(node.name(), op.real(), List.of(forms.wholes(node.input())), List.of(average)));
    int places = pool.geometry().kernelH() * pool.geometry().kernelW();
    boolean sums = pool.isGlobal() && places <= MOST_PLACES;
    Rescaling rescaling =
        sums || op.rescaling() == Rescaling.NEAREST_AS_THEY_LIE
            ? op.rescaling()
            : Rescaling.NEAREST;
    switch (rescaling) {
      case NEAREST, SHIFTED -> nearest(node, average);
      case NEAREST_AS_THEY_LIE -> nearestAsTheyLie(node, average);
      case FIXED_POINT -> fixedPoint(node, sum(average, places), places);
      case FIXED_POINT_AS_THEY_LIE -> fixedPointAsTheyLie(node, sum(average, places), places);
    }
    return true;
  }

  /** The whole number that an average was made from. */
  private Value sum(Value average, int places) {
    Value sum = lowering.fresh(average.name(), average.type());
    forms.round(average, sum, Rounding.PRODUCT, 0, places, -MOST, MOST);
    return sum;
  }

  private void nearest(Node node, Value average) {
    double factor = scale(node.input()) / scale(node.output());
    forms.round(average, node.output(), grid(node), Rounding.PRODUCT, List.of(factor));
  }

  private void nearestAsTheyLie(Node node, Value average) {
    if (!haveOneQuantization(node)) {
      nearest(node, average);
      return;
    }
    int zeroPoint = QuantizedForms.quantization(node.input()).zeroPoint(0);
    forms.roundAsTheyLie(average, node.output(), Rounding.QUOTIENT_AWAY, zeroPoint, 1, zeroPoint);
  }

  private void fixedPoint(Node node, Value sum, int places) {
    if (haveOneQuantization(node)) {
      int zeroPoint = QuantizedForms.quantization(node.input()).zeroPoint(0);
      forms.roundAsTheyLie(
          sum, node.output(), Rounding.QUOTIENT_TOWARD_ZERO, places * zeroPoint, places, zeroPoint);
      return;
    }
    double ratio = (double) scale(node.input()) / scale(node.output());
    FixedPoint factor = FixedPoint.of(ratio).dividedBy(places);
    Value product = lowering.fresh(sum.name(), sum.type());
    forms.round(sum, product, Rounding.QUOTIENT_AWAY, 0, 1 / factor.before(), -MOST, MOST);
    List<Double> shifted = List.of(1 / factor.after());
    forms.round(product, node.output(), grid(node), Rounding.QUOTIENT_AWAY, shifted);
  }

  private void fixedPointAsTheyLie(Node node, Value sum, int places) {
    int zeroPoint = QuantizedForms.quantization(node.input()).zeroPoint(0);
    // In single precision, as its quotient is formed there.
    float shifted = zeroPoint * scale(node.input()) / scale(node.output());
    int share = (int) (shifted > 0 ? shifted + 0.5f : shifted - 0.5f);
    forms.roundAsTheyLie(
        sum,
        node.output(),
        Rounding.FIXED_POINT_AWAY,
        places * zeroPoint,
        (double) scale(node.input()) / ((double) places * scale(node.output())),
        share);
  }

  private static boolean haveOneQuantization(Node node) {
    return QuantizedForms.quantization(node.input())
        .equals(QuantizedForms.quantization(node.output()));
  }

  private static Grid grid(Node node) {
    return QuantizedForms.grid(node.output());
  }

  private static float scale(Value value) {
    return QuantizedForms.quantization(value).scale(0);
  }
}
