package liviano.paper.tables;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import liviano.cli.Cli;
import liviano.cli.output.Terminal;
import liviano.cli.output.Text;
import liviano.zoo.Zoo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** On a terminal no line of a table is wider than it; elsewhere nothing is shortened. */
class TerminalTablesTest {
  private static final Pattern LONG = Pattern.compile("\\d{1,3}(,\\d{3}){2,}");

  /** Every table, and the summary of every network in each of its forms. */
  static Stream<String> lines() {
    Stream<String> tables = Stream.of(PaperTable.values()).map(table -> "table " + table.id());
    Stream<String> settings =
        Stream.of("table architecture --width 1.4 --resolution 1000", "table block --width 16");
    Stream<String> summaries =
        Zoo.all().stream()
            .flatMap(
                network ->
                    network.variants().stream()
                        .map(
                            variant ->
                                "summary "
                                    + network.id()
                                    + (variant.isEmpty() ? "" : " --variant " + variant)));
    return Stream.of(tables, settings, summaries).flatMap(all -> all);
  }

  @ParameterizedTest
  @MethodSource("lines")
  void noLineIsWiderThanTheTerminal(String line) {
    for (int columns : List.of(80, 120)) {
      List<String> printed = onTerminal(columns, line);
      assertThat(printed)
          .as("%s in %d columns", line, columns)
          .hasSizeGreaterThan(3)
          .allSatisfy(text -> assertThat(Text.width(text)).isLessThanOrEqualTo(columns));
    }
  }

  @ParameterizedTest
  @EnumSource
  void aWideTerminalShowsWhatAPipeGetsAndANarrowOneIsKept(PaperTable table) {
    String line = "table " + table.id();
    assertThat(numbers(onTerminal(1000, line))).isEqualTo(numbers(piped(line)));
    assertThat(onTerminal(40, line))
        .allSatisfy(text -> assertThat(Text.width(text)).isLessThanOrEqualTo(40));
  }

  @Test
  void eightyColumnsHoldWhatMattersOfTheDetectors() {
    assertThat(onTerminal(80, "table detection"))
        .contains(
            "Network             Params  counted  MAdds  counted  padded   mAP   1 ms",
            "SSD300               36.1M   34.3 M  35.2B   34.4 B  35.4 B  23.2         [1]",
            "No room for: parameters ratio, madds ratio, padded madds ratio. --csv,",
            "--markdown and --json have everything.");
    assertThat(onTerminal(1000, "table detection"))
        .filteredOn(text -> text.startsWith("SSD300"))
        .singleElement()
        .asString()
        .contains("34,305,206", "34,360,351,232", "35,374,848,512");
  }

  @Test
  void aPipeHasEverythingInFull() {
    assertThat(piped("table detection"))
        .filteredOn(text -> text.startsWith("SSD300"))
        .singleElement()
        .asString()
        .contains("34,305,206", "34,360,351,232", "35,374,848,512", "0.95", "0.98", "1.00");
  }

  private static List<String> numbers(List<String> lines) {
    return lines.stream()
        .flatMap(line -> LONG.matcher(line).results().map(result -> result.group()))
        .toList();
  }

  private static List<String> onTerminal(int columns, String line) {
    Terminal terminal = new Terminal(true, true, false, columns, StandardCharsets.UTF_8);
    return run(Cli.piped().with(terminal), line);
  }

  private static List<String> piped(String line) {
    return run(Cli.piped(), line);
  }

  private static List<String> run(Cli cli, String line) {
    Cli.Outcome outcome = cli.run(line.split(" "));
    assertThat(outcome.status()).as(outcome.err()).isZero();
    return Arrays.asList(outcome.out().split(System.lineSeparator()));
  }
}
