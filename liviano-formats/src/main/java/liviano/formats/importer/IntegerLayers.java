package liviano.formats.importer;

import java.util.ArrayList;
import java.util.List;
import liviano.formats.importer.ForeignValue.Computed;
import liviano.graph.Op;
import liviano.graph.Padding;
import liviano.graph.Value;
import liviano.graph.Window;
import liviano.tensor.DType;
import liviano.tensor.Quantization;
import liviano.tensor.Shape;
import liviano.weights.Tensor;

/** Layers on integers whose scales are known only when they run, or to the reader alone. */
record IntegerLayers(Assembly assembly) {

  /** The integers, their scale and their zero point. */
  List<Computed> dynamic(ForeignNode node) {
    Computed data = assembly.any(node, 0);
    String name = assembly.name(node);
    List<String> names = new ArrayList<>();
    for (String part : List.of("integers", "scale", "zero")) {
      names.add(assembly.name(node, part));
    }
    List<Value> given =
        assembly
            .graph()
            .add(name, new Op.DynamicQuantize(), List.of(assembly.memory(node, data)), names);
    return List.of(
        data.with(given.get(0)),
        Computed.of(given.get(1), List.of()),
        Computed.of(given.get(2), List.of()));
  }

  /** The difference from the zero point, times the scale. */
  Computed dequantize(ForeignNode node, ForeignQuantization how) {
    Computed data = assembly.any(node, 0);
    int rank = data.dims().size();
    Quantization scales = how.quantization();
    Computed lying = data;
    if (scales.isPerChannel()) {
      int axis = ForeignAxes.of(node, how.axis(), rank);
      List<Integer> order = new ArrayList<>(data.order());
      order.remove((Integer) axis);
      order.add(axis);
      lying = assembly.ordered(node, data, order);
      if (scales.scales().size() != data.dims().get(axis)) {
        throw node.malformed(scales.scales().size() + " scales along an axis of " + data.dims());
      }
    }
    Value bytes = assembly.memory(node, lying);
    Value whole = assembly.add(node, "whole", new Op.Cast(DType.F32), bytes);
    int channels = whole.shape().channels();
    float[] ones = assembly.made().filled(node, channels, 1);
    float[] zeros = assembly.made().filled(node, channels, 0);
    float[] factors = assembly.made().filled(node, channels, 0);
    for (int i = 0; i < channels; i++) {
      zeros[i] = -scales.zeroPoint(i);
      factors[i] = scales.scale(i);
    }
    Value above = assembly.scaled(node, assembly.name(node, "above"), whole, ones, zeros);
    return lying.with(assembly.scaled(node, assembly.name(node), above, factors, new float[0]));
  }

  Computed filter(ForeignNode node, TensorOp.IntegerFilter op, SlidingLayers sliding) {
    Tensor filter = assembly.constant(node, 1);
    Computed map = assembly.map(node, 0);
    ShapeLayers.requireOne(node, map);
    int groups = op.groups();
    if (filter.rank() != 4
        || groups < 1
        || map.channels() != groups * filter.dim(1)
        || filter.dim(0) % groups != 0) {
      throw node.malformed("weights of " + filter.dims() + " do not fit " + map.dims());
    }
    int out = Math.toIntExact(filter.dim(0));
    Window window = sliding.window(node, op.sliding(), filter, map);
    boolean each = groups > 1 && filter.dim(1) == 1;
    assembly.made().spend(node, filter.data().byteSize());
    Tensor moved = Numbers.transposed(filter, each ? List.of(1, 2, 3, 0) : List.of(0, 2, 3, 1));
    Op sum =
        each
            ? new Op.DepthwiseConv2d(window, out / groups, false)
            : new Op.Conv2d(out, window, groups, false);
    List<Integer> dims = new ForeignValue.Known(moved).dims();
    Tensor weights = Numbers.reshaped(moved, each ? dims.subList(1, 4) : dims);
    return assembly.asInFile(sums(node, sum, weights, assembly.memory(node, map)));
  }

  Computed product(ForeignNode node) {
    Computed data = assembly.computed(node, 0);
    Tensor matrix = assembly.constant(node, 1);
    if (matrix.rank() != 2 || data.dims().size() < 2 || matrix.dim(0) != data.channels()) {
      throw node.unsupported("it multiplies " + data.dims() + " and " + matrix.dims());
    }
    int in = data.channels();
    int units = Math.toIntExact(matrix.dim(1));
    int rows = ForeignValue.elements(data.dims()) / in;
    assembly.made().spend(node, matrix.data().byteSize());
    Tensor turned = Numbers.transposed(matrix, List.of(1, 0));
    Op sum = new Op.Conv2d(units, Window.square(1, 1, Padding.NONE), 1, false);
    Value lines = assembly.shaped(node, assembly.value(node, data), Shape.of(rows, 1, in));
    Tensor weights = Numbers.reshaped(turned, List.of(units, 1, 1, in));
    Value given = sums(node, sum, weights, lines);
    return Computed.of(given, ForeignValue.withLast(data.dims(), units));
  }

  private Value sums(ForeignNode node, Op sum, Tensor weights, Value read) {
    List<Integer> zeros = new ArrayList<>();
    if (node.has(3)) {
      Tensor points = assembly.constant(node, 3);
      for (long i = 0; i < points.elementCount(); i++) {
        zeros.add(Integers.at(points, i));
      }
    }
    String name = assembly.name(node);
    List<Value> reads = new ArrayList<>(List.of(read));
    if (node.has(2)) {
      Value zero = assembly.memory(node, assembly.any(node, 2));
      reads.add(assembly.shaped(node, zero, Shape.of(1)));
    }
    Op op = new Op.IntegerSums(sum, weights.type(), zeros.isEmpty() ? List.of(0) : zeros);
    Value value = assembly.graph().add(name, op, reads);
    assembly
        .weights()
        .add(new Tensor(name + ".weight", weights.type(), weights.dims(), weights.data()));
    return value;
  }
}
