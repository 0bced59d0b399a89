package liviano.formats.keras;

import java.util.ArrayList;
import java.util.List;
import liviano.formats.importer.ForeignConstant;
import liviano.formats.importer.ForeignOp;
import liviano.formats.importer.ForeignOp.Steps;
import liviano.formats.keras.LayerSettings.Pair;
import liviano.formats.keras.NetworkBuilder.Value;
import liviano.graph.Padding;

/** Convolutions of every kind, and dense layers. */
final class FilterLayers {
  private static final String KERNEL = "kernel";
  private static final String DEPTHWISE = "depthwise_kernel";
  private static final String POINTWISE = "pointwise_kernel";

  private FilterLayers() {}

  static Value convolution(LayerCall call) {
    List<Integer> dims = call.dims(KERNEL, 4);
    ForeignConstant filter = Layouts.outermost(call.weight(KERNEL));
    Steps steps = steps(call);
    Value map = call.map();
    Value given =
        call.add(
            new ForeignOp.Convolution(steps),
            reads(call, map, KERNEL, filter, true),
            slid(call, map, steps, dims.get(0), dims.get(1), dims.get(3)));
    return ActivationLayers.activated(call, given);
  }

  static Value depthwise(LayerCall call) {
    Value given = depthwise(call, call.map(), true);
    return ActivationLayers.activated(call, given);
  }

  private static Value depthwise(LayerCall call, Value map, boolean last) {
    List<Integer> dims = call.dims(DEPTHWISE, 4);
    int out = Math.multiplyExact(dims.get(2), dims.get(3));
    ForeignConstant filter =
        Layouts.inDims(call.weight(DEPTHWISE), List.of(1, dims.get(0), dims.get(1), out));
    Steps steps = steps(call);
    List<Integer> given = slid(call, map, steps, dims.get(0), dims.get(1), out);
    List<Integer> reads = reads(call, map, DEPTHWISE, filter, last);
    ForeignOp op = new ForeignOp.Depthwise(steps);
    return last ? call.add(op, reads, given) : call.add("depthwise", op, reads, given);
  }

  /** A depthwise convolution, and one of single positions that has the bias. */
  static Value separable(LayerCall call) {
    Value filtered = depthwise(call, call.map(), false);
    int out = call.dims(POINTWISE, 4).get(3);
    Steps steps = new Steps(1, 1, 1, 1, Padding.NONE);
    Value given =
        call.add(
            new ForeignOp.Convolution(steps),
            reads(call, filtered, POINTWISE, Layouts.outermost(call.weight(POINTWISE)), true),
            NetworkBuilder.withLast(filtered.dims(), out));
    return ActivationLayers.activated(call, given);
  }

  /** Gives {@code stride} times as many positions, or what the windows reach without padding. */
  static Value transposed(LayerCall call) {
    Value map = call.map();
    List<Integer> dims = call.dims(KERNEL, 4);
    LayerSettings settings = call.settings();
    Pair strides = settings.pair("strides", Pair.ONE);
    boolean plain =
        settings.pair("dilation_rate", Pair.ONE).equals(Pair.ONE)
            && settings.find("output_padding").isEmpty();
    if (!plain) {
      throw call.unsupported("it has a dilation or an output padding");
    }
    boolean same = padding(call).equals(Padding.SAME);
    int height = spread(same, map.dims().get(1), dims.get(0), strides.rows());
    int width = spread(same, map.dims().get(2), dims.get(1), strides.columns());
    List<Integer> given = List.of(1, height, width, dims.get(2));
    List<Integer> reads = new ArrayList<>();
    reads.addAll(reads(call, map, KERNEL, Layouts.outBeforePositions(call.weight(KERNEL)), true));
    if (reads.size() == 2) {
      reads.add(NetworkBuilder.ABSENT);
    }
    reads.add(call.integers(given));
    Steps steps = new Steps(strides.rows(), strides.columns(), 1, 1, padding(call));
    Value value = call.add(new ForeignOp.TransposedConvolution(steps), reads, given);
    return ActivationLayers.activated(call, value);
  }

  private static int spread(boolean same, int in, int kernel, int stride) {
    int steps = Math.multiplyExact(in, stride);
    return same ? steps : Math.addExact(steps, Math.max(kernel - stride, 0));
  }

  /** Over the last extent, whatever the others are. */
  static Value dense(LayerCall call) {
    Value value = call.input();
    List<Integer> dims = call.dims(KERNEL, 2);
    Value given =
        call.add(
            new ForeignOp.Dense(true),
            reads(call, value, KERNEL, Layouts.transposed(call.weight(KERNEL)), true),
            NetworkBuilder.withLast(value.dims(), dims.get(1)));
    return ActivationLayers.activated(call, given);
  }

  /** What a layer reads, its filter, and the bias where it has one. */
  private static List<Integer> reads(
      LayerCall call, Value value, String role, ForeignConstant filter, boolean biased) {
    List<Integer> reads = new ArrayList<>(List.of(value.tensor(), call.constant(role, filter)));
    if (biased) {
      call.bias().ifPresent(bias -> reads.add(call.constant("bias", bias)));
    }
    return reads;
  }

  static Padding padding(LayerCall call) {
    String padding = call.settings().text("padding", "valid");
    return switch (padding) {
      case "same" -> Padding.SAME;
      case "valid" -> Padding.NONE;
      default -> throw call.unsupported("its padding is '" + padding + "'");
    };
  }

  private static Steps steps(LayerCall call) {
    LayerSettings settings = call.settings();
    Pair strides = settings.pair("strides", Pair.ONE);
    Pair apart = settings.pair("dilation_rate", Pair.ONE);
    return new Steps(
        strides.rows(), strides.columns(), apart.rows(), apart.columns(), padding(call));
  }

  /** Extents of what a window gives. */
  static List<Integer> slid(
      LayerCall call, Value map, Steps steps, int kernelH, int kernelW, int out) {
    boolean same = steps.padding().equals(Padding.SAME);
    int height = slid(call, same, map.dims().get(1), kernelH, steps.strideH(), steps.dilationH());
    int width = slid(call, same, map.dims().get(2), kernelW, steps.strideW(), steps.dilationW());
    return List.of(1, height, width, out);
  }

  private static int slid(LayerCall call, boolean same, int in, int kernel, int stride, int apart) {
    if (kernel < 1 || stride < 1 || apart < 1) {
      throw call.malformed("a window of " + kernel + " with strides of " + stride);
    }
    int reach = Math.addExact(Math.multiplyExact(kernel - 1, apart), 1);
    if (!same && reach > in) {
      throw call.malformed("its window of " + reach + " is larger than its input of " + in);
    }
    return same ? Math.ceilDiv(in, stride) : (in - reach) / stride + 1;
  }
}
