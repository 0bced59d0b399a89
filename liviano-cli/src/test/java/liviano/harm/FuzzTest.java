package liviano.harm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Fuzzes every reader with Jazzer, each in a JVM of its own with a heap of 256 MB: {@code mvn -pl
 * liviano-cli -am test -Pfuzz -Dtest=FuzzTest -Dfuzz.seconds=600}. {@code -Dfuzz.targets=A,B} takes
 * some of them, by the names of their folders in the corpus. What is new goes to {@code
 * target/fuzz}; after a crash of the JVM, {@code last-input} there is what it read.
 */
@Tag("fuzz")
class FuzzTest {
  private static final Path WORK = Path.of("target", "fuzz");
  private static final int SECONDS = Integer.getInteger("fuzz.seconds", 10);

  /**
   * By the clock, for what waits for ever: a busy machine may take minutes for the first input, at
   * which the readers are loaded and instrumented. {@link Fuzz} limits what is computed.
   */
  private static final int STUCK_SECONDS = 900;

  private static final Pattern DONE = Pattern.compile("Done (\\d+) runs in (\\d+) second");
  private static final Pattern GROWTH = Pattern.compile("cov: (\\d+) ft: \\d+ corp: (\\d+)/");

  /** Kernels are left out: they read nothing of a file, and slow down by counting. */
  private static final String COUNTED =
      "liviano.formats.**:liviano.json.**:liviano.model.**:liviano.weights.**:liviano.graph.**"
          + ":liviano.text.**:liviano.vision.**:liviano.cli.**:io.jhdf.**:net.razorvine.**"
          + ":com.google.protobuf.**:org.apache.commons.compress.**:com.drew.**:com.twelvemonkeys.**";

  static Stream<Target> targets() throws IOException {
    String chosen = System.getProperty("fuzz.targets", "");
    List<String> names = Arrays.asList(chosen.split(","));
    return Targets.all().stream()
        .filter(target -> chosen.isEmpty() || names.contains(FuzzCorpus.slug(target)));
  }

  @ParameterizedTest
  @Execution(ExecutionMode.CONCURRENT)
  @MethodSource("targets")
  void nothingButAnswersAndRefusals(Target target) throws IOException, InterruptedException {
    Path own = WORK.resolve(FuzzCorpus.slug(target));
    Path found = Files.createDirectories(own.resolve("corpus"));
    Path log = own.resolve("log");
    Process process =
        new ProcessBuilder(command(target, own, found))
            .redirectErrorStream(true)
            .redirectOutput(Redirect.to(log.toFile()))
            .start();
    try {
      int status = process.waitFor();
      String said = Files.readString(log, UTF_8);
      record(target, said);
      assertThat(status)
          .as("%s: %s", log, said.substring(Math.max(0, said.length() - 4000)))
          .isZero();
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  private static List<String> command(Target target, Path own, Path found) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-Xmx256m",
            "-XX:+UseSerialGC",
            "-Djava.awt.headless=true",
            "--add-modules=jdk.incubator.vector",
            "--enable-native-access=ALL-UNNAMED",
            "-D" + Fuzz.TARGET + "=" + target.name(),
            "-D" + Fuzz.LAST + "=" + own.resolve("last-input"),
            "-cp",
            System.getProperty("java.class.path"),
            "com.code_intelligence.jazzer.Jazzer",
            "--target_class=" + Fuzz.class.getName(),
            "--instrumentation_includes=" + COUNTED,
            "--reproducer_path=" + own,
            "-artifact_prefix=" + own + "/",
            "-max_total_time=" + SECONDS,
            "-max_len=16384",
            "-timeout=" + STUCK_SECONDS,
            "-rss_limit_mb=2048",
            "-seed=1",
            found.toString(),
            FuzzCorpus.folder(target).toString()));
    return command;
  }

  /** Adds a line to the table of what was done: target, inputs, seconds, coverage, corpus. */
  private static void record(Target target, String said) throws IOException {
    Matcher done = DONE.matcher(said);
    if (done.find()) {
      String[] growth = {"", ""};
      GROWTH.matcher(said).results().forEach(each -> fill(growth, each.group(1), each.group(2)));
      Files.writeString(
          WORK.resolve("runs.tsv"),
          String.format(
              Locale.ROOT,
              "%s\t%s\t%s\t%s\t%s%n",
              FuzzCorpus.slug(target),
              done.group(1),
              done.group(2),
              growth[0],
              growth[1]),
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    }
  }

  private static void fill(String[] growth, String coverage, String inputs) {
    growth[0] = coverage;
    growth[1] = inputs;
  }
}
