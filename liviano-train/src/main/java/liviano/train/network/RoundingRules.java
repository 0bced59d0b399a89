package liviano.train.network;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import liviano.graph.Value;
import liviano.tensor.Extents;
import liviano.vision.quantize.ByteRange;
import liviano.vision.quantize.Scheme;
import liviano.weights.Tensor;
import liviano.weights.Weights;

/**
 * What a network rounds while it is trained, so that it learns to live with the integers that it
 * will be computed in.
 *
 * @param scheme of the weights of convolutions and dense layers
 * @param ranges of the values that bytes stand for, by their names, as they are at first
 */
public record RoundingRules(Scheme scheme, SequencedMap<String, ByteRange> ranges) {
  private static final int ENDS = 2;

  public RoundingRules {
    ranges = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(ranges));
  }

  /**
   * The ranges that are among the weights of such a network, by the values' names.
   *
   * @param weights as {@link TorchNetwork#weights} gave them
   * @throws liviano.MalformedModelException if one is missing
   */
  public static SequencedMap<String, ByteRange> rangesIn(Weights weights, Iterable<Value> values) {
    SequencedMap<String, ByteRange> ranges = new LinkedHashMap<>();
    for (Value value : values) {
      float[] ends = weights.require(tensorName(value.name()), Extents.of(ENDS)).toFloats();
      ranges.put(value.name(), new ByteRange(ends[0], ends[1]));
    }
    return ranges;
  }

  /** What the range of a value is called among weights. */
  static String tensorName(String value) {
    return value + ".range";
  }

  /** The range of a value among weights. */
  static Tensor tensor(String value, float[] ends) {
    return Tensor.of(tensorName(value), Extents.of(ENDS), ends);
  }
}
