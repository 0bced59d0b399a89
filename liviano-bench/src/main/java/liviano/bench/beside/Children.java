package liviano.bench.beside;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import liviano.bench.peers.EngineProcess;
import liviano.bench.peers.Engines;
import liviano.cli.CommandException;

/**
 * How the engines' processes are started.
 *
 * @param peersFolder holds {@code NAME.classpath} of each peer that was fetched
 */
public record Children(Path peersFolder) {
  /** System property that names the folder; the launcher sets it. */
  static final String PEERS_FOLDER = "liviano.bench.peers";

  /** Whose flags every JVM takes by itself. */
  private static final List<String> FLAG_VARIABLES =
      List.of("JDK_JAVA_OPTIONS", "JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS");

  /** Where the launcher says that they are, or where Maven puts them. */
  public static Children ofThisProcess() {
    return new Children(Path.of(System.getProperty(PEERS_FOLDER, "liviano-bench/target/peers")));
  }

  /**
   * The command line of one engine.
   *
   * @param threads that share one inference
   * @param lanes inferences at a time
   * @param folder of this engine alone
   * @param precision what Liviano computes with; the others compute the network as it is
   * @throws CommandException if the peer's libraries were not fetched
   */
  ProcessBuilder of(
      Engines engine, Path model, int threads, int lanes, Path folder, Optional<String> precision)
      throws IOException {
    List<String> command = jvm();
    if (engine == Engines.LIVIANO) {
      command.addAll(List.of("--add-modules", "jdk.incubator.vector"));
      command.addAll(flagsOfThisProcess());
    } else {
      command.add("--sun-misc-unsafe-memory-access=allow");
      command.addAll(unpacking(folder));
    }
    command.add("-Djava.io.tmpdir=" + folder);
    command.addAll(
        List.of(
            EngineProcess.class.getName(),
            engine.name(),
            model.toString(),
            String.valueOf(threads),
            String.valueOf(lanes),
            folder.toString()));
    precision.ifPresent(command::add);
    ProcessBuilder builder = new ProcessBuilder(command);
    // Not on the command line: ONNX Runtime 1.29 dies of one over 4 KiB.
    builder.environment().put("CLASSPATH", classPath(engine));
    // Flags of the user that matter are on the command line, and a second collector ends a JVM.
    FLAG_VARIABLES.forEach(builder.environment()::remove);
    // Libraries that ask OpenMP or a BLAS of their own would take every core.
    for (String variable : List.of("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS")) {
      builder.environment().put(variable, String.valueOf(threads));
    }
    return builder;
  }

  /**
   * Where bytedeco's libraries are unpacked: in the home folder by themselves, which not every user
   * has.
   */
  private static List<String> unpacking(Path folder) {
    Path home = Path.of(System.getProperty("user.home"));
    Path cache = home.resolve(".javacpp");
    boolean serves = home.isAbsolute() && Files.isWritable(Files.exists(cache) ? cache : home);
    return serves ? List.of() : List.of("-Dorg.bytedeco.javacpp.cachedir=" + folder);
  }

  /** What every process of the bench is started with. */
  static List<String> jvm() {
    return new ArrayList<>(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "--enable-native-access=ALL-UNNAMED",
            "-Djava.awt.headless=true"));
  }

  /**
   * Those that choose kernels and instructions, or give memory; this project's engine takes them.
   */
  static List<String> flagsOfThisProcess() {
    return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(
            flag ->
                flag.startsWith("-Dliviano.")
                    || flag.startsWith("-Xm")
                    || flag.startsWith("-XX:")
                        && !flag.contains("AOT")
                        && !flag.startsWith("-XX:+Use"))
        .toList();
  }

  private String classPath(Engines engine) throws IOException {
    String own = System.getProperty("java.class.path");
    return engine == Engines.LIVIANO ? own : own + File.pathSeparator + libraries(engine);
  }

  /**
   * The jars of a peer, as a class path.
   *
   * @throws CommandException if they were not fetched
   */
  public String libraries(Engines engine) throws IOException {
    Path list = peersFolder.resolve(engine.id() + ".classpath");
    if (!Files.isRegularFile(list)) {
      throw new CommandException(
          String.format(
              Locale.ROOT,
              "%s: its libraries were not fetched (no %s): start with ./liviano in a source tree",
              engine.id(),
              list));
    }
    return Files.readString(list).strip();
  }
}
