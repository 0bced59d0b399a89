package liviano.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import liviano.cli.output.Console;
import liviano.cli.output.Terminal;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("locale")
class MainTest {
  private static final String ESCAPE = "\033[";

  @Test
  void versionNamesTheBuildAndTheJvm() {
    Cli.Outcome outcome = Cli.piped().run("--version");
    assertThat(outcome.status()).isZero();
    assertThat(outcome.out())
        .matches(
            "liviano \\d+\\.\\d+\\S* \\(Java " + System.getProperty("java.version") + ", .*\\)\\R");
    assertThat(outcome.err()).isEmpty();
  }

  /** The help describes no option of a verb, which takes long; a mistake describes all. */
  @Test
  void theHelpIsTheSameWithoutDescribingVerbs() {
    assertThat(Cli.piped().run("--help").out()).isEqualTo(Cli.piped().run().err());
    assertThat(Cli.piped().run("-h").out()).isEqualTo(Cli.piped().run("--help").out());
  }

  @Test
  void helpListsTheVerbsAndTheLaunchersOwn() {
    Cli.Outcome outcome = Cli.piped().run("--help");
    assertThat(outcome.status()).isZero();
    assertThat(outcome.out())
        .contains("doctor", "completion", "--debug", "--offline", "Exit status")
        .contains("./liviano test", "./liviano install")
        .doesNotContain(ESCAPE);
    assertThat(outcome.err()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"doctor", "classify"})
  void rootFooterStaysAtTheRoot(String verb) {
    assertThat(Cli.piped().run(verb, "--help").out())
        .contains("--json")
        .doesNotContain("./liviano test");
  }

  @Test
  void helpIsColouredOnTerminalsUnlessForbidden() {
    assertThat(Cli.onTerminal().run("--help").out()).contains(ESCAPE);
    Terminal plain = new Terminal(true, true, false, 80, StandardCharsets.UTF_8);
    assertThat(Cli.piped().with(plain).run("--help").out()).doesNotContain(ESCAPE);
  }

  @Test
  void nothingToDoShowsTheHelpAsAMistake() {
    Cli.Outcome outcome = Cli.piped().run();
    assertThat(outcome.status()).isEqualTo(ExitStatus.USAGE);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err()).startsWith("Usage: liviano");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          doctr            | liviano: no such command: 'doctr' (did you mean 'doctor'? see 'liviano --help')
          doctor --jsn     | liviano: Unknown option: '--jsn' (did you mean '--json'? see 'liviano doctor --help')
          say              | liviano: Missing required parameter: '<times>' (see 'liviano say --help')
          say many         | liviano: Invalid value for positional parameter at index 0 (<times>): 'many' is not a whole number (see 'liviano say --help')
          say --jsn        | liviano: Unknown option: '--jsn' (see 'liviano say --help')
          bogus            | liviano: no such command: 'bogus' (see 'liviano --help')
          fail usage       | liviano: no model installed; get one with\\nliviano models
          """)
  void misuseIsOneLineAndStatusTwo(String line, String message) {
    Cli.Outcome outcome = Cli.piped().run(line.split(" "));
    assertThat(outcome.status()).isEqualTo(ExitStatus.USAGE);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err()).isEqualTo(message + System.lineSeparator());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          command  | liviano: labels.csv: line 3 has 1 column
          file     | liviano: /secret/path: no such file
          internal | liviano: internal error: java.lang.IllegalStateException: step 7 (--debug shows the stack trace)
          setting  | liviano: -Dliviano.limits must be a whole number
          shorter  | liviano: a file became shorter while it was read: a model's file must stay as it is
          memory   | liviano: not enough memory; give the JVM more, e.g. JAVA_TOOL_OPTIONS=-Xmx4g
          """)
  void failureIsOneLineAndStatusOne(String failure, String message) {
    Cli.Outcome outcome = Cli.piped().run("fail", failure);
    assertThat(outcome.status()).isEqualTo(ExitStatus.FAILED);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err()).isEqualTo(message + System.lineSeparator());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"--debug fail internal", "fail --debug internal", "fail internal --debug"})
  void debugShowsTheStackTraceWhereverItStands(String line) {
    Cli.Outcome outcome = Cli.piped().run(line.split(" "));
    assertThat(outcome.status()).isEqualTo(ExitStatus.FAILED);
    assertThat(outcome.err()).contains("step 7", "at liviano.cli.TestCommands$Fail.call");
  }

  @Test
  void sharedOptionsReachTheVerb() {
    assertThat(Cli.piped().run("say", "0").out().lines())
        .containsExactly("debug false", "offline false");
    assertThat(Cli.piped().run("--offline", "say", "0", "--debug").out().lines())
        .containsExactly("debug true", "offline true");
  }

  @Test
  void oddArgumentsArriveAsTheyAre() {
    assertThat(Cli.piped().run("say", "0", "@cat.jpg", "-", "a=b", "${sys:user.home}", "--", "--x"))
        .extracting(Cli.Outcome::out)
        .asString()
        .endsWith(
            "@cat.jpg\n-\na=b\n${sys:user.home}\n--x\n".replace("\n", System.lineSeparator()));
  }

  @Test
  void labelOfErrorsIsColouredOnTerminalsOnly() {
    assertThat(Cli.onTerminal().run("fail", "command").err())
        .startsWith("\033[31mliviano:\033[0m ");
  }

  @Test
  void readerThatLeavesIsNoFailure() {
    assertThat(runInto("Broken pipe", "say", "100000")).isEqualTo(new Cli.Outcome(0, "", ""));
    assertThat(runInto("Broken pipe", "--help")).isEqualTo(new Cli.Outcome(0, "", ""));
  }

  private static Cli.Outcome runInto(String failure, String... arguments) {
    OutputStream closed =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException(failure);
          }
        };
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Terminal terminal = Terminal.none(StandardCharsets.UTF_8);
    Console console = new Console(InputStream.nullInputStream(), closed, err, terminal);
    int status = Main.run(console, Map.of(), arguments);
    return new Cli.Outcome(status, "", err.toString(StandardCharsets.UTF_8));
  }
}
