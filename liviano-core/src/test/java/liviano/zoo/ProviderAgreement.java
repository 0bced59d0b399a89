package liviano.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import liviano.engine.CompileOptions;
import liviano.engine.Engine;
import liviano.engine.Session;
import liviano.graph.Graph;
import liviano.kernels.KernelProvider;
import liviano.kernels.Providers;
import liviano.model.RandomWeights;
import liviano.weights.Weights;

/** Every provider of kernels gives what the scalar one gives, which is the definition of right. */
final class ProviderAgreement {
  private ProviderAgreement() {}

  /**
   * Runs a network of one input with random weights on every provider.
   *
   * @param tolerance of a difference, as a part of the output's greatest number
   */
  static void check(Graph graph, double tolerance) {
    Weights weights = RandomWeights.of(graph, 7);
    Map<String, float[]> expected = run(graph, weights, "scalar");
    List<String> others =
        Providers.available().stream()
            .map(KernelProvider::name)
            .filter(name -> !name.equals("scalar"))
            .toList();
    assumeThat(others).as("%s", Providers.vectorUnavailable()).isNotEmpty();
    for (String provider : others) {
      Map<String, float[]> given = run(graph, weights, provider);
      for (String output : graph.outputs().keySet()) {
        assertClose(output, given.get(output), expected.get(output), tolerance);
      }
    }
  }

  private static void assertClose(
      String output, float[] given, float[] expected, double tolerance) {
    double greatest = 0;
    double furthest = 0;
    for (int i = 0; i < expected.length; i++) {
      assertThat(Float.isFinite(given[i]) && Float.isFinite(expected[i])).as(output).isTrue();
      greatest = Math.max(greatest, Math.abs(expected[i]));
      furthest = Math.max(furthest, Math.abs((double) given[i] - expected[i]));
    }
    assertThat(greatest).as("%s is not all zeros", output).isPositive();
    assertThat(furthest / greatest).as(output).isLessThan(tolerance);
  }

  private static Map<String, float[]> run(Graph graph, Weights weights, String provider) {
    Session session =
        Engine.compile(
                graph,
                weights,
                CompileOptions.builder().providers(Providers.named(provider)).build())
            .newSession();
    SplittableRandom random = new SplittableRandom(3);
    float[] image = new float[graph.inputs().getFirst().shape().elements()];
    for (int i = 0; i < image.length; i++) {
      image[i] = (float) random.nextDouble(-1, 1);
    }
    session.input(graph.inputs().getFirst().name()).copyFrom(image);
    session.run();
    Map<String, float[]> outputs = new LinkedHashMap<>();
    for (String output : graph.outputs().keySet()) {
      outputs.put(output, session.output(output).toArray());
    }
    return outputs;
  }
}
