package liviano.vision.quantize;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import liviano.graph.Graph;
import liviano.graph.Node;
import liviano.graph.Op;
import liviano.graph.Value;

/**
 * Cross-layer equalization: where one convolution alone reads what another one gives, through a
 * ReLU or nothing, a channel between them may be made greater in the first layer's weights by the
 * factor that makes it smaller in the second's. The factors are chosen such that both ranges of
 * each channel become the same (Nagel et al. 2019, section 4.1), with bounds that the paper has
 * not: no channel, and no bias, becomes greater than the greatest one was, or the integers of all
 * others would be the coarser for it; and since ReLU6 does not commute with factors, a channel that
 * reaches its 6 stays as it is, and others stay below. So the network answers as before.
 */
final class Equalization {
  private static final int ROUNDS = 100;
  private static final double SETTLED = 1e-3;
  private static final float SIX = 6;

  private final Filter first;
  private final Filter second;
  private final double[] magnitudes;
  private final double most;
  private final double[] total;
  private final boolean[] fixed;

  /**
   * @param magnitudes the greatest of each channel between both
   */
  private Equalization(Filter first, Filter second, float[] magnitudes, boolean six) {
    this.first = first;
    this.second = second;
    this.magnitudes = new double[magnitudes.length];
    this.total = new double[magnitudes.length];
    this.fixed = new boolean[magnitudes.length];
    double greatest = 0;
    for (int c = 0; c < magnitudes.length; c++) {
      this.magnitudes[c] = magnitudes[c];
      total[c] = 1;
      fixed[c] = six && magnitudes[c] >= SIX;
      greatest = Math.max(greatest, magnitudes[c]);
    }
    this.most = greatest;
  }

  /**
   * Changes the filters of a network in place.
   *
   * @param magnitudes the greatest of each channel of a value, on some pictures
   * @return what the channels of values were multiplied with, as far as they were
   */
  static Map<Value, double[]> apply(
      Graph graph, Map<String, Filter> filters, Function<Value, float[]> magnitudes) {
    List<Equalization> pairs = new ArrayList<>();
    Map<Value, double[]> factors = new HashMap<>();
    Wiring wiring = new Wiring(graph);
    for (Node node : graph.nodes()) {
      if (commutes(node.op())) {
        Optional<Node> clamp = wiring.clamp(node.output());
        Value between = clamp.map(Node::output).orElse(node.output());
        Optional<Node> next = wiring.onlyReader(between).filter(one -> commutes(one.op()));
        if (next.isPresent()) {
          pairs.add(
              new Equalization(
                  filters.get(node.name()),
                  filters.get(next.get().name()),
                  magnitudes.apply(between),
                  clamp.filter(c -> c.op() instanceof Op.Relu6).isPresent()));
          factors.put(node.output(), pairs.getLast().total);
          factors.put(between, pairs.getLast().total);
          if (clamp.isPresent()) {
            pairs.getLast().forgetSilent(magnitudes.apply(node.input()));
          }
        }
      }
    }
    double moved = SETTLED;
    for (int round = 0; round < ROUNDS && moved >= SETTLED; round++) {
      moved = pairs.stream().mapToDouble(Equalization::step).max().orElse(0);
    }
    return factors;
  }

  private static boolean commutes(Op op) {
    return switch (op) {
      case Op.Conv2d conv -> conv.groups() == 1;
      case Op.DepthwiseConv2d conv -> conv.multiplier() == 1;
      case Op.Dense _ -> true;
      default -> false;
    };
  }

  /**
   * Weights of channels that are 0 whatever the first layer reads become 0: some are great, and
   * would make the integers of all others coarse.
   *
   * @param in the greatest magnitude of each channel that the first layer reads
   */
  private void forgetSilent(float[] in) {
    double[] most = new double[magnitudes.length];
    for (int c = 0; c < most.length; c++) {
      most[c] = first.bias()[c];
    }
    for (int i = 0; i < first.weight().length; i++) {
      most[first.output(i)] += Math.abs(first.weight()[i]) * in[first.input(i)];
    }
    for (int i = 0; i < second.weight().length; i++) {
      if (most[second.input(i)] <= 0) {
        second.weight()[i] = 0;
      }
    }
  }

  /** The greatest factor that leaves a number below another one; any for 0. */
  private static double room(double most, double number) {
    return number == 0 ? Double.POSITIVE_INFINITY : most / Math.abs(number);
  }

  /** Gives how far the factors were from 1, the greatest of them. */
  private double step() {
    float[] out = first.outputRanges();
    float[] in = second.inputRanges();
    double[] factors = new double[out.length];
    double moved = 0;
    double bias = 0;
    for (float one : first.bias()) {
      bias = Math.max(bias, Math.abs(one));
    }
    for (int c = 0; c < factors.length; c++) {
      double wanted = Math.sqrt((double) in[c] / out[c]);
      double factor =
          Math.min(wanted, Math.min(room(most, magnitudes[c]), room(bias, first.bias()[c])));
      boolean usable = !fixed[c] && factor > 0 && Double.isFinite(factor); // else a side is zeros
      factors[c] = usable ? factor : 1;
      magnitudes[c] *= factors[c];
      total[c] *= factors[c];
      moved = Math.max(moved, Math.abs(Math.log(factors[c])));
    }
    for (int i = 0; i < first.weight().length; i++) {
      first.weight()[i] = (float) (first.weight()[i] * factors[first.output(i)]);
    }
    for (int c = 0; c < factors.length; c++) {
      first.bias()[c] = (float) (first.bias()[c] * factors[c]);
    }
    for (int i = 0; i < second.weight().length; i++) {
      second.weight()[i] = (float) (second.weight()[i] / factors[second.input(i)]);
    }
    return moved;
  }
}
