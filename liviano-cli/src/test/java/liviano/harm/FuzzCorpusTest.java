package liviano.harm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every committed input of the fuzzer is read or refused, in a JVM with a heap of 256 MB; the seeds
 * are read.
 */
class FuzzCorpusTest {
  private static final long MINUTES = 5;
  private static final int DIED = 134;

  @TempDir private Path folder;

  static List<Target> targets() throws IOException {
    return Targets.all();
  }

  /** Reads them all; says each before it begins, and what went wrong. */
  static void main(String[] arguments) throws IOException {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    Path folder = Fuzz.temporary();
    for (Target target : Targets.all()) {
      Path own = Files.createDirectory(folder.resolve(FuzzCorpus.slug(target)));
      Fuzz fuzz = new Fuzz(target, own, folder.resolve("last"));
      for (Path input : FuzzCorpus.inputs(target)) {
        out.println(input);
        try {
          boolean isRead = fuzz.read(Files.readAllBytes(input));
          if (!isRead && input.endsWith(FuzzCorpus.SEED)) {
            out.println("FAULT refused");
          }
        } catch (Throwable e) { // whatever it is, it is what is looked for
          out.println("FAULT " + e);
          e.printStackTrace(out);
        }
      }
    }
    Fuzz.delete(folder);
    out.println("DONE");
  }

  @Test
  void eachIsReadOrRefused() throws IOException, InterruptedException {
    Path log = folder.resolve("out");
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Djava.awt.headless=true",
            "--add-modules=jdk.incubator.vector",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            FuzzCorpusTest.class.getName());
    builder.environment().remove("JAVA_TOOL_OPTIONS");
    Process process =
        builder.redirectErrorStream(true).redirectOutput(Redirect.to(log.toFile())).start();
    try {
      assertThat(process.waitFor(MINUTES, TimeUnit.MINUTES)).isTrue();
    } finally {
      process.destroyForcibly().waitFor();
    }
    String said = Files.readString(log);
    assertThat(said).doesNotContain("FAULT ").endsWith("DONE\n");
  }

  /** The JVM of this program ends while an input is read. */
  static final class Crash {
    static void main(String[] arguments) throws IOException {
      Path folder = Path.of(arguments[0]);
      Target.FileReading reading = _ -> Runtime.getRuntime().halt(DIED);
      Target target = Target.of("halts", "file", new byte[1], reading);
      new Fuzz(target, folder, folder.resolve("last")).read(new byte[] {7, 8, 9});
    }
  }

  @Test
  void theInputThatEndsTheJvmIsKept() throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Crash.class.getName(),
                folder.toString())
            .inheritIO()
            .start();
    assertThat(process.waitFor()).isEqualTo(DIED);
    assertThat(folder.resolve("last")).hasBinaryContent(new byte[] {7, 8, 9});
  }

  @ParameterizedTest
  @MethodSource("targets")
  void partsComeApartAsTheyWereJoined(Target target) {
    Parts parts = new Parts(target);
    assertThat(parts.apart(parts.joined(target.parts())))
        .containsExactlyInAnyOrderEntriesOf(target.parts());
  }
}
