package liviano.paper.lab;

import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import liviano.LivianoException;
import liviano.cli.Kernels;
import liviano.cli.UsageException;
import liviano.cli.bench.Benchmark;
import liviano.cli.output.Console;
import liviano.cli.output.Words;
import liviano.engine.CompileOptions;
import liviano.graph.Graph;
import liviano.model.RandomWeights;
import liviano.paper.experiments.SeparableConvolution;
import liviano.paper.experiments.SeparableExample;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** What a depthwise separable convolution saves. */
@Command(
    name = "separable",
    sortOptions = false,
    description = "Count and time a convolution against a depthwise separable one.",
    footer = {
      "The paper's h, w, d, e and k are --height, --width, --in, --out-channels and --kernel. "
          + "Multiply-adds: h w d e k^2 against h w d (k^2 + e), a ratio of 1/(1/e + 1/k^2), which "
          + "nears k^2 as e grows.",
      "",
      "Both are timed with random weights in one thread, by the median. Time need not "
          + "shrink as the count does: a depthwise convolution computes little on each number it "
          + "reads."
    })
final class SeparableExperiment implements Callable<Integer> {
  private static final long SEED = 1;
  private static final long MOST_TIMED = 20_000_000_000L;
  private static final long MOST_NUMBERS = 1L << 26;

  @ParentCommand private LabCommand lab;

  @Option(names = "--height", paramLabel = "H", description = "Rows; ${DEFAULT-VALUE} by default.")
  private int height = 56;

  @Option(
      names = "--width",
      paramLabel = "W",
      description = "Columns; ${DEFAULT-VALUE} by default.")
  private int width = 56;

  @Option(
      names = {"--in", "--in-channels"},
      paramLabel = "D",
      description = "Channels that come in; ${DEFAULT-VALUE} by default.")
  private int in = 128;

  @Option(
      names = "--out-channels",
      paramLabel = "E",
      description = "Channels that go out; ${DEFAULT-VALUE} by default.")
  private int out = 128;

  @Option(
      names = "--kernel",
      paramLabel = "K",
      description = "Rows and columns of the window; ${DEFAULT-VALUE} by default.")
  private int kernel = 3;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      description = "How long to time each; ${DEFAULT-VALUE} by default.")
  private double seconds = 0.5;

  @Option(
      names = "--example",
      description = "Show one of two channels number by number instead, and draw the filters.")
  private boolean example;

  @Option(names = "--count-only", description = "Time nothing.")
  private boolean countOnly;

  @Mixin private LabOptions options;

  /** For picocli, which fills the fields. */
  SeparableExperiment() {}

  @Override
  public Integer call() throws IOException {
    if (example) {
      return options.answer(
          lab.context(), () -> new SeparableExampleAnswer(SeparableExample.SMALL));
    }
    SeparableConvolution layer = layer();
    return options.answer(
        lab.context(),
        () -> new SeparableAnswer(layer, countOnly ? Optional.empty() : Optional.of(time(layer))));
  }

  private SeparableConvolution layer() {
    try {
      return new SeparableConvolution(height, width, in, out, kernel);
    } catch (IllegalArgumentException | LivianoException e) {
      throw new UsageException(e.getMessage());
    }
  }

  private SeparableAnswer.Times time(SeparableConvolution layer) {
    Benchmark.requireSeconds(seconds, 600);
    long map = (long) height * width * Math.max(in, out);
    if (layer.standard() > MOST_TIMED
        || layer.standardParameters() > MOST_NUMBERS
        || map > MOST_NUMBERS) {
      throw new UsageException(
          String.format(
                  Locale.ROOT,
                  "this is too much to time (at most %s multiply-adds, %s parameters, and maps of"
                      + " as many ",
                  Words.millions(MOST_TIMED),
                  Words.millions(MOST_NUMBERS))
              + "numbers): --count-only times nothing");
    }
    CompileOptions compile = Kernels.options();
    Console console = lab.context().console();
    try {
      console.status("Timing the standard convolution");
      Benchmark standard = time(layer.standardGraph(), compile);
      console.status("Timing the separable convolution");
      Benchmark separable = time(layer.separableGraph(), compile);
      return new SeparableAnswer.Times(
          standard, standard.kernels(compile), separable, separable.kernels(compile));
    } finally {
      console.status("");
    }
  }

  private Benchmark time(Graph graph, CompileOptions compile) {
    return Benchmark.of(graph, RandomWeights.of(graph, SEED), compile, seconds, false);
  }
}
