package liviano.bench.cold;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Stream;
import liviano.bench.load.LoadPicture;
import liviano.cli.CommandContext;
import liviano.cli.CommandException;
import liviano.cli.SideBySide.ColdRequest;
import liviano.cli.Stages;
import liviano.cli.UsageException;
import liviano.files.ScratchFolder;
import liviano.formats.onnx.OnnxWriter;
import liviano.model.Model;
import liviano.model.Normalization;
import liviano.model.Preprocessing;
import liviano.model.Rgb;
import liviano.model.Role;
import liviano.vision.ImageClassifier;

/**
 * {@code bench --cold}: starts four programs in turns, each a process of its own that loads the
 * network, decodes the picture and prints the class.
 */
public final class ColdBench {
  /** System property that names the launcher, which sets it. */
  static final String LAUNCHER = "liviano.launcher";

  private static final int PATIENCE_SECONDS = 120;

  private final ColdRequest request;
  private final CommandContext context;
  private final String peerLibraries;

  /**
   * @param peerLibraries the class path of ONNX Runtime
   */
  public ColdBench(ColdRequest request, CommandContext context, String peerLibraries) {
    this.request = request;
    this.context = context;
    this.peerLibraries = peerLibraries;
  }

  /**
   * Times all and prints the result.
   *
   * @throws UsageException if the model is no classifier
   * @throws CommandException if a process fails, or the system does not tell what it takes
   * @throws IOException if a file cannot be written
   */
  public void run() throws IOException {
    if (!Files.isReadable(Path.of("/proc/self/status"))) {
      throw new CommandException("--cold: only Linux tells the memory of a process (no /proc)");
    }
    Path picture = request.picture().map(Path::toAbsolutePath).orElse(Path.of(""));
    if (request.picture().isPresent() && !Files.isRegularFile(picture)) {
      throw new UsageException("--picture: no such file: " + request.picture().get());
    }
    try (ScratchFolder scratch = ScratchFolder.temporary("liviano-cold")) {
      Path folder = scratch.path();
      if (request.picture().isEmpty()) {
        picture = Files.write(folder.resolve("picture.jpg"), LoadPicture.jpeg());
      }
      List<ColdProcess> programs = programs(folder, picture);
      ColdReport report = new ColdReport(request, turns(programs, folder));
      context.console().status("");
      report.print(context.console());
    } finally {
      context.console().status("");
    }
  }

  /** The first turn, which reads files that are in no cache yet, is not counted. */
  private SequencedMap<String, List<ColdProcess.Run>> turns(List<ColdProcess> programs, Path folder)
      throws IOException {
    ChildUsage usage = new ChildUsage();
    SequencedMap<String, List<ColdProcess.Run>> runs = new LinkedHashMap<>();
    programs.forEach(program -> runs.put(program.name(), new ArrayList<>()));
    for (int turn = 0; turn <= request.starts(); turn++) {
      context.console().status(String.format(Locale.ROOT, "Turn %d of %d", turn, request.starts()));
      for (ColdProcess program : programs) {
        ColdProcess.Run run = program.run(folder, usage);
        if (turn > 0) {
          runs.get(program.name()).add(run);
        }
      }
    }
    return runs;
  }

  private List<ColdProcess> programs(Path folder, Path picture) throws IOException {
    Path model = folder.resolve("model.safetensors");
    request.model().save(model);
    List<String> peer = peerArguments(folder, picture);
    List<String> library = List.of(model.toString(), picture.toString());
    Path plain = folder.resolve("programs.jar");
    ProgramJar.write(plain);
    List<ColdProcess> programs = new ArrayList<>();
    programs.add(
        program(
            ColdReport.COMMAND,
            List.of(
                launcher(),
                "classify",
                "--top",
                "1",
                "--model",
                model.toString(),
                picture.toString()),
            Map.of("LIVIANO_JAVA_OPTS", "-D" + Stages.PROPERTY + "=true")));
    programs.add(program(ColdReport.PEER, java(OnnxRuntimeProgram.class, peerPath(plain), peer)));
    programs.add(program(ColdReport.LIBRARY, java(LivianoProgram.class, ownPath(plain), library)));
    cached(folder, plain, peer).ifPresent(programs::add);
    return programs;
  }

  /**
   * The peer's program with a class cache, where one can be made: the JVM does so of jars alone.
   */
  private Optional<ColdProcess> cached(Path folder, Path plain, List<String> arguments)
      throws IOException {
    Path cache = folder.resolve("peer.aot");
    List<String> recording = java(OnnxRuntimeProgram.class, peerPath(plain), arguments);
    recording.add(1, "-XX:AOTCacheOutput=" + cache);
    context.console().status("Recording a class cache for " + ColdReport.PEER);
    try {
      program("recording", recording).run(folder, new ChildUsage());
    } catch (CommandException e) {
      context.console().notice("no class cache for the program on onnxruntime: " + e.getMessage());
      return Optional.empty();
    }
    List<String> words = java(OnnxRuntimeProgram.class, peerPath(plain), arguments);
    words.add(1, "-XX:AOTCache=" + cache);
    return Optional.of(program(ColdReport.CACHED_PEER, words));
  }

  private static ColdProcess program(String name, List<String> words) {
    return program(name, words, Map.of());
  }

  private static ColdProcess program(
      String name, List<String> words, Map<String, String> variables) {
    return new ColdProcess(name, ColdProcess.command(words, variables), PATIENCE_SECONDS);
  }

  /** The defaults of the JVM, but that it does not warn of native code. */
  private static List<String> java(Class<?> program, String classPath, List<String> arguments) {
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.add("--enable-native-access=ALL-UNNAMED");
    words.addAll(List.of("-cp", classPath, program.getName()));
    words.addAll(arguments);
    return words;
  }

  private static String launcher() {
    String launcher = System.getProperty(LAUNCHER);
    if (launcher == null) {
      throw new CommandException(
          "--cold starts the command by its launcher: start this with ./liviano in a source tree");
    }
    return launcher;
  }

  private List<String> peerArguments(Path folder, Path picture) throws IOException {
    Model model = request.model();
    if (model.find(Role.LOGITS).isEmpty()) {
      throw new UsageException("--cold: the model has no output 'logits'");
    }
    Path network = folder.resolve("network.onnx");
    OnnxWriter.write(model.ending(Role.LOGITS), model.weights(), network);
    Path labels = folder.resolve("labels.txt");
    Files.write(labels, ImageClassifier.of(model).labels());
    Preprocessing p = model.card().preprocessing();
    Normalization n = p.normalization();
    Stream<Object> numbers =
        Stream.concat(
            Stream.of(p.width(), p.height()), Stream.concat(parts(n.mean()), parts(n.deviation())));
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of(network.toString(), Role.LOGITS.key(), labels.toString()));
    numbers.map(String::valueOf).forEach(arguments::add);
    arguments.add(picture.toString());
    return arguments;
  }

  private static Stream<Object> parts(Rgb colour) {
    return Stream.of(colour.red(), colour.green(), colour.blue());
  }

  private String peerPath(Path plain) {
    return plain + File.pathSeparator + peerLibraries;
  }

  /** The program, and what it needs of this library. */
  private static String ownPath(Path plain) {
    return String.join(
        File.pathSeparator, plain.toString(), place(ImageClassifier.class), place(Model.class));
  }

  private static String place(Class<?> of) {
    try {
      return Path.of(of.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
