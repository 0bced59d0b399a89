package liviano.cli.bench;

import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import liviano.LivianoException;
import liviano.cli.CommandContext;
import liviano.cli.CommandException;
import liviano.cli.ExitStatus;
import liviano.cli.Kernels;
import liviano.cli.SideBySide;
import liviano.cli.UsageException;
import liviano.cli.options.JsonOption;
import liviano.cli.options.ModelOption;
import liviano.cli.options.NetworkOptions;
import liviano.cli.options.PrecisionOption;
import liviano.cli.output.Console;
import liviano.cli.output.Console.Style;
import liviano.cli.output.Table;
import liviano.cli.output.Table.Align;
import liviano.cli.output.Text;
import liviano.cli.output.Words;
import liviano.engine.CompileOptions;
import liviano.engine.Precision;
import liviano.graph.Graph;
import liviano.json.JsonObject;
import liviano.kernels.MadeCode;
import liviano.model.Model;
import liviano.model.ModelCard;
import liviano.model.Preprocessing;
import liviano.model.RandomWeights;
import liviano.model.VisionTask;
import liviano.tensor.Shape;
import liviano.weights.Weights;
import liviano.zoo.Recipe;
import liviano.zoo.layers.Norm;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Times a network. */
@Command(
    name = "bench",
    sortOptions = false,
    description = "Time a network, one inference after the other.",
    footer = {
      "Without --model the network has random weights, which take the same time. What is timed is "
          + "the network alone: neither decoding nor preprocessing.",
      "",
      "First is the time from the graph and its weights to the first answer: compiling, packing "
          + "weights, and a run in a JVM that has not optimised it yet. The others are timed for "
          + "--seconds, once they have stopped getting faster. GMAC/s are 10^9 multiply-adds a "
          + "second, by the median.",
      "",
      "With --precision int8 a network without --model is quantized first, by pictures of random "
          + "pixels. Beside bf16 the other engines compute in fp32; beside int8 they get the same "
          + "quantized network.",
      "",
      "With --vs each engine runs in a process of its own, in turns with a pause between, over the "
          + "same network, weights and input; nothing is timed unless their outputs agree to 1e-3 "
          + "of the largest value, or to a tenth of it where Liviano computes with fewer bits than "
          + "32. The ratio is Liviano's median time over the fastest engine's in "
          + "the same turn; the median of all turns is printed.",
      "",
      "With --cold each program is a process of its own, started --starts times in turns: this "
          + "command as the launcher starts it, and a plain Java program on ONNX Runtime, with and "
          + "without a class cache; and a plain program on this library. Memory is the most that "
          + "was resident."
    })
public final class BenchCommand implements Callable<Integer> {
  private static final String DEFAULT_NETWORK = "mobilenet_v2";
  private static final long SEED = 1;

  private final CommandContext context;

  @Mixin private ModelOption model;

  @Option(
      names = "--network",
      paramLabel = "NETWORK",
      description = "A network's identifier; " + DEFAULT_NETWORK + " if neither is given.")
  private Optional<String> network = Optional.empty();

