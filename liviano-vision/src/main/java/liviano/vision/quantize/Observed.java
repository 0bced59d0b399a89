package liviano.vision.quantize;

import java.lang.foreign.MemorySegment;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.BiFunction;
import liviano.UnsupportedModelException;
import liviano.engine.CompileOptions;
import liviano.graph.Value;
import liviano.model.Model;
import liviano.vision.Picture;
import liviano.vision.PictureRunner;
import liviano.vision.Region;

/**
 * A network of floats, its filters, and what its values held on some pictures, or would hold.
 *
 * @param values those that may become integers
 */
record Observed(Model floats, Map<String, Filter> filters, Map<Value, ValueStatistics> values) {

  /**
   * Runs the network on pictures, one at a time.
   *
   * @throws UnsupportedModelException if it gives a number that is not finite
   * @throws IllegalArgumentException if there are no pictures
   */
  static Observed of(Model floats, Iterable<Picture> pictures, CompileOptions compile) {
    SequencedMap<String, Value> ends = new LinkedHashMap<>();
    Map<Value, ValueStatistics> values = new LinkedHashMap<>();
    for (Value value : IntegerLayers.ranged(floats.graph())) {
      ends.put(value.name(), value);
      values.put(value, new ValueStatistics(value.shape().channels()));
    }
    PictureRunner runner =
        new PictureRunner(
            floats, floats.graph().endingAt(ends), floats.card().preprocessing(), compile);
    boolean any = false;
    for (Picture picture : pictures) {
      any = true;
      runner.run(
          picture,
          Region.whole(picture),
          session -> {
            values.forEach(
                (value, seen) -> add(value, seen, session.output(value.name()).segment()));
            return values;
          });
    }
    if (!any) {
      throw new IllegalArgumentException("there are no pictures to measure ranges on");
    }
    return new Observed(floats, Filter.of(floats.graph().nodes(), floats.weights()), values);
  }

  private static void add(Value value, ValueStatistics seen, MemorySegment numbers) {
    if (!seen.add(numbers)) {
      throw new UnsupportedModelException(
          "layer " + value.name() + " gives a number that is not finite");
    }
  }

  /**
   * The same network with equalized filters.
   *
   * @param observer looks at it, knowing what the channels of values were multiplied with
   */
  Observed equalized(BiFunction<Model, Map<Value, double[]>, Observed> observer) {
    Map<String, Filter> changed = Filter.of(floats.graph().nodes(), floats.weights());
    Map<Value, double[]> factors =
        Equalization.apply(floats.graph(), changed, value -> values.get(value).magnitudes());
    return observer.apply(FilteredModel.of(floats, changed), factors);
  }
}
