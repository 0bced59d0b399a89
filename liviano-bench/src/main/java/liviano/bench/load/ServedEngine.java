package liviano.bench.load;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import liviano.bench.peers.Engines;
import liviano.bench.peers.ServedPeer;

/** An engine behind the server, in a process of its own. */
final class ServedEngine implements AutoCloseable {
  private static final String PEERS_FOLDER = "liviano.bench.peers";

  private final String name;
  private final Process process;
  private final Target target;

  private ServedEngine(String name, Process process, Target target) {
    this.name = name;
    this.process = process;
    this.target = target;
  }

  /**
   * Starts it and waits until it listens.
   *
   * @param sessions pictures at a time
   * @param folder of this engine alone
   * @throws IOException if it does not start; what it says is on standard error
   */
  static ServedEngine start(Engines engine, Path model, int sessions, Path folder)
      throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Djava.awt.headless=true",
                "-Djava.io.tmpdir=" + folder,
                ServedPeer.class.getName(),
                engine.name(),
                model.toString(),
                String.valueOf(sessions),
                folder.toString()));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    // Not on the command line: ONNX Runtime 1.29 dies of one over 4 KiB.
    builder.environment().put("CLASSPATH", classPath(engine));
    List.of("JDK_JAVA_OPTIONS", "JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS")
        .forEach(builder.environment()::remove);
    Process process = builder.start();
    BufferedReader answers = process.inputReader(StandardCharsets.UTF_8);
    String port = answers.readLine();
    if (port == null) {
      throw new IOException(engine.id() + " did not start");
    }
    String url = "http://127.0.0.1:" + port + "/v1/classify";
    return new ServedEngine(engine.id(), process, Target.of(url, Optional.empty()));
  }

  private static String classPath(Engines engine) throws IOException {
    String own = System.getProperty("java.class.path");
    if (engine == Engines.LIVIANO) {
      return own;
    }
    Path folder = Path.of(System.getProperty(PEERS_FOLDER, "liviano-bench/target/peers"));
    Path list = folder.resolve(engine.id() + ".classpath");
    if (!Files.isRegularFile(list)) {
      throw new IOException(
          engine.id()
              + ": its libraries were not fetched (no "
              + list
              + "): ./liviano bench --vs "
              + engine.id()
              + " fetches them");
    }
    return own + File.pathSeparator + Files.readString(list).strip();
  }

  String name() {
    return name;
  }

  Target target() {
    return target;
  }

  @Override
  public void close() throws IOException {
    process.outputWriter().close();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
