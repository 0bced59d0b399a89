package liviano.bench.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import liviano.LivianoException;
import liviano.json.JsonObject;
import liviano.model.Model;
import liviano.vision.ImageClassifier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Loads a server of this machine with pictures, and says how many it answers a second, how long
 * they take, and which share of the cores the clients themselves take.
 *
 * <pre>java -cp liviano-bench/target/liviano-bench.jar liviano.bench.load.LoadCommand
 *     http://127.0.0.1:8080/v1/classify --clients 1,2,4,8 --seconds 10</pre>
 */
@Command(
    name = "load",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Load a server of this machine with pictures.",
    footer = {
      "Each client sends one request after the other over one connection. The picture is a JPEG of "
          + "500x375 that is drawn here, unless --body names a file. A client that gets a 503 "
          + "waits as long as the answer's Retry-After says, or --pause. Milliseconds are of the "
          + "answers 200. Load and Server are shares of all cores of this machine; the server's is "
          + "what its /metrics say.",
      "",
      "Exit status 1 if a request got no answer, an answer 200 was not like the others, or there was "
          + "none."
    })
public final class LoadCommand implements Callable<Integer> {
  private static final int MOST_CLIENTS = 20_000;

  @Parameters(paramLabel = "URL", description = "Such as http://127.0.0.1:8080/v1/classify.")
  private String url = "";

  @Option(
      names = "--clients",
      paramLabel = "N,...",
      split = ",",
      description = "Clients at a time, round by round; 1,2,4,...,256 if not given.")
  private List<Integer> clients = List.of(1, 2, 4, 8, 16, 32, 64, 128, 256);

  @Option(
      names = "--seconds",
      paramLabel = "S",
      description = "How long each round takes; ${DEFAULT-VALUE} if not given.")
  private double seconds = 10;

  @Option(
      names = "--warm",
      paramLabel = "S",
      description = "How long before the first round; ${DEFAULT-VALUE} if not given.")
  private double warm = 3;

  @Option(names = "--body", paramLabel = "FILE", description = "What is sent.")
  private Optional<Path> body = Optional.empty();

  @Option(
      names = "--type",
      paramLabel = "TYPE",
      description = "Its media type; ${DEFAULT-VALUE} if not given.")
  private String type = "image/jpeg";

  @Option(
      names = "--pause",
      paramLabel = "MS",
      description = "What a client waits after a 503, in place of the answer's Retry-After.")
  private Long pause;

  @Option(
      names = "--beside",
      paramLabel = "MODEL",
      description =
          "A file of ours: before the first round and after the last, what this model classifies "
              + "without a server, decoding included, for --seconds each.")
  private Optional<Path> beside = Optional.empty();

  @Option(names = "--token-file", paramLabel = "FILE", description = "The token of the server.")
  private Optional<Path> token = Optional.empty();

  @Option(
      names = "--metrics",
      paramLabel = "PATH",
      description = "Where the server has its metrics; ${DEFAULT-VALUE} if not given.")
  private String metrics = "/metrics";

  @Option(
      names = "--requests",
      paramLabel = "N",
      description =
          "Send so many in one round, by as many clients as --clients says first, and look at the "
              + "server's memory and files all the while.")
  private long requests;

  @Option(
      names = "--every",
      paramLabel = "S",
      description = "Between two looks; ${DEFAULT-VALUE} if not given.")
  private double every = 10;

  @Option(names = "--json", description = "The result as JSON; not with --requests.")
  private boolean json;

  private LoadCommand() {}

