package liviano.bench.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import liviano.engine.CompileOptions;
import liviano.engine.Engine;
import liviano.engine.Session;
import liviano.graph.Graph;
import liviano.kernels.Providers;
import liviano.model.Model;
import liviano.model.ModelCard;
import liviano.model.Preprocessing;
import liviano.model.RandomWeights;
import liviano.model.VisionTask;
import liviano.tensor.Shape;

/** Holds an engine's outputs against the plain loops. */
final class Compared {
  private static final double TOLERANCE = 1e-4;

  private Compared() {}

  static void toPlainLoops(Engines engine, Graph graph, Path folder) throws Exception {
    Model model =
        new Model(
            graph,
            RandomWeights.of(graph, 5),
            ModelCard.of(VisionTask.OTHER, "test", Preprocessing.tensorflow(1, 1)),
            Optional.empty());
    float[] input = input(graph.inputs().getFirst().shape());
    Session session =
        Engine.compile(
                graph,
                model.weights(),
                CompileOptions.builder().providers(Providers.named("scalar")).build())
            .newSession();
    session.input(graph.inputs().getFirst().name()).copyFrom(input);
    session.run();

    try (Peer peer = engine.load(new Setup(model, 1, 1, folder));
        Lane lane = peer.lane()) {
      for (int i = 0; i < input.length; i++) {
        lane.input().setAtIndex(ValueLayout.JAVA_FLOAT, i, input[i]);
      }
      lane.run();
      List<float[]> outputs = lane.outputs();
      assertThat(outputs).hasSameSizeAs(graph.outputs().keySet());
      int at = 0;
      for (String name : graph.outputs().keySet()) {
        assertClose(name, outputs.get(at++), session.output(name).toArray());
      }
    }
  }

  private static void assertClose(String name, float[] theirs, float[] ours) {
    assertThat(theirs).as(name).hasSameSizeAs(ours);
    double largest = 1e-3;
    for (float value : ours) {
      largest = Math.max(largest, Math.abs(value));
    }
    for (int i = 0; i < ours.length; i++) {
      assertThat(Math.abs((double) ours[i] - theirs[i]) / largest)
          .as("%s[%d]: %s and %s, largest %s", name, i, ours[i], theirs[i], largest)
          .isLessThanOrEqualTo(TOLERANCE);
    }
  }

  private static float[] input(Shape shape) {
    SplittableRandom random = new SplittableRandom(11);
    float[] values = new float[shape.elements()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextDouble(-1, 1);
    }
    return values;
  }
}
