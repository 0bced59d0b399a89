package liviano.formats.importer;

import java.util.ArrayList;
import java.util.List;
import liviano.Limits.Limit;
import liviano.formats.importer.ForeignOp.Combination;
import liviano.formats.importer.ForeignValue.Computed;
import liviano.formats.importer.ForeignValue.Known;
import liviano.graph.Op;
import liviano.tensor.Reduction;
import liviano.weights.Tensor;

/** Products of matrices: with a constant a dense layer, else a sum over single products. */
record MatrixLayers(Assembly assembly, WindowLayers windows, NumberLayers numbers) {
  Computed product(ForeignNode node) {
    if (assembly.operand(node, 0) instanceof Computed data
        && assembly.operand(node, 1) instanceof Known(Tensor matrix)
        && matrix.rank() == 2
        && data.dims().size() > 1) {
      return dense(node, data, weights(node, data, matrix), true, false);
    }
    return sums(node, assembly.any(node, 0), assembly.any(node, 1));
  }

  private Tensor weights(ForeignNode node, Computed data, Tensor matrix) {
    return assembly.isIntegerProduct(node, data) ? matrix : assembly.reals(node, 1);
  }

  private Computed dense(
      ForeignNode node, Computed data, Tensor matrix, boolean turns, boolean bias) {
    if (turns) {
      assembly.made().spend(node, matrix.data().byteSize());
    }
    Tensor weights = turns ? Numbers.transposed(matrix, List.of(1, 0)) : matrix;
    if (weights.dim(1) != data.channels()) {
      throw node.malformed("it multiplies " + data.dims() + " and " + matrix.dims());
    }
    return windows.dense(node, data, weights, true, bias);
  }

  /** Rows of the first and columns of the second, each of which is repeated over the other. */
  private Computed sums(ForeignNode node, Computed first, Computed second) {
    Computed rows = first.dims().size() == 1 ? first.behind(1) : first;
    Computed columns =
        second.dims().size() == 1
            ? assembly.reshaped(node, second, List.of(second.dims().getFirst(), 1))
            : second;
    List<Integer> left = new ArrayList<>(rows.dims());
    left.add(1);
    List<Integer> right = new ArrayList<>(columns.dims());
    right.add(right.size() - 2, 1);
    node.require(
        assembly.limits(), Limit.MATRIX_PRODUCTS, Spread.count(Spread.together(node, left, right)));
    Computed all =
        numbers.combine(
            node,
            Combination.MULTIPLY,
            assembly.reshaped(node, rows, left),
            assembly.reshaped(node, columns, right));
    int axis = all.dims().size() - 2;
    Computed sum =
        assembly.reduced(
            node, all, List.of(axis), false, places -> new Op.Reduce(Reduction.SUM, places, true));
    List<Integer> alone = new ArrayList<>();
    if (first.dims().size() == 1) {
      alone.add(sum.dims().size() - 2);
    }
    if (second.dims().size() == 1) {
      alone.add(sum.dims().size() - 1);
    }
    return sum.without(alone);
  }

  Computed gemm(ForeignNode node, TensorOp.Gemm op) {
    Computed first = assembly.any(node, 0);
    if (first.dims().size() != 2) {
      throw node.malformed("it multiplies " + first.dims());
    }
    Computed rows = op.turnsFirst() ? first.transposed(List.of(1, 0)) : first;
    boolean summand = node.has(2);
    if (assembly.operand(node, 1) instanceof Known(Tensor matrix)
        && matrix.rank() == 2
        && op.alpha() == 1) {
      long units = matrix.dim(op.turnsSecond() ? 0 : 1);
      boolean bias = summand && op.beta() == 1 && isBias(node, units);
      Tensor weights = weights(node, rows, matrix);
      Computed product = dense(node, rows, weights, !op.turnsSecond(), bias);
      return summand && !bias ? plus(node, product, op.beta()) : product;
    }
    Computed second = assembly.any(node, 1);
    Computed columns = op.turnsSecond() ? second.transposed(List.of(1, 0)) : second;
    Computed product = sums(node, rows, columns);
    Computed scaled = op.alpha() == 1 ? product : times(node, product, op.alpha());
    return summand ? plus(node, scaled, op.beta()) : scaled;
  }

  private boolean isBias(ForeignNode node, long units) {
    return assembly.operand(node, 2) instanceof Known(Tensor bias)
        && bias.elementCount() == units
        && (bias.rank() == 1 || bias.rank() == 2 && bias.dim(0) == 1);
  }

  private Computed plus(ForeignNode node, Computed product, float beta) {
    Computed summand = assembly.any(node, 2);
    return numbers.combine(
        node, Combination.ADD, product, beta == 1 ? summand : times(node, summand, beta));
  }

  private Computed times(ForeignNode node, Computed data, float factor) {
    Computed constant = assembly.held(node, Tensor.of("", Numbers.extents(List.of(1)), factor));
    return numbers.combine(node, Combination.MULTIPLY, data, constant);
  }
}
