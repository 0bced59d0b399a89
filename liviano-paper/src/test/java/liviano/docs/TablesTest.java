package liviano.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import liviano.cli.Cli;
import liviano.paper.tables.PaperTable;
import org.junit.jupiter.api.Test;

/** {@code docs/tables.md} shows what the commands print today. */
class TablesTest {
  private static final Pattern COMMAND =
      Pattern.compile("```sh\n\\./liviano (table [^\n]*--markdown)\n```\n");

  /** Rows of processors with bfloat16. */
  private static final Pattern ONLY_SOMEWHERE = Pattern.compile("(?m)^(.*\\| bf16, .*)\n");

  private static String anywhere(String table) {
    return ONLY_SOMEWHERE.matcher(table).replaceAll("");
  }

  @Test
  void everyTableIsWhatItsCommandPrints() {
    String document = Documents.read(Documents.root().resolve("docs/tables.md"));
    List<String> commands = new ArrayList<>();
    Matcher command = COMMAND.matcher(document);
    while (command.find()) {
      if (command.group(1).contains("--measure") || command.group(1).contains("--accuracy")) {
        continue; // another number on every machine, and on every day
      }
      commands.add(command.group(1));
      Cli.Outcome outcome = Cli.piped().run(command.group(1).split(" "));
      assertThat(outcome.status()).as(outcome.err()).isZero();
      String printed = outcome.out().replace(System.lineSeparator(), "\n").strip();
      String section = document.substring(command.end());
      int end = section.indexOf("\n## ");
      String told = (end < 0 ? section : section.substring(0, end)).strip();
      assertThat(anywhere(told)).as("./liviano %s", command.group(1)).startsWith(anywhere(printed));
      assertThat(told.lines().toList())
          .containsAll(ONLY_SOMEWHERE.matcher(printed).results().map(row -> row.group(1)).toList());
    }
    for (PaperTable table : PaperTable.values()) {
      assertThat(commands).contains("table " + table.id() + " --markdown");
    }
  }
}
