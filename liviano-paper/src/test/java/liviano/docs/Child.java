package liviano.docs;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The command in a process and a folder of its own, as a reader of a document starts it. */
final class Child {
  private static final long SECONDS = 120;

  private Child() {}

  /**
   * What a run left behind.
   *
   * @param printed both streams
   */
  record Outcome(int status, String printed) {}

  /**
   * Runs a command line to its end.
   *
   * @param folder where it runs
   * @param models the folder of installed models
   */
  static Outcome run(Path folder, Path models, List<String> words)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Djava.awt.headless=true",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "liviano.cli.Main"));
    command.addAll(words);
    Path printed = Files.createTempFile(folder, "printed", ".txt");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectInput(ProcessBuilder.Redirect.from(nothing(folder)))
            .redirectOutput(printed.toFile());
    builder.environment().put("LIVIANO_HOME", models.toString());
    builder.environment().keySet().removeIf(name -> name.startsWith("LC_") || name.equals("LANG"));
    Process process = builder.start();
    if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
    int status = process.waitFor();
    String text = Files.readString(printed);
    Files.delete(printed);
    return new Outcome(status, text);
  }

  private static File nothing(Path folder) throws IOException {
    return Files.write(folder.resolve(".nothing"), new byte[0]).toFile();
  }
}
