package liviano.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import liviano.kernels.ChildJvm;
import liviano.kernels.nativecode.NativeProviders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * Drawn and changed model files to their end, in processes of their own: a touch beside the memory
 * of a tensor, of a worker or of packed weights ends the process, and the test with it.
 *
 * <p>The same for other and for more cases: {@code java ... liviano.engine.ModelTrials FOLDER FROM
 * TO}.
 */
@EnabledOnOs(OS.LINUX)
@Isolated
class ModelTrialsTest {
  private static final int PROCESSES = 2;
  private static final int CASES = 6_000;

  /** In memory where there is such a folder: every case writes a file. */
  private static final Path FAST = Path.of("/dev/shm");

  @TempDir private Path folder;

  @Test
  void everyFileIsRefusedInOneLineOrAnsweredAlikeByAllProviders() {
    List<CompletableFuture<String>> runs =
        LongStream.range(0, PROCESSES)
            .mapToObj(part -> CompletableFuture.supplyAsync(() -> run(part)))
            .toList();
    List<String> printed = runs.stream().map(CompletableFuture::join).toList();

    for (String lines : printed) {
      assertThat(lines).contains("ALL WELL");
      assertThat(count(lines, "cases")).isEqualTo(CASES);
      assertThat(count(lines, "loaded")).isGreaterThan(CASES / 3);
      assertThat(count(lines, "run by plain Java loops")).isGreaterThan(CASES / 4);
      assertThat(count(lines, "compared")).isGreaterThan(CASES / 4);
      assertThat(count(lines, "refused when loading, changed")).isGreaterThan(CASES / 5);
      assertThat(count(lines, "refused when compiling, changed")).isGreaterThan(CASES / 100);
      NativeProviders.all()
          .forEach(
              provider ->
                  assertThat(
                          count(lines, "run by " + provider.description())
                              + count(lines, "refused for " + provider.description()))
                      .isEqualTo(count(lines, "run by plain Java loops")));
    }
  }

  private String run(long part) {
    try {
      Path parent = Files.isWritable(FAST) ? FAST : folder;
      Path work = Files.createTempDirectory(parent, "liviano-trials");
      try {
        return ChildJvm.run(
            ModelTrials.class,
            List.of(
                work.toString(), String.valueOf(part * CASES), String.valueOf((part + 1) * CASES)),
            "--enable-native-access=ALL-UNNAMED",
            "-XX:-CreateCoredumpOnCrash",
            "-XX:ErrorFile=" + work.resolve("hs_err.log"),
            "-Xmx512m");
      } catch (AssertionError e) {
        // The case that it ended on, and those that failed before.
        keep(work);
        throw new AssertionError(Files.readString(work.resolve("case.txt")), e);
      } finally {
        delete(work);
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static void keep(Path work) throws IOException {
    Path target = Path.of(System.getProperty("basedir", "."), "target", "failed-trials");
    Files.createDirectories(target);
    try (var files = Files.list(work)) {
      for (Path file : files.toList()) {
        Files.copy(
            file,
            target.resolve(file.getFileName()),
            java.nio.file.StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  private static void delete(Path work) throws IOException {
    try (var files = Files.list(work)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(work);
  }

  private static int count(String lines, String what) {
    Matcher found =
        Pattern.compile("^(\\d+) " + Pattern.quote(what) + "$", Pattern.MULTILINE).matcher(lines);
    return found.find() ? Integer.parseInt(found.group(1)) : 0;
  }
}
