package liviano.cli.machine;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import liviano.cli.Kernels;
import liviano.cli.bench.SessionTimer;
import liviano.engine.CompileOptions;
import liviano.engine.Engine;
import liviano.engine.Program;
import liviano.engine.Session;
import liviano.graph.Graph;
import liviano.kernels.KernelProvider;
import liviano.kernels.Providers;
import liviano.model.RandomWeights;
import liviano.weights.Weights;
import liviano.zoo.Recipe;
import liviano.zoo.Zoo;

/**
 * Which kernels serve in this process, and why.
 *
 * @param providers the providers to ask for a kernel, in order
 * @param forced what the user asked for, if anything
 * @param nativeCodeUnavailable why machine code cannot serve; empty where it can
 * @param vectorUnavailable why the vector kernels cannot serve; empty where they can
 * @param difference the most by which a small network's answers differ between the first provider
 *     and the scalar one, which is the definition of right
 */
record KernelChoice(
    List<Provider> providers,
    Optional<String> forced,
    Optional<String> nativeCodeUnavailable,
    Optional<String> vectorUnavailable,
    double difference) {
  /** Probabilities differ by less, whatever the order of sums. */
  private static final double TOLERANCE = 1e-4;

  /** A provider's name and what it computes with. */
  record Provider(String name, String description) {}

  static KernelChoice ofThisProcess() {
    CompileOptions options = Kernels.options();
    return new KernelChoice(
        options.providers().stream()
            .filter(p -> p.unsuitable().isEmpty())
            .map(p -> new Provider(p.name(), p.description()))
            .toList(),
        Kernels.forced(),
        Providers.nativeCodeUnavailable(),
        Providers.vectorUnavailable(),
        difference(options.providers()));
  }

  /** Why neither machine code nor vectors serve; empty where one does. */
  Optional<String> slowBecause() {
    return nativeCodeUnavailable.flatMap(
        code -> vectorUnavailable.map(vector -> code + "; " + vector));
  }

  boolean isRight() {
    return difference < TOLERANCE;
  }

  private static double difference(List<KernelProvider> providers) {
    Graph graph =
        Zoo.graph(Recipe.of("mobilenet_v2").withWidth(0.1).withResolution(32).withClasses(10));
    Weights weights = RandomWeights.of(graph, 1);
    float[] fast = answer(graph, weights, providers);
    float[] right = answer(graph, weights, Providers.named("scalar"));
    double most = 0;
    for (int i = 0; i < fast.length; i++) {
      double apart = Math.abs(fast[i] - right[i]);
      most = Double.isNaN(apart) ? Double.POSITIVE_INFINITY : Math.max(most, apart);
    }
    return most;
  }

  private static float[] answer(Graph graph, Weights weights, List<KernelProvider> providers) {
    Program program =
        Engine.compile(graph, weights, CompileOptions.builder().providers(providers).build());
    Session session = program.newSession();
    for (Map.Entry<String, liviano.tensor.Shape> input : program.inputShapes().entrySet()) {
      session.input(input.getKey()).copyFrom(SessionTimer.ramp(input.getValue().elements()));
    }
    session.run();
    return session.output("probabilities").toArray();
  }
}
