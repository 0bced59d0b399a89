package liviano.paper.tables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import liviano.cli.output.Console;
import liviano.cli.output.Terminal;
import liviano.json.Json;
import liviano.json.JsonObject;
import liviano.paper.language.Phrases;
import liviano.paper.published.Figure;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("locale")
class TableFormatTest {
  private static final JsonObject NOTHING = JsonObject.builder().build();
  private static final ResultTable TABLE =
      new ResultTable(
          "tiny",
          "A tiny table",
          List.of(
              Column.words("Network"),
              Column.numbers("Params", "published"),
              Column.numbers("counted", "counted")),
          List.of(
              row("one", "4.2M", 4_231_976, "It differs"),
              row("two, \"quoted\" | *x*", "60K", 60_000, ""),
              row("three", "4.2M", 7, "It differs")),
          List.of(
              "A remark of more than eighty characters, which the text breaks where a line is"
                  + " full, and Markdown does not."));

  @Test
  void textAlignsAndNumbersTheNotes() {
    assertThat(print(TableFormat.TEXT))
        .isEqualTo(
            """
            A tiny table
            Network              Params    counted
            one                    4.2M  4,231,976  [1]
            two, "quoted" | *x*     60K     60,000
            three                  4.2M          7  [1]

            [1] It differs
            A remark of more than eighty characters, which the text breaks where a line is
            full, and Markdown does not.
            """);
  }

  @Test
  void markdownEscapesWhatItWouldRead() {
    assertThat(print(TableFormat.MARKDOWN))
        .isEqualTo(
            """
            **A tiny table**

            | Network | Params | counted |  |
            | --- | ---: | ---: | --- |
            | one | 4.2M | 4,231,976 | \\[1] |
            | two, "quoted" \\| \\*x\\* | 60K | 60,000 |  |
            | three | 4.2M | 7 | \\[1] |

            \\[1] It differs

            A remark of more than eighty characters, which the text breaks where a line is full, and Markdown does not.
            """);
  }

  @Test
  void csvHasPlainNumbersAndQuotesWhatItMust() {
    assertThat(print(TableFormat.CSV))
        .isEqualTo(
            """
            network,published,counted,note\r
            one,4200000,4231976,It differs\r
            "two, ""quoted"" | *x*",60000,60000,\r
            three,4200000,7,It differs\r
            """);
  }

  @Test
  void jsonIsOneDocument() {
    JsonObject document = Json.parse(print(TableFormat.JSON)).asObject();

    assertThat(document.members().keySet()).containsExactly("table", "rows");
    assertThat(document.string("table")).isEqualTo("tiny");
    assertThat(document.array("rows").object(0).members().keySet())
        .containsExactly("network", "published", "counted", "ratio", "measured", "note");
    assertThat(document.array("rows").object(0).string("note")).isEqualTo("It differs");
  }

  @Test
  void rowsFitTheirColumnsAndColumnsDiffer() {
    assertThatThrownBy(
            () -> new ResultTable("t", "T", List.of(Column.words("a")), TABLE.rows(), List.of()))
        .hasMessage("table t: a row of 3 cells for 1 columns");
    assertThatThrownBy(
            () ->
                new ResultTable(
                    "t",
                    "T",
                    List.of(Column.words("a"), Column.numbers("A")),
                    List.of(),
                    List.of()))
        .hasMessage("table t: two columns of one key");
  }

  private static TableRow row(String name, String published, long counted, String note) {
    return new TableRow(
        List.of(Cell.text(name), Cell.figure(Figure.of(published)), Cell.number(counted)),
        new TableRow.Facts(name, NOTHING, NOTHING, NOTHING, NOTHING),
        note);
  }

  private static String print(TableFormat format) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Console console =
        new Console(
            new ByteArrayInputStream(new byte[0]),
            out,
            new ByteArrayOutputStream(),
            Terminal.none(StandardCharsets.UTF_8));
    format.print(TABLE, console, Phrases.english());
    console.flush();
    return out.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
  }
}
