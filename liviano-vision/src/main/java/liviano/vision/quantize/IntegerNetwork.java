package liviano.vision.quantize;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import liviano.graph.Graph;
import liviano.graph.GraphBuilder;
import liviano.graph.Node;
import liviano.graph.Op;
import liviano.graph.ParamSpec;
import liviano.graph.ParamSpec.Role;
import liviano.graph.Value;
import liviano.model.Model;
import liviano.model.ModelCard;
import liviano.tensor.DType;
import liviano.tensor.NativeMemory;
import liviano.tensor.Quantization;
import liviano.weights.Tensor;
import liviano.weights.Weights;

/**
 * The network in integers: sums of products and what lies between them on unsigned bytes, the
 * weights signed; every other layer on the real numbers that they stand for. Inputs and outputs
 * stay 32-bit floats. A layer keeps its name; what its integers are made of, or become, is called
 * {@code NAME.quantized} and {@code NAME.real}.
 */
final class IntegerNetwork {
  private final Graph graph;
  private final Map<String, Filter> filters;
  private final Weights weights;
  private final Scheme scheme;
  private final Function<Value, Quantization> ranges;
  private final Function<Value, double[]> means;
  private final GraphBuilder builder = Graph.builder();
  private final Map<Value, Value> integers = new HashMap<>();
  private final Map<Value, Value> reals = new HashMap<>();
  private final List<Tensor> tensors = new ArrayList<>();

  /**
   * @param weights of the layers that have no filter
   * @param ranges of the values that become integers
   * @param means of the channels of what a layer reads; empty where biases stay
   */
  IntegerNetwork(
      Graph graph,
      Map<String, Filter> filters,
      Weights weights,
      Scheme scheme,
      Function<Value, Quantization> ranges,
      Function<Value, double[]> means) {
    this.graph = graph;
    this.filters = filters;
    this.weights = weights;
    this.scheme = scheme;
    this.ranges = ranges;
    this.means = means;
  }

  /** What was built. */
  record Built(Graph graph, Weights weights) {
    /** As a model of its own: what was measured on the floats is not said of it. */
    Model model(ModelCard ofFloats) {
      return new Model(
          graph,
          weights,
          ofFloats.withTitle(ofFloats.title() + " int8").withAccuracy(new LinkedHashMap<>()),
          Optional.empty());
    }
  }

  Built build() {
    graph.inputs().forEach(input -> reals.put(input, builder.input(input.name(), input.type())));
    for (Node node : graph.nodes()) {
      switch (IntegerLayers.kind(node.op())) {
        case PRODUCT -> product(node);
        case RANGED -> ranged(node);
        case KEPT -> kept(node);
        case REAL -> real(node);
      }
    }
    graph.outputs().forEach((name, value) -> builder.output(name, real(value)));
    return new Built(builder.build(), Weights.of(tensors));
  }

  private void product(Node node) {
    Value in = integer(node.input());
    float scale = in.type().quantization().orElseThrow().scale(0);
    Filter filter = filters.get(node.name());
    WeightIntegers stored = WeightIntegers.of(filter, scheme, scale, means.apply(node.input()));
    Op.Quantized op =
        new Op.Quantized(
            filter.biased(),
            DType.U8,
            ranges.apply(node.output()),
            Optional.of(new Op.WeightFormat(DType.I8, stored.quantization())));
    Value out = builder.add(node.name(), op, in);
    Node made = new Node(node.name(), op, List.of(in), out);
    tensors.add(tensor(made.param(Role.WEIGHT).orElseThrow(), ByteBuffer.wrap(stored.weight())));
    ByteBuffer biases =
        ByteBuffer.allocate(stored.bias().length * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int bias : stored.bias()) {
      biases.putInt(bias);
    }
    tensors.add(tensor(made.param(Role.BIAS).orElseThrow(), biases.flip()));
    integers.put(node.output(), out);
  }

  private static Tensor tensor(ParamSpec spec, ByteBuffer bytes) {
    MemorySegment data = NativeMemory.allocate(bytes.remaining());
    data.copyFrom(MemorySegment.ofBuffer(bytes));
    return new Tensor(spec.name(), spec.format(), spec.shape().extents(), data);
  }

  /** A layer whose result has a range of its own, where all that it reads is in integers. */
  private void ranged(Node node) {
    if (!node.inputs().stream().allMatch(integers::containsKey)) {
      real(node);
      return;
    }
    Op.Quantized op = new Op.Quantized(node.op(), DType.U8, ranges.apply(node.output()));
    List<Value> reads = node.inputs().stream().map(this::integer).toList();
    integers.put(node.output(), builder.add(node.name(), op, reads));
  }

  /** A layer that gives only numbers that it reads. */
  private void kept(Node node) {
    if (!node.inputs().stream().allMatch(integers::containsKey)) {
      real(node);
      return;
    }
    Value in = integer(node.input());
    if (node.op() instanceof Op.Move) {
      List<Value> given = builder.add(node, List.of(in));
      for (int i = 0; i < given.size(); i++) {
        integers.put(node.outputs().get(i), given.get(i));
      }
      return;
    }
    Op.Quantized op = new Op.Quantized(node.op(), DType.U8, in.type().quantization().orElseThrow());
    integers.put(node.output(), builder.add(node.name(), op, in));
  }

  private void real(Node node) {
    List<Value> given = builder.add(node, node.inputs().stream().map(this::real).toList());
    for (int i = 0; i < given.size(); i++) {
      reals.put(node.outputs().get(i), given.get(i));
    }
    node.params()
        .forEach(spec -> tensors.add(weights.require(spec.name(), spec.shape().extents())));
  }

  private Value integer(Value value) {
    return integers.computeIfAbsent(
        value,
        _ ->
            builder.add(
                value.name() + ".quantized",
                new Op.Quantize(DType.U8, ranges.apply(value)),
                reals.get(value)));
  }

  private Value real(Value value) {
    return reals.computeIfAbsent(
        value, _ -> builder.add(value.name() + ".real", new Op.Dequantize(), integers.get(value)));
  }
}
