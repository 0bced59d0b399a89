package liviano.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What {@code ./liviano dist} asks of the JDK's programs, and what it says then. */
@DisabledOnOs(OS.WINDOWS)
class DistributionTest {
  /** Zips are their files' names here; all else that a JVM is asked for takes no time. */
  private static final String JAVA =
      """
      #!/bin/sh
      echo "java $*" | sed "s,$ROOT/,,g" >>"$CALLS"
      case "$*" in
        *Pack.java\\ gather*) for folder; do :; done; echo built >"$folder/app/build" ;;
        *Pack.java\\ zip*)
          while [ "$1" != zip ]; do shift; done
          (cd "$2/.." && find "${2##*/}" -type f | sort) >"$3"
          echo 12.3 ;;
        *AOTCacheOutput*)
          for word; do case $word in -XX:AOTCacheOutput=*) : >"${word#*=}" ;; esac; done ;;
      esac
      """;

  private static final String JLINK =
      """
      #!/bin/sh
      echo "jlink $*" | sed "s,$ROOT/,,g; s,\\.work\\.[^/]*,WORK,g" >>"$CALLS"
      for last; do :; done
      mkdir -p "$last/bin" && cp "${0%/*}/java" "$last/bin/java" && grep -v OS_ARCH "${0%/*}/../release" >"$last/release"
      """;

  private static final String JDEPS = "#!/bin/sh\necho java.base,java.desktop\n";

  private static final String RELEASE =
      """
      JAVA_VERSION="25.0.3"
      OS_NAME="Linux"
      OS_ARCH="x86_64"
      LIBC="gnu"
      """;

  @TempDir private Path folder;
  private Checkout checkout;
  private Path jdk;

  @BeforeEach
  void isThere() throws IOException {
    checkout = new Checkout(folder, "checkout");
    Path source = Path.of("..").toAbsolutePath().normalize();
    for (String file :
        List.of(
            "LICENSE",
            "NOTICE",
            "deploy/dist/liviano",
            "deploy/dist/liviano.cmd",
            "deploy/dist/README.md")) {
      Files.createDirectories(checkout.root().resolve(file).getParent());
      Files.copy(source.resolve(file), checkout.root().resolve(file));
    }
    Files.writeString(
        checkout.root().resolve("pom.xml"),
        "<revision>1.2.3</revision>\n"
            + "<project.build.outputTimestamp>2001-02-03T00:00:00Z</project.build.outputTimestamp>\n");
    jdk = folder.resolve("jdk");
    program(jdk, "java", JAVA);
    program(jdk, "jlink", JLINK);
    program(jdk, "jdeps", JDEPS);
    Files.writeString(jdk.resolve("release"), RELEASE);
    checkout.set("ROOT", checkout.root().toString());
    for (String name : List.of("chmod", "mktemp", "env")) {
      checkout.program(name, "#!/bin/sh\nexec /usr/bin/" + name + " \"$@\"\n");
    }
  }

