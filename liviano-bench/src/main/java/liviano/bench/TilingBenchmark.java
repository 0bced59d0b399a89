package liviano.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import liviano.engine.CompileOptions;
import liviano.engine.Engine;
import liviano.engine.Profile;
import liviano.engine.Program;
import liviano.engine.Session;
import liviano.engine.Step;
import liviano.graph.Graph;
import liviano.kernels.KernelProvider;
import liviano.kernels.Providers;
import liviano.kernels.Task;
import liviano.kernels.nativecode.NativeProvider;
import liviano.model.RandomWeights;
import liviano.weights.Weights;
import liviano.zoo.Recipe;
import liviano.zoo.Zoo;
import liviano.zoo.layers.Norm;

/**
 * Measures how good the predicted tiling of each fused block is: runs every block of a network in
 * strips of 1, 2, 3, ... lines, in turns, and compares the predicted tiling with the fastest one.
 * One thread; the fastest round of each step counts.
 *
 * <pre>java --add-modules jdk.incubator.vector -cp ... liviano.bench.TilingBenchmark
 *     [network [width [resolution]]]</pre>
 */
public final class TilingBenchmark {
  private static final int[] LINES = {1, 2, 3, 4, 5, 7, 10, 14, 28};
  private static final int ROUNDS = 60;
  private static final int RUNS = 8;

  private TilingBenchmark() {}

  /** A program and, of each step, the fastest round so far in microseconds. */
  private record Contestant(String name, Program program, Session session, double[] best) {
    static Contestant of(String name, Graph graph, Weights weights, KernelProvider provider) {
      List<KernelProvider> providers = new ArrayList<>(List.of(provider));
      providers.addAll(Providers.named("vector"));
      Program program =
          Engine.compile(graph, weights, CompileOptions.defaults().withProviders(providers));
      double[] best = new double[program.steps().size()];
      Arrays.fill(best, Double.POSITIVE_INFINITY);
      return new Contestant(name, program, program.newSession(), best);
    }

    void round() {
      Profile profile = new Profile(program);
      for (int run = 0; run < RUNS; run++) {
        session.run(profile);
      }
      List<Profile.Entry> entries = profile.entries();
      for (int i = 0; i < best.length; i++) {
        best[i] = Math.min(best[i], entries.get(i).nanos() * 1e-3 / RUNS);
      }
    }
  }

  public static void main(String[] arguments) {
    Recipe recipe =
        Recipe.of(arguments.length > 0 ? arguments[0] : "mobilenet_v2").withNorm(Norm.FOLDED);
    if (arguments.length > 1) {
      recipe = recipe.withWidth(Double.parseDouble(arguments[1]));
    }
    if (arguments.length > 2) {
      recipe = recipe.withResolution(Integer.parseInt(arguments[2]));
    }
    Graph graph = Zoo.graph(recipe);
    Weights weights = RandomWeights.of(graph, 1);
    NativeProvider provider = new NativeProvider();
    List<Contestant> contestants = new ArrayList<>();
    contestants.add(Contestant.of("predicted", graph, weights, provider));
    for (int lines : LINES) {
      contestants.add(
          Contestant.of(String.valueOf(lines), graph, weights, provider.withStrips(lines)));
    }
    for (int round = 0; round < ROUNDS; round++) {
      contestants.forEach(Contestant::round);
    }
    print(contestants);
  }

  private static void print(List<Contestant> contestants) {
    System.out.printf(Locale.ROOT, "%-24s %-12s %9s", "block", "predicted", "us");
    Arrays.stream(LINES).forEach(lines -> System.out.printf(Locale.ROOT, "%9d", lines));
    System.out.println("   loss to the best");
    Contestant predicted = contestants.getFirst();
    double taken = 0;
    double fastest = 0;
    for (int i = 0; i < predicted.best().length; i++) {
      Step step = predicted.program().steps().get(i);
      if (step.kind() != Task.InvertedResidual.class) {
        continue;
      }
      int index = i;
      double best = contestants.stream().mapToDouble(c -> c.best()[index]).min().orElseThrow();
      System.out.printf(
          Locale.ROOT,
          "%-24s %-12s %9.1f",
          step.name(),
          step.kernel().schedule(),
          predicted.best()[i]);
      IntStream.range(1, contestants.size())
          .forEach(c -> System.out.printf(Locale.ROOT, "%9.1f", contestants.get(c).best()[index]));
      System.out.printf(Locale.ROOT, "  %5.1f %%%n", 100 * (predicted.best()[i] / best - 1));
      taken += predicted.best()[i];
      fastest += best;
    }
    System.out.printf(
        Locale.ROOT,
        "All blocks: %.0f us as predicted, %.0f us with the fastest cut of each, %.1f %% more%n",
        taken,
        fastest,
        100 * (taken / fastest - 1));
  }
}
