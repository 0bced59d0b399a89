package liviano.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The start script of what a user downloads, with a Java that only writes down what it is told. */
@DisabledOnOs(OS.WINDOWS)
class DistributedCommandTest {
  private static final String JAVA =
      """
      #!/bin/sh
      for word in "$@"; do
        case $word in
          -XX:AOTCacheOutput=*)
            echo "$*" >"${word#*=}"
            # Those of single verbs are recorded beside that of all.
            case "$*" in
              *Rehearsal) echo recorded >>"$CALLS" ;;
            esac
            exit ;;
        esac
      done
      case "$*" in
        *liviano.cli.Rehearsal*)
          for folder in "$@"; do :; done
          mkdir -p "$folder/help" && touch "$folder/classify.safetensors" "$folder/picture.jpg"
          exit ;;
      esac
      echo "of $0"
      for word in "$@"; do
        echo "$word"
      done
      """;

  @TempDir private Path folder;
  private Path top;
  private Path calls;
  private final Map<String, String> environment = new HashMap<>();
  private List<String> user = List.of();

  private record Outcome(int status, List<String> words, String error) {}

  @BeforeEach
  void unpack() throws IOException {
    Path source = Path.of("..").toAbsolutePath().normalize();
    top = Files.createDirectories(folder.resolve("a folder"));
    Files.createDirectories(top.resolve("app/launcher"));
    Files.copy(source.resolve("deploy/dist/liviano"), top.resolve("liviano"));
    for (String part : List.of("terminal.sh", "java.sh", "classes.sh", "texts.sh", "install.sh")) {
      Files.copy(source.resolve("launcher").resolve(part), top.resolve("app/launcher/" + part));
    }
    Files.writeString(top.resolve("app/build"), "abc\n");
    calls = Files.createFile(folder.resolve("calls"));
    environment.put("CALLS", calls.toString());
    environment.put("HOME", folder.resolve("home").toString());
    environment.put("PATH", System.getenv("PATH"));
  }

  private Path java(Path home) throws IOException {
    Path program = Files.createDirectories(home.resolve("bin")).resolve("java");
    Files.writeString(program, JAVA);
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.writeString(home.resolve("release"), "JAVA_VERSION=\"25.0.3\"\n");
    return program;
  }

