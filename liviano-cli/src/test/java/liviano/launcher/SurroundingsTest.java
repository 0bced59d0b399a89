package liviano.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Checkouts in odd places, users without rights or home, and systems without a locale. */
@DisabledOnOs(OS.WINDOWS)
class SurroundingsTest {
  /** Answers like glibc's, where C and C.UTF-8 are installed and Latin-1 by name. */
  private static final String LOCALE =
      """
      #!/bin/sh
      all=${LC_ALL:-}
      if [ "$1" = -a ]; then printf 'C\\n%s\\n' "$INSTALLED"; exit; fi
      name=${all:-${LC_CTYPE:-${LANG:-C}}}
      for one in "$all" "${LC_CTYPE:-}" "${LANG:-}"; do
        case $one in
          '' | C | POSIX | "$INSTALLED" | de_DE.ISO-8859-1) ;;
          *) echo "locale: Cannot set LC_ALL to default locale: No such file or directory" >&2 ;;
        esac
        [ -z "$all" ] || break
      done
      case $name in
        "$INSTALLED") echo UTF-8 ;;
        de_DE.ISO-8859-1) echo ISO-8859-1 ;;
        *) echo ANSI_X3.4-1968 ;;
      esac
      """;

  @TempDir private Path folder;

  @ParameterizedTest
  @Execution(ExecutionMode.CONCURRENT)
  @CsvSource(
      nullValues = "-",
      value = {
        // LC_ALL, LC_CTYPE, LANG, installed, what the JVM gets
        "-, -, -, C.UTF-8, letters /C.UTF-8/",
        "C, -, -, C.UTF-8, letters C.UTF-8//",
        "POSIX, -, de_DE.UTF-8, C.UTF-8, letters C.UTF-8//de_DE.UTF-8",
        "-, C, -, C.UTF-8, letters /C.UTF-8/",
        "-, -, en_US.UTF-8, C.UTF-8, letters C.UTF-8//en_US.UTF-8",
        "-, -, C, en_US.UTF-8, letters /en_US.UTF-8/C",
        "-, -, C, fr_FR.utf8, letters /fr_FR.utf8/C",
        "-, -, C.UTF-8, C.UTF-8, letters //C.UTF-8",
        "de_DE.ISO-8859-1, -, -, C.UTF-8, letters de_DE.ISO-8859-1//",
        "-, -, de_DE.ISO-8859-1, C.UTF-8, letters //de_DE.ISO-8859-1",
      })
  void theJvmKnowsAllLetters(String all, String type, String lang, String installed, String letters)
      throws IOException, InterruptedException {
    Checkout checkout = new Checkout(folder, "checkout");
    checkout.program("locale", LOCALE);
    checkout.set("INSTALLED", installed);
    checkout.set("LC_ALL", all);
    checkout.set("LC_CTYPE", type);
    checkout.set("LANG", lang);
    Checkout.Outcome outcome = checkout.start("doctor");
    assertThat(outcome.words()).startsWith(letters);
    assertThat(outcome.error()).startsWith("Building").hasLineCount(1);
  }

