package liviano.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import liviano.cli.Cli;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lines that pages show below a command are lines that it prints, in both languages. */
class ShownLinesTest {
  private static final Pattern SHOWN =
      Pattern.compile("```sh\n\\./liviano ([^\n]*)\n```\n\n```text\n(.*?)\n```", Pattern.DOTALL);

  /**
   * A command and lines of its output.
   *
   * @param lines with single blanks, where the command aligns
   */
  private record Shown(String command, List<String> lines) {}

  @ParameterizedTest
  @CsvSource({"docs/disagreements.md, 17", "docs/paper.md, 8"})
  void theCommandsPrintWhatThePageSays(String page, int count) {
    Map<String, List<String>> printed = new HashMap<>();
    List<Shown> all = shown(page);
    assertThat(all).hasSize(count);
    for (Shown shown : all) {
      List<String> lines = printed.computeIfAbsent(shown.command(), ShownLinesTest::printed);
      assertThat(lines).as("./liviano %s", shown.command()).containsAll(shown.lines());
    }
  }

  @Test
  void bothLanguagesShowTheSame() {
    assertThat(shown("docs/es/discrepancias.md")).isEqualTo(shown("docs/disagreements.md"));
    assertThat(shown("docs/es/articulo.md")).isEqualTo(shown("docs/paper.md"));
  }

  private static List<Shown> shown(String document) {
    return SHOWN
        .matcher(Documents.read(Documents.root().resolve(document)))
        .results()
        .map(shown -> new Shown(shown.group(1), shown.group(2).lines().toList()))
        .toList();
  }

  private static List<String> printed(String command) {
    Cli.Outcome outcome = Cli.piped().run(command.split(" "));
    assertThat(outcome.status()).as(outcome.err()).isZero();
    return outcome.out().lines().map(line -> line.strip().replaceAll(" +", " ")).toList();
  }
}
