package liviano.bench.load;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import liviano.bench.peers.Engines;
import liviano.cli.output.Table;
import liviano.cli.output.Table.Align;
import liviano.files.ScratchFolder;
import liviano.graph.Graph;
import liviano.json.Json;
import liviano.json.JsonObject;
import liviano.model.Model;
import liviano.model.ModelCard;
import liviano.model.Preprocessing;
import liviano.model.RandomWeights;
import liviano.model.VisionTask;
import liviano.zoo.Recipe;
import liviano.zoo.Zoo;
import liviano.zoo.layers.Norm;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Compares two engines behind the same server, in turns.
 *
 * <pre>java -cp liviano-bench/target/liviano-bench.jar liviano.bench.load.BesideCommand
 *     --clients 8 --seconds 5 --turns 5</pre>
 */
@Command(
    name = "beside",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Compare Liviano with ONNX Runtime behind the same server, in turns.",
    footer = {
      "Both have the same HTTP, decoding, preparing and answers, as many sessions as cores with one "
          + "thread each, and the same JPEG of 500x375. Nothing is timed unless both answer the "
          + "same. The ratio is of pictures a second in the same turn; median of all turns. Stages "
          + "are mean milliseconds."
    })
public final class BesideCommand implements Callable<Integer> {
  private static final Engines PEER = Engines.ONNXRUNTIME;
  private static final double CLOSE = 1e-3;
  private static final int SIDE = 224;
  private static final int CLASSES = 1000;

  @Option(
      names = "--model",
      paramLabel = "FILE",
      description = "A classifier; MobileNetV2 1.0 at 224 with random weights if not given.")
  private Optional<Path> model = Optional.empty();