  public static void main(String[] args) {
    System.exit(new CommandLine(new LoadCommand()).execute(args));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (clients.stream().anyMatch(n -> n < 1 || n > MOST_CLIENTS)
        || !(seconds > 0 && warm >= 0 && every > 0)
        || requests < 0
        || json && requests > 0) {
      System.err.println(
          "load: 1 to 20000 clients, more than 0 seconds, --json without --requests");
      return CommandLine.ExitCode.USAGE;
    }
    try {
      Target target = target();
      byte[] request = target.post(content(), type);
      OptionalLong wait = pause == null ? OptionalLong.empty() : OptionalLong.of(pause);
      ClosedLoop loop = new ClosedLoop(target, request, wait);
      Probe probe = new Probe(target, metrics);
      return requests > 0 ? soak(loop, probe) : rounds(loop, probe);
    } catch (IllegalArgumentException | LivianoException | IOException e) {
      System.err.println("load: " + e.getMessage());
      return CommandLine.ExitCode.SOFTWARE;
    }
  }

  private Target target() throws IOException {
    Optional<String> word =
        token.isPresent() ? Optional.of(Files.readString(token.get()).strip()) : Optional.empty();
    return Target.of(url, word);
  }

  private byte[] content() throws IOException {
    return body.isPresent() ? Files.readAllBytes(body.get()) : LoadPicture.jpeg();
  }

  private int rounds(ClosedLoop loop, Probe probe) throws IOException, InterruptedException {
    Optional<Direct> direct = direct();
    Optional<Double> before = rate(direct);
    loop.forSeconds(clients.getFirst(), warm);
    List<Round> rounds = new ArrayList<>();
    for (int count : clients) {
      System.err.printf(Locale.ROOT, "%d clients%n", count);
      rounds.add(Round.measure(loop, probe, count, seconds));
    }
    Optional<Double> after = rate(direct);
    if (json) {
      JsonObject.Builder result =
          JsonObject.builder()
              .put("url", url)
              .put("cores", Runtime.getRuntime().availableProcessors())
              .put("requestBytes", loop.request().length)
              .put("rounds", Round.toJson(rounds));
      before.ifPresent(rate -> result.put("directBefore", rate));
      after.ifPresent(rate -> result.put("directAfter", rate));
      System.out.println(result.build().toPrettyJson());
    } else {
      Round.table(rounds).forEach(System.out::println);
      System.out.println();
      Round.stages(rounds).forEach(System.out::println);
      Round.remarks(rounds).forEach(System.out::println);
      if (direct.isPresent()) {
        compare(before.orElseThrow(), after.orElseThrow(), rounds);
      }
    }
    return status(rounds);
  }

  private Optional<Direct> direct() throws IOException {
    return beside.isPresent()
        ? Optional.of(new Direct(ImageClassifier.of(Model.load(beside.get())), content()))
        : Optional.empty();
  }

  /** After a while of the same to warm up; empty where it is not asked for. */
  private Optional<Double> rate(Optional<Direct> direct) throws InterruptedException {
    if (direct.isEmpty()) {
      return Optional.empty();
    }
    System.err.println("without a server");
    direct.get().picturesPerSecond(warm);
    return Optional.of(direct.get().picturesPerSecond(seconds));
  }

  private static void compare(double before, double after, List<Round> rounds) {
    double best = rounds.stream().mapToDouble(Round::picturesPerSecond).max().orElse(0);
    System.out.printf(
        Locale.ROOT,
        "%nWithout a server, decoding included: %.1f pictures/s before, %.1f after.%n"
            + "The best round has %.2f of their mean.%n",
        before,
        after,
        2 * best / (before + after));
  }

  private int soak(ClosedLoop loop, Probe probe) throws IOException, InterruptedException {
    Soak soak = new Soak(loop, probe, clients.getFirst(), requests, Math.round(1000 * every));
    List<Round> rounds = List.of(soak.run(System.out::println));
    System.out.println();
    Round.table(rounds).forEach(System.out::println);
    Round.remarks(rounds).forEach(System.out::println);
    return status(rounds);
  }

  private static int status(List<Round> rounds) {
    boolean right =
        rounds.stream()
            .map(Round::tally)
            .allMatch(tally -> tally.done() > 0 && tally.broken() + tally.differing() == 0);
    return right ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
  }
}
