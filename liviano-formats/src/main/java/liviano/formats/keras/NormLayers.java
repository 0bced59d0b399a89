package liviano.formats.keras;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import liviano.formats.importer.ForeignConstant;
import liviano.formats.importer.ForeignOp;
import liviano.formats.importer.ForeignOp.Combination;
import liviano.formats.keras.NetworkBuilder.Value;
import liviano.tensor.Extents;
import liviano.weights.Tensor;

/** A factor and a summand for each channel: batch norm, and how pixels become values. */
final class NormLayers {
  /** What Keras takes at least for a deviation. */
  private static final double LEAST_DEVIATION = 1e-7;

  private NormLayers() {}

  static Value batchNorm(LayerCall call) {
    Value value = call.input();
    LayerSettings settings = call.settings();
    List<Integer> axes = settings.integers("axis", List.of(-1));
    int rank = value.dims().size();
    if (axes.size() != 1 || Math.floorMod(axes.getFirst(), rank) != rank - 1) {
      throw call.unsupported("it normalises along axes " + axes + ", not the last one");
    }
    int channels = value.channels();
    List<Integer> reads = new ArrayList<>(List.of(value.tensor()));
    reads.add(settings.flag("scale", true) ? weight(call, "gamma") : filled(call, channels, 1));
    reads.add(settings.flag("center", true) ? weight(call, "beta") : filled(call, channels, 0));
    reads.add(weight(call, "moving_mean"));
    reads.add(weight(call, "moving_variance"));
    ForeignOp op = new ForeignOp.BatchNorm(settings.number("epsilon", 1e-3));
    return call.add(op, reads, value.dims());
  }

  private static int weight(LayerCall call, String role) {
    return call.constant(role, call.weight(role));
  }

  private static int filled(LayerCall call, int channels, float number) {
    float[] numbers = new float[channels];
    Arrays.fill(numbers, number);
    return call.floats(numbers);
  }

  static Value rescaling(LayerCall call) {
    LayerSettings settings = call.settings();
    List<Float> scale = settings.numbers("scale");
    List<Float> offset = settings.numbers("offset");
    if (scale.isEmpty()) {
      throw call.malformed("it has no scale");
    }
    return affine(call, call.input(), array(scale), array(offset.isEmpty() ? List.of(0f) : offset));
  }

  /** Less a mean, over a deviation; the other way round where it is inverted. */
  static Value normalization(LayerCall call) {
    Value value = call.input();
    LayerSettings settings = call.settings();
    List<Integer> axes = settings.integers("axis", List.of(-1));
    int rank = value.dims().size();
    boolean channels = axes.equals(List.of(-1)) || axes.equals(List.of(rank - 1));
    if (!channels && settings.find("axis").isPresent()) {
      throw call.unsupported("it normalises along axes " + axes + ", not the last one");
    }
    float[] mean = numbers(call, "mean");
    float[] variance = numbers(call, "variance");
    if (mean.length != variance.length) {
      throw call.malformed(mean.length + " means and " + variance.length + " variances");
    }
    boolean inverted = settings.flag("invert", false);
    float[] factors = new float[mean.length];
    float[] summands = new float[mean.length];
    for (int i = 0; i < mean.length; i++) {
      double deviation = Math.max(Math.sqrt(variance[i]), LEAST_DEVIATION);
      factors[i] = (float) (inverted ? deviation : 1 / deviation);
      summands[i] = (float) (inverted ? mean[i] : -mean[i] / deviation);
    }
    return affine(call, value, factors, summands);
  }

  private static float[] numbers(LayerCall call, String key) {
    List<Float> given = call.settings().numbers(key);
    if (!given.isEmpty()) {
      return array(given);
    }
    ForeignConstant weight = call.weight(key);
    long[] dims = weight.dims().stream().mapToLong(Integer::longValue).toArray();
    return new Tensor(key, weight.type(), Extents.of(dims), weight.bytes().get()).toFloats();
  }

  /** Times factors plus summands, one of each or one for each channel. */
  static Value affine(LayerCall call, Value value, float[] factors, float[] summands) {
    Value scaled = combined(call, "scaled", Combination.MULTIPLY, value, factors);
    return combined(call, "shifted", Combination.ADD, scaled, summands);
  }

  private static Value combined(
      LayerCall call, String part, Combination how, Value value, float[] numbers) {
    return call.add(
        part,
        new ForeignOp.Combine(how),
        List.of(value.tensor(), call.floats(numbers)),
        value.dims());
  }

  private static float[] array(List<Float> numbers) {
    float[] array = new float[numbers.size()];
    for (int i = 0; i < array.length; i++) {
      array[i] = numbers.get(i);
    }
    return array;
  }
}