  @ParameterizedTest
  @Execution(ExecutionMode.CONCURRENT)
  @CsvSource(
      nullValues = "-",
      value = {"-, letters //", "C, letters C.UTF-8//", "fr_FR.UTF-8, letters fr_FR.UTF-8//"})
  void withoutTheProgramTheNamesAreBelieved(String all, String letters)
      throws IOException, InterruptedException {
    Checkout checkout = new Checkout(folder, "checkout");
    checkout.without("locale");
    checkout.set("LC_ALL", all);
    assertThat(checkout.start("doctor").words()).startsWith(letters);
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void withoutAnyLocaleOfUtf8ItSaysWhatToDo() throws IOException, InterruptedException {
    Checkout checkout = new Checkout(folder, "checkout");
    checkout.program("locale", LOCALE);
    checkout.program("uname", "#!/bin/sh\necho Linux\n");
    Checkout.Outcome outcome = checkout.start("doctor");
    assertThat(outcome.status()).isZero();
    assertThat(outcome.error())
        .startsWith(
            "liviano: file names with letters beyond ASCII cannot be read here; install a UTF-8"
                + " locale, such as C.UTF-8 (locale -a lists what there is)\n");
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void withoutAnyLocaleOfUtf8APathWithLettersIsRefused() throws IOException, InterruptedException {
    Checkout checkout = new Checkout(folder, "señor");
    checkout.program("locale", LOCALE);
    checkout.program("uname", "#!/bin/sh\necho Linux\n");
    Checkout.Outcome outcome = checkout.start("doctor");
    assertThat(outcome.status()).isEqualTo(2);
    assertThat(outcome.error())
        .startsWith("liviano: the path of this checkout has letters that the locale lacks; install")
        .hasLineCount(1);
    assertThat(checkout.calls()).isEmpty();
  }

  @ParameterizedTest
  @Execution(ExecutionMode.CONCURRENT)
  @ValueSource(
      strings = {"señor 图", "it's", "a  b", "50% $HOME `x` \"q\"", "-x", "back\\slash", "[a]*?"})
  void anyPathWillDo(String name) throws IOException, InterruptedException {
    Checkout checkout = new Checkout(folder, name);
    Checkout.Outcome outcome = checkout.start("classify", "a  b.jpg", "*");
    assertThat(outcome.status()).as(outcome.error()).isZero();
    assertThat(outcome.words())
        .contains(
            "-XX:AOTCache=" + checkout.root().resolve("liviano-cli/target/launcher.classify.aot"),
            checkout.classPath())
        .endsWith("classify", "a  b.jpg", "*");
    checkout.ageBuild();
    assertThat(checkout.start("doctor").error()).isEmpty();
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void aPathThatDividesClassPathsIsRefused() throws IOException, InterruptedException {
    Checkout checkout = new Checkout(folder, "a:b");
    Checkout.Outcome outcome = checkout.start("doctor");
    assertThat(outcome.status()).isEqualTo(2);
    assertThat(outcome.error())
        .isEqualTo(
            "liviano: the path of this checkout has a ':' in it, where Java ends a file's name:"
                + " move it to a path without ("
                + checkout.root()
                + ")\n");
    assertThat(checkout.calls()).isEmpty();
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void whatWasNeverBuiltAndCannotBeSaysWhatToDo() throws IOException, InterruptedException {
    Checkout checkout = new Checkout(folder, "checkout");
    checkout.forbidWriting();
    Checkout.Outcome outcome = checkout.start("doctor");
    assertThat(outcome.status()).isEqualTo(2);
    assertThat(outcome.error())
        .isEqualTo(
            "liviano: not built yet, and you may not write to "
                + checkout.root()
                + ": run ./liviano doctor there as somebody who may, or copy it to a folder of"
                + " yours\n");
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void aBuildThatCannotBeRenewedRunsWithAWarning() throws IOException, InterruptedException {
    Checkout checkout = new Checkout(folder, "checkout");
    assertThat(checkout.start("doctor").status()).isZero();
    checkout.ageBuild();
    checkout.write("liviano-core/src/main/java/liviano/A.java");
    checkout.forbidWriting();
    Checkout.Outcome outcome = checkout.start("doctor");
    assertThat(outcome.status()).isZero();
    assertThat(outcome.words()).endsWith("liviano.cli.Main", "doctor");
    assertThat(outcome.error())
        .isEqualTo(
            "liviano: running a build that is older than its sources, since you may not write to "
                + checkout.root()
                + "\n");
    Checkout.Outcome bench = checkout.start("bench", "--vs", "tflite");
    assertThat(bench.status()).isEqualTo(2);
    assertThat(bench.error()).startsWith("liviano: bench is not built yet").hasLineCount(1);
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void aReadOnlyBuildThatIsNewEnoughRunsWithoutAWord() throws IOException, InterruptedException {
    Checkout checkout = new Checkout(folder, "checkout");
    assertThat(checkout.start("doctor").status()).isZero();
    checkout.ageBuild();
    checkout.forbidWriting();
    assertThat(checkout.start("doctor").error()).isEmpty();
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void theSuiteIsNotRunWhereNothingCanBeWritten() throws IOException, InterruptedException {
    Checkout checkout = new Checkout(folder, "checkout");
    checkout.forbidWriting();
    Checkout.Outcome outcome = checkout.start("test");
    assertThat(outcome.status()).isEqualTo(2);
    assertThat(outcome.error())
        .isEqualTo("liviano: cannot write to " + checkout.root().resolve(".liviano") + "\n");
  }

  @ParameterizedTest
  @Execution(ExecutionMode.CONCURRENT)
  @ValueSource(strings = {"", "/nonexistent", "/"})
  void withoutAHomeMavenKeepsItsDownloadsInTheCheckout(String home)
      throws IOException, InterruptedException {
    Checkout checkout = new Checkout(folder, "checkout");
    checkout.set("HOME", home.isEmpty() ? null : home);
    checkout.asUnknownUser();
    Checkout.Outcome outcome = checkout.start("doctor");
    assertThat(outcome.status()).as(outcome.error()).isZero();
    assertThat(checkout.calls())
        .first()
        .asString()
        .startsWith(
            "-Dmaven.repo.local=" + checkout.root().resolve(".liviano/repository") + " -B -q");
    assertThat(folder.toFile().list()).doesNotContain("?");
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void aRepositoryThatWasNamedIsKept() throws IOException, InterruptedException {
    Checkout checkout = new Checkout(folder, "checkout");
    checkout.set("HOME", "/nonexistent");
    checkout.set("MAVEN_OPTS", "-Dmaven.repo.local=/elsewhere");
    checkout.asUnknownUser();
    checkout.start("doctor");
    assertThat(checkout.calls()).first().asString().startsWith("-B -q");
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void theUsersOwnHomeIsMavens() throws IOException, InterruptedException {
    assumeTrue(Files.isWritable(Path.of(System.getProperty("user.home"))), "this user has no home");
    Checkout checkout = new Checkout(folder, "checkout");
    checkout.start("doctor");
    assertThat(checkout.calls()).first().asString().startsWith("-B -q");
  }
}