  @Mixin private NetworkOptions settings;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads that share one inference; ${DEFAULT-VALUE} if not given.")
  private int threads = 1;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      description = "How long to measure; ${DEFAULT-VALUE} if not given.")
  private double seconds = 2;

  @Option(
      names = "--profile",
      description =
          "Show the time of each step; with --ceilings also its share of the core's ceiling.")
  private boolean profiled;

  @Mixin private PrecisionOption precision;
  @Mixin private SideBySideOptions beside;
  @Mixin private JsonOption json;

  /** What is timed. */
  private record Subject(String network, Optional<Recipe> recipe, Graph graph, Weights weights) {

    /** For engines in other processes, which read it from a file. */
    Model asModel() {
      Shape image = graph.inputs().getFirst().shape();
      Preprocessing preprocessing =
          image.isMap()
              ? Preprocessing.tensorflow(image.width(), image.height())
              : Preprocessing.tensorflow(1, 1);
      return new Model(
          graph, weights, ModelCard.of(VisionTask.OTHER, network, preprocessing), recipe);
    }
  }

  public BenchCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws IOException {
    Benchmark.requireSeconds(seconds, 3600);
    beside.check(profiled);
    if (beside.ceilings() && !profiled) {
      SideBySideOptions.service().ceilings(json.isSet(), context);
      return ExitStatus.DONE;
    }
    if (beside.cold()) {
      SideBySideOptions.service().cold(coldRequest(), context);
      return ExitStatus.DONE;
    }
    CompileOptions options = options();
    if (beside.comparing()) {
      SideBySideOptions.service().compare(request(subject()), context);
      return ExitStatus.DONE;
    }
    Subject subject = subject();
    Optional<StepCeilings> ceilings =
        beside.ceilings()
            ? Optional.of(new StepCeilings(SideBySideOptions.service().rates(context), threads))
            : Optional.empty();
    Benchmark result = measure(subject, options);
    if (json.isSet()) {
      context.console().json(toJson(subject, result, options, ceilings).toPrettyJson());
    } else {
      print(subject, result, options, ceilings);
    }
    return ExitStatus.DONE;
  }

  private SideBySide.Request request(Subject subject) {
    return new SideBySide.Request(
        subject.network(),
        subject.asModel(),
        beside.peers(),
        threads,
        seconds,
        beside.throughput(),
        json.isSet(),
        precision.given());
  }

  private SideBySide.ColdRequest coldRequest() throws IOException {
    if (!model.isSet() || network.isPresent() || settings.anySet()) {
      throw new UsageException("--cold times a classifier: give --model, and no network");
    }
    if (precision.given().isPresent()) {
      throw new UsageException("--precision does not go with --cold");
    }
    return beside.coldRequest(model.load(context).model(), json.isSet());
  }

  private CompileOptions options() {
    try {
      return precision.options().toBuilder().threads(threads).build();
    } catch (UsageException e) {
      throw e;
    } catch (IllegalArgumentException | LivianoException e) {
      throw new UsageException("--threads: " + e.getMessage());
    }
  }

  private Subject subject() throws IOException {
    if (!model.isSet()) {
      Recipe recipe = settings.recipe(network.orElse(DEFAULT_NETWORK)).withNorm(Norm.FOLDED);
      Graph graph = NetworkOptions.graph(recipe);
      Subject floats =
          new Subject(
              recipe.architecture(), Optional.of(recipe), graph, RandomWeights.of(graph, SEED));
      return precision.asked().equals(Optional.of(Precision.INT8)) ? quantized(floats) : floats;
    }
    if (network.isPresent() || settings.anySet()) {
      throw new UsageException("give --model, or --network and its settings, not both");
    }
    Model loaded = model.load(context).model();
    return new Subject(
        loaded.recipe().map(Recipe::architecture).orElse(loaded.card().title()),
        loaded.recipe(),
        loaded.graph(),
        loaded.weights());
  }

  private static Subject quantized(Subject floats) {
    try {
      Model model = DrawnCalibration.quantized(floats.asModel(), Kernels.options());
      return new Subject(floats.network(), floats.recipe(), model.graph(), model.weights());
    } catch (IllegalArgumentException | LivianoException e) {
      throw new CommandException("--precision int8: " + e.getMessage(), e);
    }
  }

  /** In the words of options; integers where the network is of such, and nothing else is asked. */
  private static String computed(Subject subject, CompileOptions options) {
    return options
        .precision()
        .orElse(subject.graph().isQuantized() ? Precision.INT8 : Precision.FP32)
        .title();
  }

  private Benchmark measure(Subject subject, CompileOptions options) {
    try {
      context.console().status("Measuring " + subject.network());
      return Benchmark.of(subject.graph(), subject.weights(), options, seconds, profiled);
    } catch (IllegalArgumentException | LivianoException e) {
      throw new CommandException(subject.network() + ": " + e.getMessage(), e);
    } finally {
      context.console().status("");
    }
  }

  private static JsonObject toJson(
      Subject subject, Benchmark result, CompileOptions options, Optional<StepCeilings> ceilings) {
    JsonObject.Builder json = JsonObject.builder().put("network", subject.network());
    subject.recipe().ifPresent(r -> json.put("width", r.width()).put("resolution", r.resolution()));
    json.put("threads", options.threads())
        .put("precision", computed(subject, options))
        .put("kernels", result.kernels(options))
        .put("medianMs", result.medianMs())
        .put("p95Ms", result.p95Ms())
        .put("minMs", result.minMs())
        .put("gmacPerSecond", result.gmacPerSecond())
        .put("firstMs", result.firstMs())
        .put("machineCode", toJson(result.made(options)));
    if (result.profile().runs() > 0) {
      json.put("steps", new ProfileTable(result.profile(), ceilings).toJson());
    }
    return json.build();
  }

  private static JsonObject toJson(MadeCode made) {
    return JsonObject.builder()
        .put("kernels", made.pieces())
        .put("bytes", made.bytes())
        .put("ms", made.nanos() * 1e-6)
        .build();
  }

  private void print(
      Subject subject, Benchmark result, CompileOptions options, Optional<StepCeilings> ceilings) {
    Console console = context.console();
    console.line(console.styled(Text.oneLine(title(subject)), Style.STRONG));
    Table table =
        new Table(Align.LEFT, Align.LEFT)
            .row("Median", ms(result.medianMs()) + "  " + rate(result))
            .row("95 % within", ms(result.p95Ms()))
            .row(
                "Fastest",
                ms(result.minMs()) + "  of " + Words.count(result.sortedMs().length, "run"))
            .row("First", ms(result.firstMs()) + "  compiling included")
            .row("Kernels", served(result, options));
    MadeCode made = result.made(options);
    if (made.pieces() > 0) {
      table.row("Machine code", made(made));
    }
    table
        .row("Precision", computed(subject, options))
        .row("Threads", String.valueOf(options.threads()))
        .row("Memory", memory(result));
    table.lines().forEach(console::line);
    if (result.profile().runs() > 0) {
      console.line("");
      new ProfileTable(result.profile(), ceilings).print(console);
    }
  }

  private static String made(MadeCode made) {
    return String.format(
        Locale.ROOT,
        "%s, %,.1f KiB, made in %.1f ms",
        Words.count(made.pieces(), "kernel"),
        made.bytes() / 1024.0,
        made.nanos() * 1e-6);
  }

  private static String ms(double ms) {
    return String.format(Locale.ROOT, "%,9.2f ms", ms);
  }

  private static String title(Subject subject) {
    return subject
        .recipe()
        .map(
            r ->
                String.format(
                    Locale.ROOT,
                    "%s, width %s, %dx%d",
                    subject.network(),
                    r.width(),
                    r.resolution(),
                    r.resolution()))
        .orElse(subject.network());
  }

  private static String rate(Benchmark result) {
    return String.format(
        Locale.ROOT, "%.1f GMAC/s, %.1f/s", result.gmacPerSecond(), 1000 / result.medianMs());
  }

  private static String served(Benchmark result, CompileOptions options) {
    return result
        .served(options)
        .map(
            provider ->
                String.format(Locale.ROOT, "%s (%s)", provider.name(), provider.description()))
        .collect(Collectors.joining(", "));
  }

  private static String memory(Benchmark result) {
    return String.format(
        Locale.ROOT,
        "%s for tensors (%s if none were shared)",
        Words.mebibytes(result.program().memory().bytes()),
        Words.mebibytes(result.program().memory().bytesWithoutReuse()));
  }
}
