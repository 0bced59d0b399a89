package liviano.formats.importer;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import liviano.graph.GraphBuilder;
import liviano.graph.Op;
import liviano.graph.TensorType;
import liviano.graph.Value;
import liviano.tensor.DType;
import liviano.tensor.Quantization;
import liviano.tensor.Rescaling;
import liviano.weights.Tensor;

/**
 * Layers whose inputs are quantized. What a node of the file does in one layer becomes that layer
 * on quantized values. Where it takes several layers, those work on real numbers, and only what the
 * node gives is quantized.
 */
final class QuantizedLayers {
  private final GraphBuilder graph;
  private final LayerNames names;

  /** The real numbers of quantized values that some layer has read. */
  private final Map<Value, Value> reals = new HashMap<>();

  /** The quantized values that real numbers are made of. */
  private final Map<Value, Value> integers = new HashMap<>();

  QuantizedLayers(GraphBuilder graph, LayerNames names) {
    this.graph = graph;
    this.names = names;
  }

  static boolean isQuantized(Value value) {
    return value.type().isQuantized();
  }

  /**
   * Adds a layer without weights.
   *
   * @param given the quantization of what the node gives, if this is its last layer
   * @param rescaling how its integers are rounded, if it is computed on integers
   */
  Value add(
      String name,
      Op op,
      List<Value> reads,
      Optional<ForeignQuantization> given,
      Rescaling rescaling) {
    if (reads.stream().noneMatch(QuantizedLayers::isQuantized)) {
      return graph.add(name, op, reads);
    }
    boolean integers =
        reads.stream().allMatch(read -> isQuantized(read) || !read.type().dtype().isFloating());
    boolean moves = op instanceof Op.Move && reads.size() == 1;
    if (integers && given.isPresent()) {
      Op quantized =
          new Op.Quantized(
              op, given.get().format(), given.get().quantization(), Optional.empty(), rescaling);
      return graph.add(name, quantized, reads);
    }
    if (moves) {
      TensorType type = reads.getFirst().type();
      Op quantized = new Op.Quantized(op, type.dtype(), type.quantization().orElseThrow());
      return graph.add(name, quantized, reads);
    }
    return graph.add(name, op, reads.stream().map(this::real).toList());
  }

  /** The real numbers that a value holds or stands for. */
  Value real(Value value) {
    if (!isQuantized(value)) {
      return value;
    }
    Value real =
        reals.computeIfAbsent(
            value, v -> graph.add(names.of(v.name() + ".real", "real"), new Op.Dequantize(), v));
    integers.put(real, value);
    return real;
  }

  /**
   * The value in the quantization that the file gives it; real if it gives it none.
   *
   * @param rescaling how integers become those of another quantization
   */
  Value stored(
      Value value, String name, Optional<ForeignQuantization> wanted, Rescaling rescaling) {
    if (wanted.isEmpty()) {
      return real(value);
    }
    DType format = wanted.get().format();
    Quantization quantization = wanted.get().quantization();
    Value made = integers.getOrDefault(value, value);
    if (made.type().dtype() == format
        && made.type().quantization().equals(Optional.of(quantization))) {
      return made; // the nearest integers to what they stand for are themselves
    }
    boolean numbers = isQuantized(value) || value.type().dtype() == DType.F32;
    return !numbers
        ? value
        : graph.add(
            names.of(name + ".quantized", "quantized"),
            new Op.Quantize(
                format, quantization, isQuantized(value) ? rescaling : Rescaling.NEAREST),
            value);
  }

  /** The real numbers that a constant stands for. */
  static Tensor reals(Tensor integers, ForeignQuantization how) {
    int axis = how.quantization().isPerChannel() ? how.axis() : 0;
    long inner = 1;
    for (int i = axis + 1; i < integers.rank(); i++) {
      inner *= integers.dim(i);
    }
    int extent = integers.rank() == 0 ? 1 : Math.toIntExact(integers.dim(axis));
    float[] reals = new float[Math.toIntExact(integers.elementCount())];
    for (int i = 0; i < reals.length; i++) {
      reals[i] = how.quantization().real(Integers.at(integers, i), (int) (i / inner % extent));
    }
    return Tensor.of("", integers.dims(), reals);
  }

  /**
   * How weights of quantized layers are stored.
   *
   * @param axis of their output channels
   * @throws IllegalArgumentException if scales belong to another axis
   */
  static Op.WeightFormat weights(ForeignQuantization how, int axis) {
    if (how.quantization().isPerChannel() && how.axis() != axis) {
      throw new IllegalArgumentException(
          "the scales of its weights belong to axis " + how.axis() + ", not to " + axis);
    }
    return new Op.WeightFormat(how.format(), how.quantization());
  }
}