  @Option(
      names = "--clients",
      paramLabel = "N",
      description = "Clients at a time; ${DEFAULT-VALUE} if not given.")
  private int clients = 8;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      description = "How long each turn takes; ${DEFAULT-VALUE} if not given.")
  private double seconds = 5;

  @Option(
      names = "--turns",
      paramLabel = "N",
      description = "Turns of each engine; ${DEFAULT-VALUE} if not given.")
  private int turns = 5;

  private BesideCommand() {}

  public static void main(String[] args) {
    System.exit(new CommandLine(new BesideCommand()).execute(args));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (clients < 1 || turns < 1 || !(seconds > 0)) {
      System.err.println("beside: at least 1 client, 1 turn, more than 0 seconds");
      return CommandLine.ExitCode.USAGE;
    }
    int sessions = Runtime.getRuntime().availableProcessors();
    try (ScratchFolder scratch = ScratchFolder.temporary("liviano-beside")) {
      Path file = scratch.path().resolve("model.safetensors");
      (model.isPresent() ? Model.load(model.get()) : random()).save(file);
      Path ours = Files.createDirectory(scratch.path().resolve("liviano"));
      Path theirs = Files.createDirectory(scratch.path().resolve(PEER.id()));
      try (ServedEngine liviano = ServedEngine.start(Engines.LIVIANO, file, sessions, ours);
          ServedEngine peer = ServedEngine.start(PEER, file, sessions, theirs)) {
        return compare(List.of(liviano, peer));
      }
    } catch (IOException e) {
      System.err.println("beside: " + e.getMessage());
      return CommandLine.ExitCode.SOFTWARE;
    }
  }

  private static Model random() {
    Recipe recipe =
        Recipe.of("mobilenet_v2")
            .withWidth(1)
            .withResolution(SIDE)
            .withClasses(CLASSES)
            .withNorm(Norm.FOLDED);
    Graph graph = Zoo.graph(recipe);
    ModelCard card =
        ModelCard.of(VisionTask.CLASSIFICATION, "Random", Preprocessing.tensorflow(SIDE, SIDE))
            .withLabels(IntStream.range(0, CLASSES).mapToObj(i -> "class " + i).toList());
    return new Model(graph, RandomWeights.of(graph, 1), card, Optional.of(recipe));
  }

  private int compare(List<ServedEngine> engines) throws IOException, InterruptedException {
    byte[] picture = LoadPicture.jpeg();
    agree(engines, picture);
    List<List<Round>> rounds = List.of(new ArrayList<>(), new ArrayList<>());
    for (int turn = -1; turn < turns; turn++) {
      for (int i = 0; i < engines.size(); i++) {
        Target target = engines.get(i).target();
        ClosedLoop loop =
            new ClosedLoop(target, target.post(picture, "image/jpeg"), OptionalLong.empty());
        Round round = Round.measure(loop, new Probe(target, "/metrics"), clients, seconds);
        if (turn >= 0) { // before that they warm up
          rounds.get(i).add(round);
        }
      }
    }
    print(engines, rounds);
    return CommandLine.ExitCode.OK;
  }

  /** The same classes in the same order, with nearly the same scores. */
  private static void agree(List<ServedEngine> engines, byte[] picture) throws IOException {
    List<JsonObject> ours = best(engines.getFirst(), picture);
    List<JsonObject> theirs = best(engines.getLast(), picture);
    for (int i = 0; i < ours.size(); i++) {
      boolean same =
          ours.get(i).integer("index") == theirs.get(i).integer("index")
              && Math.abs(ours.get(i).number("score") - theirs.get(i).number("score")) < CLOSE;
      if (!same) {
        throw new IOException(
            engines.getLast().name() + " answers " + theirs + ", Liviano " + ours);
      }
    }
  }

  private static List<JsonObject> best(ServedEngine engine, byte[] picture) throws IOException {
    try (Connection connection = new Connection(engine.target())) {
      Answer answer = connection.exchange(engine.target().post(picture, "image/jpeg"));
      String text = new String(answer.body(), StandardCharsets.UTF_8);
      if (!answer.isDone()) {
        throw new IOException(engine.name() + " answers " + answer.status() + ": " + text);
      }
      return Json.parse(text).asObject().array("categories").objects();
    }
  }

  private void print(List<ServedEngine> engines, List<List<Round>> rounds) {
    Align number = Align.RIGHT;
    Table table =
        new Table(Align.LEFT, number, number, number, number, number, number, number, number);
    table.row(
        "Engine", "Pictures/s", "p99 ms", "queue", "decode", "prepare", "infer", "answer", "Load");
    for (int i = 0; i < engines.size(); i++) {
      List<Round> of = rounds.get(i);
      List<String> cells = new ArrayList<>(List.of(engines.get(i).name()));
      cells.add(median(of.stream().mapToDouble(Round::picturesPerSecond).toArray(), "%.1f"));
      cells.add(median(of.stream().mapToDouble(round -> round.quantileMs(0.99)).toArray(), "%.1f"));
      for (String stage : Round.STAGES) {
        cells.add(
            median(
                of.stream().mapToDouble(round -> round.tally().meanMs(stage)).toArray(), "%.2f"));
      }
      cells.add(median(of.stream().mapToDouble(Round::ownPercent).toArray(), "%.1f %%"));
      table.row(cells.toArray(String[]::new));
    }
    table.lines().forEach(System.out::println);
    double[] ratios =
        IntStream.range(0, turns)
            .mapToDouble(
                turn ->
                    rounds.getFirst().get(turn).picturesPerSecond()
                        / rounds.getLast().get(turn).picturesPerSecond())
            .sorted()
            .toArray();
    System.out.printf(
        Locale.ROOT,
        "%s of %s's pictures a second (%.2f to %.2f in %d turns of %s s, %d clients)%n",
        median(ratios, "%.2f"),
        PEER.id(),
        ratios[0],
        ratios[turns - 1],
        turns,
        seconds,
        clients);
    rounds.stream().flatMap(of -> Round.remarks(of).stream()).forEach(System.out::println);
  }

  private static String median(double[] values, String format) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    double median = (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    return String.format(Locale.ROOT, format, median);
  }
}
