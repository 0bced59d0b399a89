package liviano.paper.tables;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import liviano.LivianoException;
import liviano.cli.CommandContext;
import liviano.cli.CommandException;
import liviano.cli.bench.SessionTimer;
import liviano.cli.output.Progress;
import liviano.engine.CompileOptions;
import liviano.engine.Engine;
import liviano.engine.Profile;
import liviano.engine.Program;
import liviano.engine.Session;
import liviano.graph.Graph;
import liviano.kernels.PackedWeights;
import liviano.model.RandomWeights;
import liviano.paper.published.Passes;
import liviano.paper.published.Row;
import liviano.weights.Weights;
import liviano.zoo.Recipe;
import liviano.zoo.Zoo;
import liviano.zoo.layers.Norm;

/**
 * Times networks with random weights, one after the other, so that only one is in memory. Once
 * warm, a network runs for the given seconds, or once if that takes longer; the result is the
 * median.
 */
public final class NetworkStopwatch implements Trials.Stopwatch {
  private static final long SEED = 1;

  private final CommandContext context;
  private final CompileOptions options;
  private final double seconds;
  private final Progress progress;
  private boolean failed;

  /**
   * @param seconds for one network
   * @param progress is moved on by each pass of a network
   */
  public NetworkStopwatch(
      CommandContext context, CompileOptions options, double seconds, Progress progress) {
    this.context = context;
    this.options = options;
    this.seconds = seconds;
    this.progress = progress;
  }

  /** Whether a network could not run, which has been reported. */
  public boolean hasFailed() {
    return failed;
  }

  @Override
  public Optional<Timed> time(Row row) {
    return timed(row.name(), row.setup().recipe(), row.passes(), options);
  }

  @Override
  public Optional<Timed> time(Recipe recipe, int split) {
    return timed(
        recipe.architecture(),
        recipe,
        Passes.ONE,
        options.withChannelSplit(split).withFusedBlocks(false));
  }

  private Optional<Timed> timed(String name, Recipe given, Passes passes, CompileOptions compile) {
    Recipe recipe = given.withNorm(Norm.FOLDED);
    List<Integer> sides = passes.sides(recipe.resolution());
    try {
      Weights weights = RandomWeights.of(Zoo.graph(recipe), SEED);
      CompileOptions shared = compile.withPackedWeights(new PackedWeights());
      double ms = 0;
      long multiplyAdds = 0;
      String kernels = "";
      for (int side : sides) {
        Graph graph = Zoo.graph(recipe.withResolution(side));
        Program program = Engine.compile(graph, weights, shared);
        Session session = SessionTimer.filled(program);
        if (side == sides.getFirst()) { // the others run the same kernels
          SessionTimer.warmUp(session, seconds);
        }
        double each = median(session, seconds / (sides.size() * passes.times()));
        ms += each * passes.times();
        multiplyAdds += program.multiplyAdds() * passes.times();
        kernels = kernels(program, shared);
        progress.advance(name);
      }
      return Optional.of(new Timed(ms, multiplyAdds / (ms * 1e6), kernels));
    } catch (IllegalArgumentException | LivianoException e) {
      return cannot(name, e);
    } finally {
      System.gc(); // gives back what the network held off the heap before the next one asks
    }
  }

  @Override
  public Map<String, Double> steps(Recipe given) {
    Recipe recipe = given.withNorm(Norm.FOLDED);
    try {
      Graph graph = Zoo.graph(recipe);
      // Fused blocks would have one time for all their layers.
      Program program =
          Engine.compile(graph, RandomWeights.of(graph, SEED), options.withFusedBlocks(false));
      Session session = SessionTimer.filled(program);
      SessionTimer.warmUp(session, seconds);
      Profile profile = new Profile(program);
      long start = System.nanoTime();
      do {
        session.run(profile);
      } while ((System.nanoTime() - start) * 1e-9 < seconds);
      progress.advance(recipe.architecture());
      Map<String, Double> ms = new LinkedHashMap<>();
      profile
          .entries()
          .forEach(
              entry ->
                  ms.merge(
                      entry.step().name(), entry.nanos() * 1e-6 / profile.runs(), Double::sum));
      return ms;
    } catch (IllegalArgumentException | LivianoException e) {
      cannot(recipe.architecture(), e);
      return Map.of();
    }
  }

  private Optional<Timed> cannot(String name, RuntimeException e) {
    failed = true;
    context.report(name, new CommandException(name + ": " + e.getMessage(), e));
    return Optional.empty();
  }

  /** Milliseconds of one run. */
  private static double median(Session session, double seconds) {
    double[] sorted = SessionTimer.measure(session, seconds, 1);
    return sorted[sorted.length / 2];
  }

  /** The providers that serve, the first asked first: {@code vector+scalar}. */
  private static String kernels(Program program, CompileOptions options) {
    return options.providers().stream()
        .map(provider -> provider.name())
        .filter(name -> program.steps().stream().anyMatch(s -> s.provider().equals(name)))
        .collect(Collectors.joining("+"));
  }
}
