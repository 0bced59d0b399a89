package liviano.engine;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import liviano.graph.Graph;
import liviano.graph.Node;
import liviano.graph.Op;
import liviano.graph.ParamSpec;
import liviano.graph.ParamSpec.Role;
import liviano.kernels.Origin;
import liviano.kernels.Param;
import liviano.tensor.DType;
import liviano.tensor.Quantization;

/**
 * The constants of quantized layers as the real numbers that they stand for, where these are asked
 * for as 32-bit floats; in their own formats they are as the model stores them, and so are all
 * others.
 */
final class DequantizedParameters implements Parameters {
  private final Parameters stored;
  private final Map<String, Integers> integers;

  /** Constants that are stored as integers. */
  private record Integers(ParamSpec spec, Dequantize rule) {}

  /**
   * Integers to real numbers.
   *
   * @param innermost whether the channels that scales belong to are the innermost extent; otherwise
   *     the outermost
   */
  private record Dequantize(Quantization quantization, boolean innermost) implements Origin.Rule {
    @Override
    public String toString() {
      return "the real numbers";
    }
  }

  private DequantizedParameters(Parameters stored, Map<String, Integers> integers) {
    this.stored = stored;
    this.integers = integers;
  }

  static Parameters of(Graph graph, Parameters stored) {
    Map<String, Integers> integers = new HashMap<>();
    for (Node node : graph.nodes()) {
      for (ParamSpec spec : node.params()) {
        if (spec.format() != DType.F32 && !(node.op() instanceof Op.Constant)) {
          integers.put(spec.name(), new Integers(spec, rule(node, spec.role())));
        }
      }
    }
    return integers.isEmpty() ? stored : new DequantizedParameters(stored, integers);
  }

  private static Dequantize rule(Node node, Role role) {
    boolean innermost = node.onReals().op() instanceof Op.DepthwiseConv2d;
    return switch (node.op()) {
      case Op.Quantized q when role == Role.VALUE -> new Dequantize(q.quantization(), true);
      case Op.Quantized q when role == Role.BIAS ->
          new Dequantize(bias(node, q.weights().orElseThrow()), true);
      case Op.Quantized q -> new Dequantize(q.weights().orElseThrow().quantization(), innermost);
      case Op.IntegerSums(Op real, _, var zeroPoints) ->
          new Dequantize(
              new Quantization(zeroPoints.stream().map(_ -> 1f).toList(), zeroPoints),
              real instanceof Op.DepthwiseConv2d);
      default -> throw new IllegalStateException("layer " + node.name() + " stores integers");
    };
  }

  private static Quantization bias(Node node, Op.WeightFormat weights) {
    return weights.quantization().ofBias(node.input().type().quantization().orElseThrow().scale(0));
  }

  /**
   * Weights of a quantized layer less their zero point: whole numbers as floats.
   *
   * @param stored as integers
   */
  static Param whole(Param stored, Node node) {
    Dequantize real = rule(node, Role.WEIGHT);
    List<Integer> zeroPoints = real.quantization().zeroPoints();
    Quantization steps = new Quantization(Collections.nCopies(zeroPoints.size(), 1f), zeroPoints);
    return floats(stored, new Dequantize(steps, real.innermost()));
  }

  /** Half of the bits of integers; both halves together are the integers, and floats hold each. */
  private enum Half implements Origin.Rule {
    LOW(0xFFFF),
    HIGH(~0xFFFF);

    private final int bits;

    Half(int bits) {
      this.bits = bits;
    }

    Param of(Param stored) {
      return DerivedConstants.floats(
          DerivedConstants.made(this, stored), stored.shape(), () -> values(stored));
    }

    private float[] values(Param stored) {
      int[] integers = stored.toInts();
      float[] values = new float[integers.length];
      for (int i = 0; i < values.length; i++) {
        values[i] = integers[i] & bits;
      }
      stored.release();
      return values;
    }
  }

  /** The lower 16 bits of a bias, from 0 up. */
  static Param low(Param bias) {
    return Half.LOW.of(bias);
  }

  /** A bias without its lower 16 bits. */
  static Param high(Param bias) {
    return Half.HIGH.of(bias);
  }

  private static Param floats(Param stored, Dequantize rule) {
    return DerivedConstants.floats(
        DerivedConstants.made(rule, stored), stored.shape(), () -> reals(stored, rule));
  }

  @Override
  public Param get(ParamSpec spec) {
    Integers constant = integers.get(spec.name());
    if (constant == null || spec.format() != DType.F32) {
      return stored.get(spec);
    }
    return floats(stored.get(constant.spec()), constant.rule());
  }

  private static float[] reals(Param param, Dequantize rule) {
    MemorySegment data = param.data();
    float[] reals = new float[Math.toIntExact(param.count())];
    int channels = rule.innermost() ? param.shape().channels() : param.shape().dims().getFirst();
    int each = reals.length / channels;
    boolean wide = param.format() == DType.I32;
    int[] numbers = wide ? param.toInts() : new int[0];
    for (int i = 0; i < reals.length; i++) {
      int channel = rule.innermost() ? i % channels : i / each;
      int number = wide ? numbers[i] : integer(data, param.format(), i);
      reals[i] = rule.quantization().real(number, channel);
    }
    param.release();
    return reals;
  }

  private static int integer(MemorySegment data, DType format, int index) {
    return switch (format) {
      case I8 -> data.get(ValueLayout.JAVA_BYTE, index);
      case U8 -> Byte.toUnsignedInt(data.get(ValueLayout.JAVA_BYTE, index));
      default -> throw new IllegalArgumentException(format + " stands for no real numbers");
    };
  }
}
