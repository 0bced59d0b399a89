package liviano.cli.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import liviano.cli.output.Table.Align;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("locale")
class LayoutTest {
  @Test
  void columnsAlignByCellsNotByChars() {
    Table table =
        new Table(Align.LEFT, Align.RIGHT)
            .row("猫.jpg", "9")
            .row("cat\n.jpg", "12.5 %")
            .row("e\u0301.jpg", "");
    assertThat(table.lines())
        .containsExactly("猫.jpg          9", "cat\\n.jpg  12.5 %", "e\u0301.jpg");
  }

  @Test
  void rowsMustFitTheirTable() {
    assertThatThrownBy(() -> new Table(Align.LEFT).row("a", "b"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theLastColumnGoesOnBelow() {
    Table table = new Table(Align.LEFT, Align.LEFT);
    table.row("name", "one two three").row("x", "0123456789abcdef").row("y", "");
    assertThat(table.lines(14))
        .containsExactly("name  one two", "      three", "x     01234567", "      89abcdef", "y");
    assertThat(table.lines(9)).isEqualTo(table.lines());
  }

  @ParameterizedTest
  @CsvSource({"abcdef,6,abcdef", "abcdef,5,ab...", "猫猫猫,5,猫...", "abc,2,..", "abc,0,''"})
  void textIsCutToCells(String text, int width, String expected) {
    assertThat(Text.fit(text, width)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "0, ''",
    "1, ████████████████",
    "0.5, ████████",
    "0.51, ████████▏",
    "7, ████████████████",
    "-1, ''",
    "NaN, ''"
  })
  void barIsAsLongAsTheScoreIsHigh(double score, String expected) {
    assertThat(Score.bar(score, StandardCharsets.UTF_8)).isEqualTo(expected);
  }

  @Test
  void barsAreDrawnInAnyCharset() {
    assertThat(Score.bar(0.5, StandardCharsets.US_ASCII)).isEqualTo("########");
  }

  @ParameterizedTest
  @CsvSource({"0, 0.0 %", "0.6214, 62.1 %", "1, 100.0 %"})
  void scoresArePercentForPeople(double score, String expected) {
    assertThat(Score.percent(score)).isEqualTo(expected);
  }
}