  private static void program(Path jdk, String name, String script) throws IOException {
    Path program = Files.createDirectories(jdk.resolve("bin")).resolve(name);
    Files.writeString(program, script);
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @Test
  void twoZipsAreMadeOneWithAJava() throws Exception {
    Checkout.Outcome outcome = checkout.start("dist");
    assertThat(outcome.status()).as(outcome.error()).isZero();
    Path dist = checkout.root().resolve("target/dist");
    assertThat(outcome.out())
        .isEqualTo(
            dist.resolve("liviano-1.2.3-linux-x86_64.zip")
                + ", 12.3 MB\n"
                + dist.resolve("liviano-1.2.3.zip")
                + ", 12.3 MB\n");
    assertThat(outcome.error().lines().skip(1))
        .allSatisfy(line -> assertThat(line).matches(".*… done in \\d+ s"))
        .extracting(line -> line.replaceFirst("….*", ""))
        .containsExactly(
            "Gathering jars and licences",
            "Linking a Java",
            "Packing liviano-1.2.3-linux-x86_64.zip",
            "Packing liviano-1.2.3.zip");
    assertThat(names(dist))
        .containsExactlyInAnyOrder("liviano-1.2.3-linux-x86_64.zip", "liviano-1.2.3.zip");
    String top = "liviano-1.2.3/";
    assertThat(Files.readAllLines(dist.resolve("liviano-1.2.3.zip")))
        .containsExactlyInAnyOrder(
            top + "LICENSE",
            top + "NOTICE",
            top + "README.md",
            top + "app/build",
            top + "app/launcher/classes.sh",
            top + "app/launcher/install.sh",
            top + "app/launcher/java.sh",
            top + "app/launcher/terminal.sh",
            top + "app/launcher/texts.sh",
            top + "app/liviano-cli.jar",
            top + "app/liviano-paper.jar",
            top + "liviano",
            top + "liviano.cmd");
    assertThat(Files.readAllLines(dist.resolve("liviano-1.2.3-linux-x86_64.zip")))
        .contains("liviano-1.2.3-linux-x86_64/java/bin/java", "liviano-1.2.3-linux-x86_64/liviano")
        .hasSize(15);
    assertThat(checkout.calls())
        .anySatisfy(
            call ->
                assertThat(call)
                    .matches(
                        "jlink --add-modules java.base,java.desktop,jdk.incubator.vector,jdk.jfr,"
                            + "jdk.jcmd,java.management --strip-java-debug-attributes --no-man-pages"
                            + " --no-header-files --exclude-files \\*\\*\\.debuginfo,[^ ]*"
                            + " --output target/dist/WORK/"
                            + "liviano-1.2.3-linux-x86_64/java"))
        .filteredOn(call -> call.contains("Pack.java zip"))
        .allSatisfy(
            call ->
                assertThat(call)
                    .startsWith("java -Duser.timezone=UTC ")
                    .endsWith(".zip 2001-02-03T00:00:00Z"));
  }

  @Test
  void classesAreKeptOnlyWhereTheyAreAskedFor() throws Exception {
    Checkout.Outcome outcome = checkout.start("dist", "--classes");
    assertThat(outcome.status()).as(outcome.error()).isZero();
    assertThat(outcome.error()).contains("Starting it once… done");
    assertThat(
            Files.readAllLines(
                checkout.root().resolve("target/dist/liviano-1.2.3-linux-x86_64.zip")))
        .contains(
            "liviano-1.2.3-linux-x86_64/app/liviano.aot",
            "liviano-1.2.3-linux-x86_64/app/liviano.short.aot",
            "liviano-1.2.3-linux-x86_64/app/liviano.of")
        .hasSize(18);
    assertThat(Files.readAllLines(checkout.root().resolve("target/dist/liviano-1.2.3.zip")))
        .noneMatch(name -> name.contains("aot"));
  }

  @Test
  void aFolderIsMadeWithTheClassesOfItsFirstStart() throws Exception {
    Path made = folder.resolve("made here");
    Checkout.Outcome outcome = checkout.start("dist", "--folder", made.toString());
    assertThat(outcome.status()).as(outcome.error()).isZero();
    assertThat(outcome.out()).isEqualTo(made + "\n");
    assertThat(names(made)).contains("liviano", "app", "java", "LICENSE");
    assertThat(made.resolve("java/release")).content().contains("OS_ARCH=\"x86_64\"\n");
    assertThat(checkout.start("dist", "--folder", made.toString()).error())
        .contains("liviano: " + made + " is there already: name another folder, or remove it\n");
  }

  @Test
  void anotherPlatformsJdkNeedsItsModules() throws Exception {
    Path other = folder.resolve("other");
    Files.createDirectories(other);
    Files.writeString(
        other.resolve("release"), RELEASE.replace("Linux", "Windows").replace("x86_64", "aarch64"));
    assertRefused(
        "--jdk "
            + other
            + " has no folder jmods, so its Java can only be linked on"
            + " windows-aarch64 itself: take a JDK that has one",
        "--jdk",
        other.toString());
    Files.createDirectory(other.resolve("jmods"));
    assertRefused(
        "--classes starts the command, which cannot be done here for windows-aarch64",
        "--classes",
        "--jdk",
        other.toString());
    assertRefused(
        "--folder starts the command, which cannot be done here for windows-aarch64",
        "--folder",
        folder.resolve("made").toString(),
        "--jdk",
        other.toString());
    Checkout.Outcome outcome = checkout.start("dist", "--jdk=" + other, "--out=zips");
    assertThat(outcome.status()).as(outcome.error()).isZero();
    assertThat(names(folder.resolve("zips")))
        .containsExactlyInAnyOrder("liviano-1.2.3-windows-aarch64.zip", "liviano-1.2.3.zip");
    assertThat(checkout.calls())
        .anySatisfy(
            call ->
                assertThat(call).startsWith("jlink --module-path " + other.resolve("jmods") + " "));
  }

  /** The JDK of a Linux distribution: the names stand among bytes, as in a library. */
  @Test
  void librariesThatTheJavaLeavesToTheSystemAreSaid() throws Exception {
    program(
        jdk,
        "jlink",
        JLINK
            + """
            mkdir -p "$last/lib/server"
            printf '\\001\\0libjli.so\\0libz.so.1\\0libc.so.6\\0\\377' >"$last/lib/libjli.so"
            printf '\\0libjpeg.so.62\\0libjava.so\\0libz.so.1\\0' >"$last/lib/libjavajpeg.so"
            """);
    Checkout.Outcome outcome = checkout.start("dist");
    assertThat(outcome.status()).as(outcome.error()).isZero();
    assertThat(outcome.error().lines().filter(line -> line.startsWith("liviano: ")))
        .containsExactly(
            "liviano: this JDK leaves libraries to the system; what is made of it needs"
                + " libjpeg.so.62 libz.so.1");
  }

  @Test
  void mistakesAreOneLineEach() throws Exception {
    assertRefused("unknown: '--nonsense' (see './liviano dist --help')", "--nonsense");
    assertRefused("--out needs a folder (see './liviano dist --help')", "--out");
    assertRefused("--jdk needs a folder (see './liviano dist --help')", "--jdk=");
    assertRefused(
        "--jdk " + folder + ": there is no JDK there: it has no file 'release'",
        "--jdk",
        folder.toString());
    Files.writeString(folder.resolve("release"), "JAVA_VERSION=\"21.0.1\"\n");
    assertRefused(
        "--jdk " + folder + " is Java 21.0.1; Liviano needs JDK 25.0.3 or later",
        "--jdk",
        folder.toString());
    Path file = Files.createFile(folder.resolve("file"));
    assertRefused("cannot write to " + file, "--out", file.toString());
    assertThat(checkout.start("dist", "--help").out()).startsWith("usage: ./liviano dist ");
  }

  @Test
  void whatJlinkSaysIsSaid() throws Exception {
    program(jdk, "jlink", "#!/bin/sh\necho\necho Error: this JDK links nothing >&2\nexit 1\n");
    Checkout.Outcome outcome = checkout.start("dist");
    assertThat(outcome.status()).isEqualTo(2);
    assertThat(outcome.error())
        .endsWith(
            "Linking a Java… failed\nliviano: Error: this JDK links nothing (all of it is in "
                + checkout.root().resolve(".liviano/dist.log")
                + ")\n");
    assertThat(names(checkout.root().resolve("target/dist"))).isEmpty();
  }

  /** The build of the first start may say what it does. */
  private void assertRefused(String message, String... words) throws Exception {
    String[] all = Stream.concat(Stream.of("dist"), Stream.of(words)).toArray(String[]::new);
    Checkout.Outcome outcome = checkout.start(all);
    assertThat(outcome.status()).isEqualTo(2);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.error().lines().filter(line -> line.startsWith("liviano: ")))
        .containsExactly("liviano: " + message);
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }
}
