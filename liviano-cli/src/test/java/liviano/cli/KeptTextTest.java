package liviano.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import liviano.cli.output.Terminal;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the launcher prints by itself, beside what a JVM prints. */
@DisabledOnOs(OS.WINDOWS)
@Isolated
class KeptTextTest {
  /** Says so where the texts are not enough. */
  private static final String LAUNCHER =
      """
      set -u
      class_path=none:none
      . "$0"
      answer_from_texts "$TEXTS" 'a build' "$@"
      echo JVM >&2
      """;

  private static final Outcome JVM = new Outcome(0, "", "JVM\n");

  @TempDir private static Path kept;

  @TempDir private Path folder;

  private record Outcome(int status, String out, String error) {}

  @BeforeAll
  static void isKept() throws IOException {
    System.setProperty(KeptText.IDENTITY, "a build");
    try {
      Rehearsal.write(kept);
    } finally {
      System.clearProperty(KeptText.IDENTITY);
    }
  }

  /** That of the system and another one, which may be the same. */
  static Stream<String> shells() {
    return Stream.of("/bin/sh", "/bin/bash").filter(shell -> Files.isExecutable(Path.of(shell)));
  }

  private static List<String> line(String shell, String... words) {
    List<String> line = new ArrayList<>();
    line.addAll(
        List.of(
            shell,
            "-c",
            LAUNCHER,
            Path.of("..", "launcher", "texts.sh").toAbsolutePath().normalize().toString()));
    line.addAll(List.of(words));
    return line;
  }

  private Outcome start(List<String> line, Map<String, String> environment)
      throws IOException, InterruptedException {
    Path out = folder.resolve("out");
    Path error = folder.resolve("error");
    ProcessBuilder builder =
        new ProcessBuilder(line).redirectOutput(out.toFile()).redirectError(error.toFile());
    builder.environment().clear();
    builder.environment().put("PATH", System.getenv("PATH"));
    builder.environment().put("TEXTS", kept.resolve("help").toString());
    builder.environment().putAll(environment);
    Process process = builder.start();
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    return new Outcome(process.exitValue(), Files.readString(out), Files.readString(error));
  }

  private static Outcome jvm(boolean colour, int columns, String... words) {
    Terminal terminal = new Terminal(colour, colour, colour, columns, StandardCharsets.UTF_8);
    Cli.Outcome outcome = Cli.piped().with(terminal).run(words);
    return new Outcome(outcome.status(), outcome.out(), outcome.err());
  }

  @ParameterizedTest
  @MethodSource("shells")
  void theShellPrintsWhatTheJvmPrints(String shell) throws Exception {
    for (String word : List.of("--version", "-V", "--help", "-h")) {
      assertThat(start(line(shell, word), Map.of())).isEqualTo(jvm(false, 80, word));
    }
    assertThat(start(line(shell), Map.of())).isEqualTo(jvm(false, 80));
  }

  /** A width that makes no sense is none: see {@link Terminal}. */
  @ParameterizedTest
  @CsvSource({
    "19, 80",
    "20, 20",
    "54, 54",
    "77, 77",
    "101, 101",
    "1000, 1000",
    "1001, 80",
    "'', 80"
  })
  void inTheWidthThatIsGiven(String given, int columns) throws Exception {
    Map<String, String> environment = Map.of("COLUMNS", given);
    assertThat(start(line("/bin/sh", "-h"), environment)).isEqualTo(jvm(false, columns, "-h"));
    assertThat(start(line("/bin/sh"), environment)).isEqualTo(jvm(false, columns));
  }

