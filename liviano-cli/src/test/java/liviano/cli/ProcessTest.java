package liviano.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import liviano.kernels.Providers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What only a process of its own can show. */
@Timeout(60)
class ProcessTest {
  @TempDir Path folder;

  @Test
  void logBelowWarningStaysOffStandardError() throws Exception {
    Cli.Outcome quiet = run("log");
    assertThat(quiet.status()).isZero();
    assertThat(quiet.out()).isEmpty();
    assertThat(quiet.err().lines()).containsExactly("liviano: for everybody");
  }

  @Test
  void debugShowsTheLog() throws Exception {
    assertThat(run("log", "--debug").err())
        .contains("liviano: INFO liviano.test: for the curious", "IllegalStateException: why");
  }

  @Test
  void slowKernelsAreWarnedOfInOneLine() throws Exception {
    assumeTrue(
        Providers.nativeCodeUnavailable().isEmpty(), "machine code cannot serve here anyway");
    Path errors = folder.resolve("err");
    ProcessBuilder builder = CommandProcess.of("doctor", "--json");
    builder.command().remove("--enable-native-access=ALL-UNNAMED");
    builder.command().add(1, "--illegal-native-access=deny");
    Process process = builder.redirectError(errors.toFile()).start();
    process.getInputStream().readAllBytes();
    assertThat(process.waitFor()).isEqualTo(ExitStatus.FAILED); // there is something to put right
    assertThat(Files.readAllLines(errors))
        .singleElement()
        .asString()
        .startsWith("liviano: networks run on the scalar kernels, slower than this machine could: ")
        .contains("give it --enable-native-access=ALL-UNNAMED");
  }

  @Test
  void readerThatLeavesEndsTheCommandQuietly() throws Exception {
    Path errors = folder.resolve("err");
    Process process = CommandProcess.of("say", "1000000").redirectError(errors.toFile()).start();
    try (InputStream out = process.getInputStream()) {
      assertThat(out.read()).isEqualTo('a');
    }
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isZero();
    assertThat(errors).isEmptyFile();
  }

  @Test
  void fullDiskIsAFailure() throws Exception {
    Path full = Path.of("/dev/full");
    assumeTrue(Files.exists(full), "this system has no /dev/full");
    Path errors = folder.resolve("err");
    Process process =
        CommandProcess.of("--help")
            .redirectOutput(full.toFile())
            .redirectError(errors.toFile())
            .start();
    assertThat(process.waitFor()).isEqualTo(ExitStatus.FAILED);
    assertThat(Files.readAllLines(errors))
        .singleElement()
        .asString()
        .startsWith("liviano: standard output: ");
  }

  @Test
  void fullDiskIsToldOnceWhereADocumentIsPrinted() throws Exception {
    Path full = Path.of("/dev/full");
    assumeTrue(Files.exists(full), "this system has no /dev/full");
    Path errors = folder.resolve("err");
    Path model = TinyFiles.classifier(folder.resolve("m.safetensors"));
    Path picture = TinyFiles.noise(folder.resolve("a.png"), 40);
    Process process =
        CommandProcess.of("classify", "--model", model.toString(), "--json", picture.toString())
            .redirectOutput(full.toFile())
            .redirectError(errors.toFile())
            .start();
    assertThat(process.waitFor()).isEqualTo(ExitStatus.FAILED);
    assertThat(Files.readAllLines(errors)).hasSize(1);
  }

  /** A limit on the size of files stands for a disk that is full. */
  @Test
  @DisabledOnOs(OS.WINDOWS)
  void fileThatTheDiskDoesNotTakeIsNamedAndNothingOfItStays() throws Exception {
    Path out = Files.createDirectory(folder.resolve("out"));
    Path errors = folder.resolve("err");
    Path model = TinyFiles.classifier(folder.resolve("m.safetensors"));
    Path picture = TinyFiles.noise(folder.resolve("a.png"), 400);
    ProcessBuilder builder =
        CommandProcess.of(
            "explain", "--model", model.toString(), "--out", out.toString(), picture.toString());
    builder.command().addAll(0, List.of("sh", "-c", "ulimit -f 20; exec \"$@\"", "sh"));
    builder.environment().put("JDK_JAVA_OPTIONS", "-XX:-UsePerfData");
    Process process = builder.redirectError(errors.toFile()).start();
    process.getInputStream().readAllBytes();
    assertThat(process.waitFor()).as(Files.readString(errors)).isEqualTo(ExitStatus.FAILED);
    assertThat(Files.readAllLines(errors).stream().filter(line -> line.startsWith("liviano:")))
        .singleElement()
        .asString()
        .startsWith(
            "liviano: "
                + picture
                + ": "
                + out.resolve("a.explained.png")
                + ": cannot be written: ");
    assertThat(out).isEmptyDirectory();
  }

  private Cli.Outcome run(String... arguments) throws IOException, InterruptedException {
    Path errors = folder.resolve("err");
    Process process = CommandProcess.of(arguments).redirectError(errors.toFile()).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Cli.Outcome(process.waitFor(), out, Files.readString(errors));
  }
}
