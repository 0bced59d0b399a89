package liviano.bench.beside;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import liviano.bench.Ceiling;
import liviano.bench.cold.ColdBench;
import liviano.bench.peers.Engines;
import liviano.cli.CommandContext;
import liviano.cli.SideBySide;
import liviano.cli.UsageException;
import liviano.engine.Precision;
import liviano.files.ScratchFolder;

/** {@code bench --vs} and {@code bench --ceilings}. */
public final class Bench implements SideBySide {
  /** For the service loader. */
  public Bench() {}

  @Override
  public void compare(Request request, CommandContext context) throws IOException {
    List<Engines> engines = engines(request.peers());
    if (request.model().graph().inputs().size() != 1) {
      throw new UsageException("side by side go networks of one input only");
    }
    ScratchFolder scratch = ScratchFolder.temporary("liviano-bench");
    Path folder = scratch.path();
    List<EngineChild> children = new ArrayList<>();
    try {
      start(engines, request, folder, children, context);
      context.console().status("Comparing outputs");
      agree(children, request, folder);
      context.console().status("Measuring " + request.network());
      Turns turns = new Turns(request.seconds());
      Report report =
          request.throughput()
              ? Report.ofRates(request, children, turns.throughput(children))
              : Report.ofTimes(request, turns.latency(children));
      context.console().status("");
      report.print(context.console());
    } finally {
      context.console().status("");
      children.forEach(EngineChild::close);
      delete(scratch);
    }
  }

  @Override
  public void cold(ColdRequest request, CommandContext context) throws IOException {
    List<Engines> engines = engines(request.peers());
    if (!engines.equals(List.of(Engines.LIVIANO, Engines.ONNXRUNTIME))) {
      throw new UsageException("--cold knows a program of one engine: --vs onnxruntime");
    }
    new ColdBench(request, context, Children.ofThisProcess().libraries(Engines.ONNXRUNTIME)).run();
  }

  @Override
  public void ceilings(boolean json, CommandContext context) throws IOException {
    Ceilings.print(ceiling(context), json, context.console());
  }

  @Override
  public Rates rates(CommandContext context) throws IOException {
    Ceiling ceiling = ceiling(context);
    return new Rates(ceiling.gmacPerSecond(), ceiling.bf16(), ceiling.int8());
  }

  private static Ceiling ceiling(CommandContext context) throws IOException {
    context.console().status("Measuring this core");
    try {
      return Ceilings.measure();
    } finally {
      context.console().status("");
    }
  }

  /** Liviano, then the peers. */
  private static List<Engines> engines(List<String> peers) {
    Set<Engines> engines = new LinkedHashSet<>(List.of(Engines.LIVIANO));
    for (String peer : peers) {
      engines.add(
          Engines.peer(peer)
              .orElseThrow(
                  () ->
                      new UsageException(
                          String.format(
                              Locale.ROOT,
                              "--vs: unknown peer '%s'; known are %s",
                              peer,
                              Engines.peers().stream()
                                  .map(Engines::id)
                                  .collect(Collectors.joining(", "))))));
    }
    return List.copyOf(engines);
  }

  private static void start(
      List<Engines> engines,
      Request request,
      Path folder,
      List<EngineChild> children,
      CommandContext context)
      throws IOException {
    Path model = folder.resolve("model.safetensors");
    request.model().save(model);
    Children commands = Children.ofThisProcess();
    int threads = request.throughput() ? 1 : request.threads();
    int lanes = request.throughput() ? request.threads() : 1;
    for (Engines engine : engines) {
      context.console().status("Loading " + engine.id());
      Path own = Files.createDirectory(folder.resolve(engine.id()));
      children.add(
          EngineChild.start(
              engine.id(), commands.of(engine, model, threads, lanes, own, request.precision())));
    }
  }

  private static void agree(List<EngineChild> children, Request request, Path folder)
      throws IOException {
    Path file = folder.resolve("outputs");
    float[] ours = children.getFirst().outputs(file);
    boolean floats = Precisions.of(request).areBoth(Precision.FP32);
    double tolerance = floats ? Agreement.TOLERANCE : Agreement.ROUNDED;
    for (EngineChild peer : children.subList(1, children.size())) {
      Agreement.require(
          peer.name(), request.model().graph().outputs(), ours, peer.outputs(file), tolerance);
    }
  }

  /** What cannot be deleted, such as a library that a dying process still has open, stays. */
  private static void delete(ScratchFolder folder) {
    try {
      folder.close();
    } catch (IOException e) {
      System.getLogger(Bench.class.getName())
          .log(System.Logger.Level.DEBUG, "{0} stays: {1}", folder.path(), e.getMessage());
    }
  }
}
