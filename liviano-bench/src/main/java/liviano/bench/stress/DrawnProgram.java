package liviano.bench.stress;

import java.lang.foreign.MemorySegment;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import liviano.engine.CompileOptions;
import liviano.engine.Engine;
import liviano.engine.Program;
import liviano.engine.Session;
import liviano.graph.Graph;
import liviano.kernels.Providers;
import liviano.model.RandomWeights;
import liviano.weights.Weights;

/** A compiled network with an input and what its first run gave, to hold other runs against. */
final class DrawnProgram {
  /** Of the largest number of an output: sums are rounded in other orders. */
  private static final float TOLERANCE = 1e-4f;

  private static final int MOST_THREADS = 4;

  private final String title;
  private final Program program;
  private final float[] image;
  private final Map<String, float[]> first;
  private final AtomicInteger runsLeft;

  private DrawnProgram(String title, Program program, float[] image, int runs) {
    this.title = title;
    this.program = program;
    this.image = image;
    this.first = outputs(session());
    this.runsLeft = new AtomicInteger(runs);
  }

  /**
   * The program of that number: always the same network, weights, input and options.
   *
   * @param runs after which it is spent
   * @throws WrongException if its results are not the plain loops'
   */
  static DrawnProgram of(long number, Kinds kinds, int runs) {
    SplittableRandom random = new SplittableRandom(number);
    Graph graph = DrawnNetworks.draw(random);
    Weights weights = RandomWeights.of(graph, number);
    float[] image = new float[graph.inputs().getFirst().shape().elements()];
    for (int i = 0; i < image.length; i++) {
      image[i] = (float) random.nextDouble(-1, 1);
    }
    Kinds.Kind kind = kinds.draw(random);
    boolean fused = random.nextInt(4) > 0;
    int threads = 1 + random.nextInt(MOST_THREADS);
    CompileOptions options =
        CompileOptions.builder()
            .providers(kind.providers())
            .fusesBlocks(fused)
            .threads(threads)
            .build();
    String title =
        String.format(
            Locale.ROOT,
            "program %d (%s, %s, %d threads)",
            number,
            kind.name(),
            fused ? "fused" : "layer by layer",
            threads);
    DrawnProgram drawn =
        new DrawnProgram(title, Engine.compile(graph, weights, options), image, runs);
    drawn.compare(graph, weights);
    return drawn;
  }

  /** Holds the first run against the plain loops. */
  private void compare(Graph graph, Weights weights) {
    CompileOptions scalar =
        CompileOptions.builder().providers(Providers.named("scalar")).fusesBlocks(false).build();
    DrawnProgram reference =
        new DrawnProgram("plain", Engine.compile(graph, weights, scalar), image, 0);
    reference.first.forEach(
        (name, expected) -> {
          float largest = 1;
          for (float x : expected) {
            largest = Math.max(largest, Math.abs(x));
          }
          float[] actual = first.get(name);
          for (int i = 0; i < expected.length; i++) {
            if (!(Math.abs(actual[i] - expected[i]) <= TOLERANCE * largest)) {
              throw new WrongException(
                  String.format(
                      Locale.ROOT,
                      "%s: %s[%d] is %s, by the plain loops %s",
                      title,
                      name,
                      i,
                      actual[i],
                      expected[i]));
            }
          }
        });
  }

  /** A session that has the input. */
  Session session() {
    Session session = program.newSession();
    session.input("image").copyFrom(image);
    return session;
  }

  private static Map<String, float[]> outputs(Session session) {
    session.run();
    Map<String, float[]> outputs = new LinkedHashMap<>();
    for (String name : new String[] {"map", "scores"}) {
      outputs.put(name, session.output(name).toArray());
    }
    return outputs;
  }

  /**
   * Runs once more.
   *
   * @throws WrongException if a bit differs from the first run's
   */
  void run(Session session) {
    session.run();
    first.forEach(
        (name, expected) -> {
          long at = MemorySegment.ofArray(expected).mismatch(session.output(name).segment());
          if (at >= 0) {
            throw new WrongException(
                String.format(
                    Locale.ROOT,
                    "%s: the bits of %s[%d] are not the first run's",
                    title,
                    name,
                    at / Float.BYTES));
          }
        });
  }

  /** Whether this was the last run that it is to have; true once. */
  boolean spend() {
    return runsLeft.decrementAndGet() == 0;
  }
}
