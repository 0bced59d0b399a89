package liviano.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which JDKs ./liviano takes, told by folders that only look like JDKs. */
@DisabledOnOs(OS.WINDOWS)
class JdkChoiceTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"25.0.3", "25.0.3.1", "25.0.10", "25.1", "26", "26-ea", "100.0.1"})
  void takes(String version) throws IOException, InterruptedException {
    Path jdk = jdk("a jdk", "JAVA_VERSION=\"" + version + "\"\n");

    assertThat(run(launcher(), jdk)).isEqualTo(new Outcome(0, jdk + "\n", ""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"25", "25.0.2", "25-ea", "24.0.9", "17.0.15", "1.8.0_402", "", "x.y.z"})
  void refuses(String version) throws IOException, InterruptedException {
    assertRefused(jdk("jdk", "JAVA_VERSION=\"" + version + "\"\n"));
  }

  @Test
  void refusesWhatIsNoJdk() throws IOException, InterruptedException {
    Path runtime = jdk("jre", "JAVA_VERSION=\"25.0.3\"\n");
    Files.delete(runtime.resolve("bin/javac"));

    assertRefused(runtime);
    assertRefused(jdk("unnamed", "IMPLEMENTOR=\"25.0.3\"\n"));
    assertRefused(folder.resolve("missing"));
  }

  @Test
  void leavesNoTraceWhereItIsStarted() throws IOException, InterruptedException {
    run(launcher(), jdk("jdk", "JAVA_VERSION=\"25.0.3\"\n"));

    assertThat(Files.readString(launcher())).startsWith("#!/bin/sh\n");
    assertThat(folder.toFile().list()).containsExactlyInAnyOrder("jdk", "out", "error");
  }

  @Test
  void followsLinksToItself() throws IOException, InterruptedException {
    Path jdk = jdk("jdk", "IMPLEMENTOR=\"Somebody\"\r\nJAVA_VERSION=\"25.0.3\"");
    Path absolute = Files.createSymbolicLink(folder.resolve("first link"), launcher());
    Path relative = Files.createSymbolicLink(folder.resolve("second link"), absolute.getFileName());

    assertThat(run(relative, jdk)).isEqualTo(new Outcome(0, jdk + "\n", ""));
  }

  private void assertRefused(Path jdk) throws IOException, InterruptedException {
    Outcome outcome = run(launcher(), jdk);

    assertThat(outcome.status()).isEqualTo(2);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.error())
        .isEqualTo(
            String.format(
                Locale.ROOT,
                "liviano: LIVIANO_JAVA_HOME=%s is not a JDK 25.0.3 or later; point it at one or unset it\n",
                jdk));
  }

  private static Path launcher() {
    return Path.of("..", "liviano").toAbsolutePath().normalize();
  }

  private Path jdk(String name, String release) throws IOException {
    Path home = folder.resolve(name);
    Path programs = Files.createDirectories(home.resolve("bin"));
    for (String program : new String[] {"java", "javac"}) {
      assertThat(Files.createFile(programs.resolve(program)).toFile().setExecutable(true)).isTrue();
    }
    Files.writeString(home.resolve("release"), release);
    return home;
  }

  private record Outcome(int status, String out, String error) {}

  private Outcome run(Path launcher, Path jdk) throws IOException, InterruptedException {
    Path out = folder.resolve("out");
    Path error = folder.resolve("error");
    ProcessBuilder builder =
        new ProcessBuilder("sh", launcher.toString(), "--java-home")
            .directory(folder.toFile())
            .redirectOutput(out.toFile())
            .redirectError(error.toFile());
    builder.environment().put("LIVIANO_JAVA_HOME", jdk.toString());
    Process process = builder.start();
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    return new Outcome(
        process.exitValue(),
        Files.readString(out, StandardCharsets.UTF_8),
        Files.readString(error, StandardCharsets.UTF_8));
  }
}