  private Outcome start(String... words) throws IOException, InterruptedException {
    List<String> line = new ArrayList<>(user);
    line.addAll(List.of("/bin/sh", top.resolve("liviano").toString()));
    line.addAll(Arrays.asList(words));
    Path out = folder.resolve("out");
    Path error = folder.resolve("error");
    ProcessBuilder builder =
        new ProcessBuilder(line)
            .directory(folder.toFile())
            .redirectOutput(out.toFile())
            .redirectError(error.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    Process process = builder.start();
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    return new Outcome(
        process.exitValue(),
        Files.readAllLines(out),
        Files.readString(error, StandardCharsets.UTF_8));
  }

  /** Root may write anywhere. */
  private void asNobody() throws IOException {
    if ("root".equals(System.getProperty("user.name"))) {
      assumeTrue(Files.isExecutable(Path.of("/usr/bin/setpriv")), "no setpriv here");
      user = List.of("/usr/bin/setpriv", "--reuid=65534", "--clear-groups");
      for (Path path : List.of(folder, top)) {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
      }
    }
  }

  @Test
  void theJavaBesideItRunsTheCommandWithTheClassesOfTheFirstStart() throws Exception {
    Path own = java(top.resolve("java"));
    environment.put("JAVA_HOME", java(folder.resolve("other")).getParent().getParent().toString());
    Outcome first = start("classify", "a  b.jpg", "*");
    assertThat(first.status()).isZero();
    assertThat(first.error()).contains("starts here for the first time").endsWith("done\n");
    Path app = top.resolve("app");
    assertThat(first.words())
        .startsWith("of " + own, "-XX:+UseSerialGC")
        .contains("-XX:AOTCache=" + app.resolve("liviano.classify.aot"))
        .endsWith(
            "-cp",
            app.resolve("liviano-cli.jar") + ":" + app.resolve("liviano-paper.jar"),
            "liviano.cli.Main",
            "classify",
            "a  b.jpg",
            "*");
    assertThat(app.resolve("liviano.aot")).content().contains("liviano.cli.Rehearsal");

    Outcome second = start("doctor");
    assertThat(second.error()).isEmpty();
    assertThat(Files.readAllLines(calls)).containsExactly("recorded");
    assertThat(Files.list(app).map(file -> file.getFileName().toString()))
        .containsExactlyInAnyOrder(
            "launcher",
            "build",
            "liviano.aot",
            "liviano.classify.aot",
            "liviano.short.aot",
            "liviano.help",
            "liviano.of");
    assertThat(second.words()).contains("-XX:AOTCache=" + app.resolve("liviano.aot"));
    assertThat(start("--help").words())
        .contains(
            "-XX:AOTCache=" + app.resolve("liviano.short.aot"),
            "-Dliviano.help=" + app.resolve("liviano.help"));
  }

  /** The JVM is told for which identity a text must be. */
  private String identity() throws Exception {
    String named = "-Dliviano.identity=";
    return start("--help").words().stream()
        .filter(word -> word.startsWith(named))
        .map(word -> word.substring(named.length()))
        .findFirst()
        .orElseThrow();
  }

  private static void keep(Path file, String identity, String text) throws IOException {
    Files.writeString(file, text.length() + " " + identity + "\n" + text);
  }

  private void assertIsAnsweredBy(String who, String... words) throws Exception {
    Outcome outcome = start(words);
    assertThat(outcome.words().getFirst()).as("%s", List.of(words)).startsWith(who);
    assertThat(outcome.error()).isEmpty();
    assertThat(outcome.status()).isZero();
  }

  @Test
  void whatWasKeptForTheseJarsAndThisJavaIsPrintedWithoutIt() throws Exception {
    java(top.resolve("java"));
    start("doctor");
    String identity = identity();
    assertThat(identity).startsWith("abc 25.0.3");
    Path help = top.resolve("app/liviano.help");
    keep(help.resolve("version.txt"), identity, "the version\n");
    keep(help.resolve("80.plain.txt"), identity, "all verbs\nof it\n");
    for (String version : List.of("--version", "-V")) {
      assertThat(start(version)).isEqualTo(new Outcome(0, List.of("the version"), ""));
    }
    for (String word : List.of("--help", "-h")) {
      assertThat(start(word)).isEqualTo(new Outcome(0, List.of("all verbs", "of it"), ""));
    }
    assertThat(start()).isEqualTo(new Outcome(2, List.of(), "all verbs\nof it\n"));
    assertIsAnsweredBy("of ", "--version", "--debug");
    environment.put("LIVIANO_JAVA_OPTS", "-Dx");
    assertIsAnsweredBy("of ", "--version");
  }

  @Test
  void aTextThatIsCutOrOfAnotherBuildIsLeftToTheJvm() throws Exception {
    java(top.resolve("java"));
    start("doctor");
    String identity = identity();
    Path file = top.resolve("app/liviano.help/version.txt");
    keep(file, identity, "the version\n");
    assertIsAnsweredBy("the version", "--version");
    String whole = Files.readString(file);
    for (String damaged :
        List.of(
            "",
            "\n",
            "the version\n",
            whole.substring(0, whole.length() - 1),
            whole.substring(0, whole.length() / 2),
            whole + "\n",
            whole.replace("abc", "abd"),
            whole.replace("25.0.3", "25.0.4"))) {
      Files.writeString(file, damaged);
      assertIsAnsweredBy("of ", "--version");
    }
    Files.delete(file);
    assertIsAnsweredBy("of ", "--version");
    Files.createDirectory(file);
    assertIsAnsweredBy("of ", "--version");
  }

  /** Where nothing can be recorded anew, what was recorded may be of others. */
  @Test
  void aTextOfOtherJarsOrAnotherJavaIsLeftToTheJvm() throws Exception {
    Path own = java(top.resolve("java"));
    Files.setPosixFilePermissions(own, PosixFilePermissions.fromString("rwxr-xr-x"));
    start("doctor");
    keep(top.resolve("app/liviano.help/version.txt"), identity(), "the version\n");
    Path jar = Files.createFile(top.resolve("app/liviano-cli.jar"));
    Files.setLastModifiedTime(jar, FileTime.from(Instant.now().minusSeconds(60)));
    Files.setPosixFilePermissions(top.resolve("app"), PosixFilePermissions.fromString("r-xr-xr-x"));
    asNobody();
    environment.remove("HOME");
    assertIsAnsweredBy("the version", "--version");
    Path release = top.resolve("java/release");
    String before = Files.readString(release);
    for (String other :
        List.of(
            before.replace("25.0.3", "25.0.4"),
            before + "OS_ARCH=\"aarch64\"\n",
            before + "JAVA_RUNTIME_VERSION=\"25.0.3-ea\"\n")) {
      Files.writeString(release, other);
      assertIsAnsweredBy("of ", "--version");
    }
    Files.writeString(release, before);
    Files.writeString(top.resolve("app/build"), "def\n");
    assertIsAnsweredBy("of ", "--version");
    Files.writeString(top.resolve("app/build"), "abc\n");
    assertIsAnsweredBy("the version", "--version");
    Files.setLastModifiedTime(jar, FileTime.from(Instant.now().plusSeconds(60)));
    assertIsAnsweredBy("of ", "--version");
  }

  @Test
  void otherJarsOrAnotherJavaHaveTheirOwnClasses() throws Exception {
    environment.put("JAVA_HOME", java(folder.resolve("one")).getParent().getParent().toString());
    start("doctor");
    start("doctor");
    assertThat(Files.readAllLines(calls)).hasSize(1);
    environment.put("JAVA_HOME", java(folder.resolve("two")).getParent().getParent().toString());
    start("doctor");
    assertThat(Files.readAllLines(calls)).hasSize(2);
    Files.writeString(folder.resolve("two/release"), "JAVA_VERSION=\"25.0.4\"\n");
    start("doctor");
    assertThat(Files.readAllLines(calls)).hasSize(3);
    Files.writeString(top.resolve("app/build"), "def\n");
    start("doctor");
    start("doctor");
    assertThat(Files.readAllLines(calls)).hasSize(4);
  }

  @Test
  void whereNothingCanBeWrittenItStartsAllTheSame() throws Exception {
    java(top.resolve("java"));
    Files.setPosixFilePermissions(top.resolve("app"), PosixFilePermissions.fromString("r-xr-xr-x"));
    asNobody();
    Outcome outcome = start("doctor");
    assertThat(outcome.error()).isEmpty();
    assertThat(outcome.words()).endsWith("liviano.cli.Main", "doctor");
    assertThat(calls).isEmptyFile();
  }

  @Test
  void aRecordingThatFailsIsNotTriedAgain() throws Exception {
    Path own = java(top.resolve("java"));
    Files.writeString(own, JAVA.replace("echo \"$*\" >\"${word#*=}\"", "true"));
    Outcome outcome = start("doctor");
    assertThat(outcome.status()).isZero();
    assertThat(outcome.error()).endsWith("failed, which does no harm\n");
    assertThat(start("doctor").error()).isEmpty();
    assertThat(Files.readAllLines(calls)).hasSize(1);
  }

  @Test
  void theUsersFlagsComeLastAndReplaceWhatTheyExclude() throws Exception {
    java(top.resolve("java"));
    start("doctor");
    environment.put("LIVIANO_JAVA_OPTS", "-XX:+UseParallelGC -Dx=*");
    assertThat(start("serve").words())
        .contains("-XX:+UseParallelGC", "-Dx=*")
        .doesNotContain("-XX:+UseSerialGC", "-XX:NewRatio=1");
    environment.put("LIVIANO_JAVA_OPTS", "-XX:AOTCache=mine");
    assertThat(start("serve").words())
        .contains("-XX:+UseSerialGC", "-XX:NewRatio=1", "-XX:AOTCache=mine")
        .doesNotContain("-XX:AOTCache=" + top.resolve("app/liviano.aot"));
    assertThat(Files.readAllLines(calls)).containsExactly("recorded");
  }

  @Test
  void aLinkLeadsToIt() throws Exception {
    java(top.resolve("java"));
    Path real = top;
    Files.createSymbolicLink(folder.resolve("liviano"), Path.of("a folder/liviano"));
    top = folder;
    assertThat(start("doctor").words()).contains("-XX:AOTCache=" + real.resolve("app/liviano.aot"));
  }

  @Test
  void aJavaThatIsMissingOrTooOldIsOneLine() throws Exception {
    Path old = java(folder.resolve("old")).getParent().getParent();
    Files.writeString(old.resolve("release"), "JAVA_VERSION=\"25.0.2\"\n");
    environment.put("LIVIANO_JAVA_HOME", old.toString());
    Outcome outcome = start("doctor");
    assertThat(outcome.status()).isEqualTo(2);
    assertThat(outcome.words()).isEmpty();
    assertThat(outcome.error())
        .isEqualTo(
            "liviano: LIVIANO_JAVA_HOME="
                + old
                + " is not a Java 25.0.3 or later; point it at one or unset it\n");
  }
}