  /** Lines of a terminal end with a carriage return too. */
  @ParameterizedTest
  @EnabledOnOs(OS.LINUX)
  @CsvSource({"--version,, true", "--help,, true", "--help, NO_COLOR, false", "'',, true"})
  void onATerminalWithItsColours(String word, String variable, boolean colour) throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/script")), "this system has no script(1)");
    Map<String, String> environment = new HashMap<>(Map.of("TERM", "xterm", "COLUMNS", "72"));
    if (variable != null) {
      environment.put(variable, "1");
    }
    Path program = Files.writeString(folder.resolve("program"), LAUNCHER);
    environment.put("PROGRAM", program.toString());
    environment.put("PART", line("/bin/sh").getLast());
    String start = "/bin/sh -c \"$(cat \"$PROGRAM\")\" \"$PART\" " + word;
    Outcome shown = start(List.of("script", "-qec", start, "/dev/null"), environment);
    Outcome expected = word.isEmpty() ? jvm(colour, 72) : jvm(colour, 72, word);
    assertThat(shown.status()).isEqualTo(expected.status());
    assertThat(shown.out().replace("\r\n", "\n")).isEqualTo(expected.out() + expected.error());
  }

  @ParameterizedTest
  @MethodSource("shells")
  void nothingIsPrintedThatTheJvmMayChange(String shell) throws Exception {
    for (String variable :
        List.of("LIVIANO_JAVA_OPTS", "JDK_JAVA_OPTIONS", "JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS")) {
      for (String word : List.of("--version", "--help")) {
        assertThat(start(line(shell, word), Map.of(variable, "-Dx"))).as(variable).isEqualTo(JVM);
      }
    }
    assertThat(start(line(shell, "-V"), Map.of("JAVA_TOOL_OPTIONS", ""))).isEqualTo(JVM);
    for (String columns : List.of("080", "+80", "eighty", "12345")) {
      assertThat(start(line(shell, "-h"), Map.of("COLUMNS", columns))).isEqualTo(JVM);
    }
    for (List<String> words :
        List.of(
            List.of(""),
            List.of("doctor"),
            List.of("--debug", "--version"),
            List.of("--version", "--debug"),
            List.of("--help", "--help"),
            List.of("doctor", "--help"))) {
      assertThat(start(line(shell, words.toArray(String[]::new)), Map.of()))
          .as("%s", words)
          .isEqualTo(JVM);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"cut", "longer", "empty", "foreign", "absent", "zeros"})
  void aTextThatDoesNotFitIsLeftToTheJvm(String damage) throws Exception {
    Path texts = Files.createDirectory(folder.resolve("texts"));
    for (String name : List.of("version.txt", "80.plain.txt")) {
      String whole = Files.readString(kept.resolve("help").resolve(name));
      switch (damage) {
        case "cut" -> Files.writeString(texts.resolve(name), whole.substring(0, 45));
        case "longer" -> Files.writeString(texts.resolve(name), whole + "more\n");
        case "empty" -> Files.createFile(texts.resolve(name));
        case "foreign" ->
            Files.writeString(texts.resolve(name), whole.replaceFirst("a build", "b build"));
        case "zeros" -> Files.writeString(texts.resolve(name), "\0".repeat(whole.length()));
        default -> assertThat(texts.resolve(name)).doesNotExist();
      }
    }
    Map<String, String> environment = Map.of("TEXTS", texts.toString());
    for (String shell : shells().toList()) {
      for (String word : List.of("--version", "--help")) {
        assertThat(start(line(shell, word), environment)).isEqualTo(JVM);
      }
      assertThat(start(line(shell), environment)).isEqualTo(JVM);
    }
  }

  /** What is wrong with it, if anything is, the JVM says: nothing else does. */
  @ParameterizedTest
  @EnabledOnOs(OS.LINUX)
  @ValueSource(
      strings = {
        "%s >&-",
        "%s >/dev/full",
        // Only when the reader is gone.
        "{ trap '' PIPE; while echo; do :; done 2>/dev/null; trap - PIPE; %s; } | true"
      })
  void anOutputThatTakesNothingIsLeftToTheJvm(String redirection) throws Exception {
    Path program = Files.writeString(folder.resolve("program"), LAUNCHER);
    String part = line("/bin/sh").getLast();
    for (String shell : shells().toList()) {
      String start = shell + " -c \"$(cat '" + program + "')\" '" + part + "' --help";
      assertThat(start(List.of("/bin/sh", "-c", redirection.replace("%s", start)), Map.of()))
          .as(shell)
          .isEqualTo(JVM);
    }
  }
}
