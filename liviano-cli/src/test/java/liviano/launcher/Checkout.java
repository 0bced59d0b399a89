package liviano.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A checkout that has the launcher and the outline of the sources, with a Maven and a JDK that only
 * write down what they are asked for: a build takes no time. Programs are found in a folder of its
 * own, so that a test says which there are.
 */
final class Checkout {
  /** What the scripts may find on a system, and tests may take away. */
  private static final List<String> REMOVABLE =
      List.of("flock", "getent", "id", "locale", "timeout", "uname");

  /** What they find on every system, as links in a folder that all tests share. */
  private static final class Everywhere {
    private static final List<String> PROGRAMS =
        List.of(
            ("awk cat cp cut date dirname find grep head ln mkdir mv ps readlink rm sed sh sleep"
                    + " sort tee touch tr uniq")
                .split(" "));

    static final Path FOLDER = Path.of("target", "launcher-programs").toAbsolutePath();

    static {
      try {
        Files.createDirectories(FOLDER);
        for (String program : PROGRAMS) {
          Path link = FOLDER.resolve(program);
          if (Files.notExists(link, LinkOption.NOFOLLOW_LINKS)) {
            Files.createSymbolicLink(link, find(program).orElseThrow());
          }
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Maven's work: every module's archive, after what the test wants done meanwhile. */
  private static final String MAVEN =
      """
      #!/bin/sh
      echo "$*" >>"$CALLS"
      [ ! -x "$MEANWHILE" ] || "$MEANWHILE" || exit 1
      case "$*" in
        *build-classpath*)
          for word in "$@"; do
            case $word in
              -Dmdep.outputFile=*) printf %s "$PEER" >"${word#*=}" ;;
            esac
          done
          exit ;;
      esac
      mkdir -p liviano-cli/target/lib
      echo core >liviano-cli/target/lib/liviano-core.jar
      echo cli >liviano-cli/target/liviano-cli.jar
      mkdir -p liviano-paper/target
      echo paper >liviano-paper/target/liviano-paper.jar
      case "$*" in
        *liviano-bench*)
          mkdir -p liviano-bench/target
          echo bench >liviano-bench/target/liviano-bench.jar ;;
      esac
      case "$*" in
        *liviano-train*)
          mkdir -p liviano-train/target
          echo train >liviano-train/target/liviano-train.jar ;;
      esac
      case "$*" in
        *liviano-spark*)
          mkdir -p liviano-spark/target
          echo spark >liviano-spark/target/liviano-spark.jar ;;
      esac
      """;

  /** The JVM's work: its flags, one a line, or the class cache. */
  private static final String JAVA =
      """
      #!/bin/sh
      case "$*" in
        *liviano.cli.Rehearsal | *-XX:AOTCacheOutput=*launcher.[0-9]*)
          for word in "$@"; do
            case $word in
              -XX:AOTCacheOutput=*) echo "$*" >"${word#*=}" ;;
            esac
          done
          # Those of single verbs are recorded beside that of all.
          case "$*" in
            *Rehearsal) echo recorded >>"$CALLS" ;;
          esac
          exit ;;
        *liviano.cli.Rehearsal*)
          for word in "$@"; do folder=$word; done
          mkdir -p "$folder/help" && echo help >"$folder/help/80.plain.txt"
          touch "$folder/classify.safetensors" "$folder/picture.jpg" "$folder/picture.png"
          exit ;;
      esac
      echo "letters ${LC_ALL:-}/${LC_CTYPE:-}/${LANG:-}"
      for word in "$@"; do
        echo "$word"
      done
      """;

  /**
   * Held by who starts a process or writes a script. A process has its parent's open files until it
   * becomes another program, and a script that any process has open for writing cannot be run.
   */
  private static final Object STARTS = new Object();

  private static final List<String> MODULES =
      List.of("core", "vision", "formats", "server", "cli", "paper", "bench", "train", "spark");

  private final Path folder;
  private final Path root;
  private final Path programs;
  private final Map<String, String> environment = new HashMap<>();
  private List<String> user = List.of();

  /** What a start printed, and how it ended. */
  record Outcome(int status, String out, String error) {
    /** The words that the JVM was given. */
    List<String> words() {
      return out.lines().toList();
    }
  }

  /**
   * @param folder an empty folder for all of it
   * @param name the checkout's own
   */
  Checkout(Path folder, String name) throws IOException {
    this.folder = folder;
    this.root = Files.createDirectory(folder.resolve(name));
    this.programs = Files.createDirectory(folder.resolve("programs"));
    for (String program : REMOVABLE) {
      pass(program);
    }
    Path source = Path.of("..").toAbsolutePath().normalize();
    Files.copy(source.resolve("liviano"), root.resolve("liviano"));
    Files.createDirectory(root.resolve("launcher"));
    try (Stream<Path> parts = Files.list(source.resolve("launcher"))) {
      for (Path part : parts.toList()) {
        Files.copy(part, root.resolve("launcher").resolve(part.getFileName()));
      }
    }
    write("pom.xml");
    write(".mvn/maven.config");
    for (String module : MODULES) {
      write("liviano-" + module + "/pom.xml");
      write("liviano-" + module + "/src/main/java/liviano/A.java");
      write("liviano-" + module + "/src/main/resources/liviano/a.txt");
    }
    write("liviano-bench/peers/tflite.xml");
    write("liviano-train/libtorch.xml");
    write("liviano-train/libtorchcuda.xml");
    write("liviano-spark/spark.xml");
    program("mvn", MAVEN);
    Path jdk = Files.createDirectories(folder.resolve("jdk/bin"));
    script(jdk.resolve("java"), JAVA);
    script(jdk.resolve("javac"), "");
    release("x86_64");
    environment.put("LIVIANO_JAVA_HOME", folder.resolve("jdk").toString());
    environment.put("CALLS", folder.resolve("calls").toString());
    environment.put("MEANWHILE", folder.resolve("meanwhile").toString());
    environment.put("HOME", Files.createDirectory(folder.resolve("home")).toString());
    environment.put("PATH", programs + ":" + Everywhere.FOLDER);
    Files.createFile(folder.resolve("calls"));
    age();
  }

  /** The JDK is for processors of this kind from now on. */
  void release(String processor) throws IOException {
    Files.writeString(
        folder.resolve("jdk/release"), "JAVA_VERSION=\"25.0.3\"\nOS_ARCH=\"" + processor + "\"\n");
  }

  Path root() {
    return root;
  }

  /** What every start has on its class path: the verbs of the command and then the paper's. */
  String classPath() {
    return root.resolve("liviano-cli/target/liviano-cli.jar")
        + ":"
        + root.resolve("liviano-paper/target/liviano-paper.jar");
  }

  /** Makes all that is there old, so that what comes next is newer whatever the clock's ticks. */
  void age() throws IOException {
    FileTime past = FileTime.from(Instant.now().minusSeconds(3600));
    try (Stream<Path> all = Files.walk(root)) {
      for (Path file : all.filter(path -> !path.startsWith(root.resolve(".liviano"))).toList()) {
        Files.setLastModifiedTime(file, past);
      }
    }
  }

  /** The same for a build too: first the sources, then its start, then its end. */
  void ageBuild() throws IOException {
    age();
    FileTime start = FileTime.from(Instant.now().minusSeconds(1800));
    FileTime end = FileTime.from(Instant.now().minusSeconds(900));
    for (String file :
        List.of(
            "liviano-cli/target/launcher.stamp",
            "liviano-bench/target/launcher.stamp",
            "liviano-train/target/launcher.stamp",
            "liviano-spark/target/launcher.stamp")) {
      if (Files.exists(root.resolve(file))) {
        Files.setLastModifiedTime(root.resolve(file), start);
      }
    }
    Files.setLastModifiedTime(root.resolve("liviano-cli/target/launcher.finished"), end);
  }

  /** Writes a file of the checkout; one that is there only becomes newer. */
  void write(String file) throws IOException {
    Path path = root.resolve(file);
    if (Files.exists(path)) {
      Files.setLastModifiedTime(path, FileTime.from(Instant.now()));
      return;
    }
    Files.createDirectories(path.getParent());
    Files.writeString(path, "written\n");
  }

  void delete(String file) throws IOException {
    try (Stream<Path> all = Files.walk(root.resolve(file))) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  /** Takes programs off the PATH. */
  void without(String... names) throws IOException {
    for (String name : names) {
      Files.deleteIfExists(programs.resolve(name));
    }
  }

  /** Puts a program on the PATH. */
  void program(String name, String script) throws IOException {
    script(programs.resolve(name), script);
  }

  /** Runs a script whenever Maven is called, in the checkout, before it builds. */
  void meanwhile(String script) throws IOException {
    script(folder.resolve("meanwhile"), "#!/bin/sh\n" + script);
  }

  /** Sets a variable, or unsets it where {@code value} is null. */
  void set(String variable, String value) {
    environment.put(variable, value);
  }

  /**
   * Lets nobody write to the checkout, neither who runs this test nor a user who runs as nobody.
   */
  void forbidWriting() throws IOException {
    boolean all = "root".equals(System.getProperty("user.name"));
    if (all) {
      assumeTrue(find("setpriv").isPresent(), "no setpriv here, and root may write anywhere");
      user = List.of(find("setpriv").orElseThrow().toString(), "--reuid=65534", "--clear-groups");
      allowEntering();
    }
    try (Stream<Path> paths = Files.walk(root)) {
      for (Path path : paths.filter(path -> !Files.isSymbolicLink(path)).toList()) {
        boolean runs = Files.isExecutable(path);
        Files.setPosixFilePermissions(
            path, PosixFilePermissions.fromString(runs ? "r-xr-xr-x" : "r--r--r--"));
      }
    }
  }

  /** Runs what follows as a user without an account, or skips the test where none can be had. */
  void asUnknownUser() throws IOException {
    assumeTrue("root".equals(System.getProperty("user.name")), "only root becomes another user");
    assumeTrue(find("setpriv").isPresent(), "no setpriv here");
    user = List.of(find("setpriv").orElseThrow().toString(), "--reuid=54321", "--clear-groups");
    allowEntering();
    try (Stream<Path> paths = Files.walk(root)) {
      for (Path path : paths.filter(path -> !Files.isSymbolicLink(path)).toList()) {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxrwxrwx"));
      }
    }
    Files.setPosixFilePermissions(
        folder.resolve("calls"), PosixFilePermissions.fromString("rw-rw-rw-"));
  }

  /** Who may not come to the common folder of programs has them here. */
  private void allowEntering() throws IOException {
    for (String program : Everywhere.PROGRAMS) {
      pass(program);
    }
    for (Path path : List.of(folder, programs, folder.resolve("jdk"))) {
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
  }

  /** What Maven was asked for and how often the class cache was recorded, one a line. */
  List<String> calls() throws IOException {
    return Files.readAllLines(folder.resolve("calls"));
  }

  /** Starts the launcher and waits for its end. */
  Outcome start(String... words) throws IOException, InterruptedException {
    Running running = begin(words);
    return running.end();
  }

  /** Starts the launcher. */
  Running begin(String... words) throws IOException {
    Path out = Files.createTempFile(folder, "out", "");
    Path error = Files.createTempFile(folder, "error", "");
    List<String> line = new ArrayList<>(user);
    line.addAll(List.of("/bin/sh", root.resolve("liviano").toString()));
    line.addAll(Arrays.asList(words));
    ProcessBuilder builder =
        new ProcessBuilder(line)
            .directory(folder.toFile())
            .redirectOutput(out.toFile())
            .redirectError(error.toFile());
    builder.environment().clear();
    environment.forEach(
        (variable, value) -> {
          if (value != null) {
            builder.environment().put(variable, value);
          }
        });
    synchronized (STARTS) {
      return new Running(builder.start(), out, error);
    }
  }

  /** A launcher that was started. */
  record Running(Process process, Path out, Path error) {
    Outcome end() throws IOException, InterruptedException {
      try {
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      } finally {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
      }
      return new Outcome(
          process.exitValue(),
          Files.readString(out, StandardCharsets.UTF_8),
          Files.readString(error, StandardCharsets.UTF_8));
    }
  }

  /** Not a link, of which JUnit warns when it clears the folder away. */
  private void pass(String program) throws IOException {
    Optional<Path> found = find(program);
    if (found.isPresent()) {
      program(program, "#!/bin/sh\nexec " + found.get() + " \"$@\"\n");
    }
  }

  private static Optional<Path> find(String program) {
    return Arrays.stream(System.getenv("PATH").split(":"))
        .map(place -> Path.of(place).resolve(program))
        .filter(Files::isExecutable)
        .findFirst();
  }

  private static void script(Path file, String text) throws IOException {
    synchronized (STARTS) {
      Files.writeString(file, text);
    }
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
