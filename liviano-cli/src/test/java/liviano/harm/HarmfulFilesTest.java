package liviano.harm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every beginning and ten thousand corruptions of a small file of each kind, in JVMs with a heap of
 * 256 MB: each is read or refused in a line of its own kind, within a second of computing, and what
 * is read is computed.
 */
@Isolated
class HarmfulFilesTest {
  private static final int WORKERS = 2;
  private static final long MINUTES = 15;
  private static final Pattern COUNTS =
      Pattern.compile(": (\\d+) cases, (\\d+) refused, (\\d+) loaded, \\d+ computed");

  /** Writing half a million files takes longer than reading them, but for a disk in memory. */
  private static final Path MEMORY = Path.of("/dev/shm");

  private static Path folder;
  private static final List<Process> PROCESSES = new ArrayList<>();
  private static final List<String> LINES = new ArrayList<>();

  static List<Target> targets() throws IOException {
    return Targets.all();
  }

  /** Each worker takes every second target. */
  @BeforeAll
  static void readAll() throws IOException, InterruptedException {
    folder =
        Files.isWritable(MEMORY)
            ? Files.createTempDirectory(MEMORY, "liviano-harm")
            : Files.createTempDirectory("liviano-harm");
    List<String> names = targets().stream().map(Target::name).toList();
    for (int worker = 0; worker < WORKERS; worker++) {
      List<String> ours = new ArrayList<>();
      for (int i = worker; i < names.size(); i += WORKERS) {
        ours.add(names.get(i));
      }
      PROCESSES.add(start(Files.createDirectory(folder.resolve("w" + worker)), ours));
    }
    for (int worker = 0; worker < WORKERS; worker++) {
      Path own = folder.resolve("w" + worker);
      boolean ended = PROCESSES.get(worker).waitFor(MINUTES, TimeUnit.MINUTES);
      LINES.addAll(Files.readAllLines(own.resolve("out")));
      assertThat(ended && PROCESSES.get(worker).exitValue() == 0)
          .as("%s: %s", Files.readString(own.resolve("progress")), LINES)
          .isTrue();
    }
  }

  private static Process start(Path own, List<String> names) throws IOException {
    return SmallJvm.of(Trial.class, own.toString(), String.join(";", names))
        .redirectErrorStream(true)
        .redirectOutput(Redirect.to(own.resolve("out").toFile()))
        .start();
  }

  @AfterAll
  static void end() throws IOException, InterruptedException {
    for (Process process : PROCESSES) {
      process.destroyForcibly().waitFor();
    }
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("targets")
  void damagedFilesAreReadOrRefused(Target target) {
    assertThat(lines("FAULT " + target.name() + " ")).isEmpty();
    List<String> done = lines("DONE " + target.name() + ": ");
    assertThat(done).hasSize(1);
    Matcher counts = COUNTS.matcher(done.getFirst());
    assertThat(counts.find()).isTrue();
    int refused = Integer.parseInt(counts.group(2));
    int loaded = Integer.parseInt(counts.group(3));
    assertThat(refused + loaded).isEqualTo(Integer.parseInt(counts.group(1)));
    assertThat(refused).isPositive();
    assertThat(loaded).isPositive();
  }

  private static List<String> lines(String start) {
    return LINES.stream().filter(line -> line.startsWith(start)).toList();
  }
}
