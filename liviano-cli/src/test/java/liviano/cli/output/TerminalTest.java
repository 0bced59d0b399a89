package liviano.cli.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which stream is a terminal, asked under a real one: that of script(1). */
@EnabledOnOs(OS.LINUX)
@Timeout(60)
class TerminalTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "'', true true",
    "> elsewhere, false true",
    "2> elsewhere, true false",
    "> elsewhere 2>&1, false false"
  })
  void eachStreamIsAskedForItself(String redirection, String expected) throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/script")), "this system has no script(1)");
    Path answer = folder.resolve("answer");
    String line =
        String.format(
            Locale.ROOT,
            "'%s' -XX:TieredStopAtLevel=1 -cp '%s' '%s' '%s' %s",
            Path.of(System.getProperty("java.home"), "bin", "java"),
            System.getProperty("java.class.path"),
            Probe.class.getName(),
            answer,
            redirection);
    Process script =
        new ProcessBuilder("script", "-qec", line, "/dev/null")
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();
    script.getOutputStream().close();
    String said = new String(script.getInputStream().readAllBytes());
    assertThat(script.waitFor()).as(said).isZero();
    assertThat(answer).hasContent(expected);
  }

  /** Says what it finds in a file. */
  static final class Probe {
    private Probe() {}

    public static void main(String[] arguments) throws IOException {
      Terminal terminal = Terminal.ofProcess(Map.of("TERM", "xterm"));
      Files.writeString(Path.of(arguments[0]), terminal.output() + " " + terminal.error());
    }
  }
}
