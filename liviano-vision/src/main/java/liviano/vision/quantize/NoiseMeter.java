package liviano.vision.quantize;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import liviano.engine.CompileOptions;
import liviano.engine.Session;
import liviano.graph.Graph;
import liviano.graph.GraphBuilder;
import liviano.graph.Node;
import liviano.graph.Op;
import liviano.graph.Value;
import liviano.model.Model;
import liviano.vision.Picture;
import liviano.vision.PictureRunner;
import liviano.vision.Region;

/** The signal-to-noise ratio of values of an integer network, beside those of the float one. */
final class NoiseMeter {
  private final List<String> names;
  private final PictureRunner floats;
  private final PictureRunner integers;

  private NoiseMeter(
      List<String> names,
      Model floats,
      Graph ofFloats,
      Model integers,
      Graph ofIntegers,
      CompileOptions compile) {
    this.names = names;
    this.floats = new PictureRunner(floats, ofFloats, floats.card().preprocessing(), compile);
    this.integers =
        new PictureRunner(integers, ofIntegers, integers.card().preprocessing(), compile);
  }

  /** Of what the network gives. */
  static NoiseMeter ofOutputs(Model floats, Model integers, CompileOptions compile) {
    return new NoiseMeter(
        List.copyOf(floats.graph().outputs().keySet()),
        floats,
        floats.graph(),
        integers,
        integers.graph(),
        compile);
  }

  /** Of the layers whose results are integers and mean the same in both. */
  static NoiseMeter ofLayers(Model floats, Model integers, CompileOptions compile) {
    IntegerLayers layers = new IntegerLayers(floats.graph());
    SequencedMap<String, Value> ends = new LinkedHashMap<>();
    GraphBuilder builder = integers.graph().toBuilder();
    for (Node node : integers.graph().nodes()) {
      Value value = node.outputs().getFirst();
      Value real = floats.graph().find(value.name()).orElse(null);
      if (node.op() instanceof Op.Quantized && real != null && layers.ranging(real).equals(real)) {
        ends.put(value.name(), real);
        Value seen = builder.add(value.name() + ".seen", new Op.Dequantize(), value);
        builder.output(value.name(), seen);
      }
    }
    return new NoiseMeter(
        List.copyOf(ends.keySet()),
        floats,
        floats.graph().endingAt(ends),
        integers,
        builder.build(),
        compile);
  }

  /** Decibels by the name of the value, over all pictures together. */
  SequencedMap<String, Double> read(List<Picture> pictures) {
    double[] signal = new double[names.size()];
    double[] noise = new double[names.size()];
    for (Picture picture : pictures) {
      List<float[]> right = floats.run(picture, Region.whole(picture), this::outputs);
      List<float[]> near = integers.run(picture, Region.whole(picture), this::outputs);
      for (int i = 0; i < names.size(); i++) {
        float[] x = right.get(i);
        float[] y = near.get(i);
        for (int k = 0; k < x.length; k++) {
          double difference = (double) x[k] - y[k];
          signal[i] += (double) x[k] * x[k];
          noise[i] += difference * difference;
        }
      }
    }
    SequencedMap<String, Double> decibels = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      decibels.put(
          names.get(i),
          noise[i] == 0 ? Double.POSITIVE_INFINITY : 10 * Math.log10(signal[i] / noise[i]));
    }
    return decibels;
  }

  private List<float[]> outputs(Session session) {
    return names.stream().map(name -> session.output(name).toArray()).toList();
  }
}
