package liviano.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The scripts for Windows, as far as they can be read here: what cmd does otherwise than it looks,
 * and what the shell scripts have that they lack.
 */
class WindowsScriptsTest {
  private static final Path ROOT = Path.of("..");

  /** A variable that is put in before the line is parsed, with the quotes that are open there. */
  private static final Pattern VARIABLE = Pattern.compile("%%?~?\\w[^%\\s\"]*%?");

  private static final Pattern LABEL = Pattern.compile("^:(\\w+)$", Pattern.MULTILINE);
  private static final Pattern JUMP = Pattern.compile("\\b(?:goto |call :)(\\w+)");
  private static final Pattern FLAG = Pattern.compile("(?<= )[\"']?(-[^\\s\"']+)");

  private static String text(String file) throws IOException {
    return Files.readString(ROOT.resolve(file)).replace("\r\n", "\n");
  }

  /** Without remarks. */
  private static List<String> lines(String script) {
    return script.lines().filter(line -> !line.startsWith("rem")).toList();
  }

  /**
   * The lines in which a variable stands unquoted where its value ends a block or begins a command:
   * within a block, which a bracket in the name of a folder closes, and behind an echo.
   */
  private static List<String> bare(String script) {
    List<String> found = new ArrayList<>();
    int depth = 0;
    for (String line : lines(script)) {
      String words = line.strip();
      depth -= words.startsWith(")") ? 1 : 0;
      if ((depth > 0 || words.startsWith("echo ")) && isBare(words)) {
        found.add(words);
      }
      depth += words.endsWith("(") ? 1 : 0;
    }
    return found;
  }

  private static boolean isBare(String line) {
    return VARIABLE
        .matcher(line)
        .results()
        .map(MatchResult::start)
        .anyMatch(start -> line.substring(0, start).chars().filter(c -> c == '"').count() % 2 == 0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"liviano.cmd", "deploy/dist/liviano.cmd"})
  void namesOfFoldersAreQuoted(String file) throws IOException {
    assertThat(bare(text(file))).isEmpty();
  }

  @Test
  void whatIsNotQuotedIsFound() {
    assertThat(
            bare(
                """
                rem %A%
                if not exist "%JAVA%" (
                  echo liviano: %JAVA% is not there
                  set "A=%B%"
                  call :try %%D
                )
                echo %ROOT%: no
                echo "%ROOT%": no
                java %FLAGS%
                """))
        .containsExactly("echo liviano: %JAVA% is not there", "call :try %%D", "echo %ROOT%: no");
  }

  /** In files whose lines end otherwise, cmd does not find all labels. */
  @ParameterizedTest
  @ValueSource(strings = {"liviano.cmd", "deploy/dist/liviano.cmd"})
  void linesEndAndLettersAreAsCmdWantsThem(String file) throws IOException {
    String text = Files.readString(ROOT.resolve(file), StandardCharsets.US_ASCII);
    assertThat(text.replace("\r\n", "")).doesNotContain("\n", "\r", "\ufffd").isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"liviano.cmd", "deploy/dist/liviano.cmd"})
  void labelsAreThereAndUsed(String file) throws IOException {
    String script = String.join("\n", lines(text(file)));
    assertThat(all(JUMP, script)).isEqualTo(all(LABEL, script)).isNotEmpty();
  }

  /** But those of the class cache, which Windows has not. */
  @ParameterizedTest
  @CsvSource({"liviano.cmd, liviano", "deploy/dist/liviano.cmd, deploy/dist/liviano"})
  void theJvmIsStartedAsByTheShellScript(String windows, String shell) throws IOException {
    String start =
        lines(text(windows)).stream()
            .filter(line -> line.contains("liviano.cli.Main"))
            .collect(Collectors.joining());
    String jvm = text(shell);
    jvm = jvm.substring(jvm.indexOf("exec \"$jdk/bin/java\""));
    jvm = jvm.substring(0, jvm.indexOf("\"$@\""));
    Set<String> expected = all(FLAG, jvm);
    expected.add("-cp");
    assertThat(all(FLAG, start))
        .map(flag -> flag.replace("%~0", "$called"))
        .containsExactlyInAnyOrderElementsOf(expected)
        .hasSizeGreaterThan(6);
    for (String flag :
        List.of("-XX:+UseSerialGC", "-XX:NewRatio=1 -XX:SurvivorRatio=6", "25.0.3 or later")) {
      assertThat(text(windows)).contains(flag);
      assertThat(text(shell)).contains(flag);
    }
  }

  private static TreeSet<String> all(Pattern pattern, String text) {
    return pattern
        .matcher(text)
        .results()
        .map(result -> result.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
