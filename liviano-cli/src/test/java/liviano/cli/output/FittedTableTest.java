package liviano.cli.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import liviano.cli.output.FittedTable.Cell;
import liviano.cli.output.FittedTable.Column;
import liviano.cli.output.Table.Align;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("locale")
class FittedTableTest {
  private static final FittedTable TABLE =
      new FittedTable(
          List.of(
              new Column("Name", Align.LEFT),
              new Column("Multiply adds", Align.RIGHT),
              new Column("ratio", Align.RIGHT, 1, Optional.empty()),
              new Column("ratio", Align.RIGHT, 2, Optional.empty()),
              new Column("shape", Align.LEFT, 3, Optional.of("Name"))));

  static {
    TABLE.row(cells("SSD of 300 pixels", "34,360,351,232", "34.4 B", "0.98", "1.00", "300x300"));
    TABLE.row(cells("YOLOv2", "7", "7", "", "0.84", "416x416"));
  }

  @Test
  void whereThereIsRoomEverythingIsThereInFull() {
    assertThat(text(61))
        .isEqualTo(
            """
            Name                Multiply adds  ratio  ratio  shape
            SSD of 300 pixels  34,360,351,232   0.98   1.00  300x300
            YOLOv2                          7          0.84  416x416
            """);
  }

  @Test
  void numbersBecomeShortFirst() {
    assertThat(text(50))
        .isEqualTo(
            """
                               Multiply
            Name                   adds  ratio  ratio  shape
            SSD of 300 pixels    34.4 B   0.98   1.00  300x300
            YOLOv2                    7          0.84  416x416
            """);
  }

  @Test
  void thenCellsStandBelowOthersAndTheLeastWorthIsLeftOut() {
    assertThat(text(40))
        .isEqualTo(
            """
            Name               Multiply
            shape                  adds  ratio
            SSD of 300 pixels    34.4 B   1.00
            300x300
            YOLOv2                    7   0.84
            416x416
            """);
    assertThat(TABLE.lines(40).leftOut()).containsExactly(2);
  }

  @Test
  void thenWordsAreBrokenAndNumbersNever() {
    assertThat(text(22))
        .isEqualTo(
            """
                          Multiply
            Name              adds
            SSD of 300      34.4 B
            pixels
            YOLOv2               7
            """);
    assertThat(TABLE.lines(22).leftOut()).containsExactly(2, 3, 4);
  }

  @Test
  void atLastEachRowIsARecord() {
    assertThat(text(21))
        .isEqualTo(
            """
            SSD of 300 pixels
              Multiply adds
              34.4 B
              ratio 0.98
              ratio 1.00
              shape 300x300
            YOLOv2
              Multiply adds 7
              ratio 0.84
              shape 416x416
            """);
    assertThat(TABLE.lines(21).leftOut()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 5, 8, 13, 20, 30, 33, 40, 41, 48, 55, 100})
  void noLineIsWiderThanTheTerminal(int most) {
    FittedTable.Lines lines = TABLE.lines(most);
    assertThat(lines.head()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(most));
    if (most > 8) {
      assertThat(lines.rows()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(most));
    }
  }

  @Test
  void aRowHasACellForEachColumn() {
    assertThatThrownBy(() -> TABLE.row(List.of(new Cell("a"))))
        .hasMessage("a row of 1 cells in a table of 5 columns");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "9999, '9,999'",
    "-9999, '-9,999'",
    "10000, 10.0 K",
    "99949, 99.9 K",
    "99950, 100 K",
    "999499, 999 K",
    "999500, 1.00 M",
    "3504872, 3.50 M",
    "300774272, 301 M",
    "34360351232, 34.4 B",
    "4868940516608, 4.87 T",
    "1234567890123456789, 1230000 T",
    "-34305206, -34.3 M"
  })
  void aNumberHasThreeDigitsInBrief(long number, String brief) {
    assertThat(Words.compact(number)).isEqualTo(brief);
  }

  private static List<Cell> cells(
      String name, String full, String brief, String ratio, String other, String shape) {
    return List.of(
        new Cell(name), new Cell(full, brief), new Cell(ratio), new Cell(other), new Cell(shape));
  }

  private static String text(int most) {
    FittedTable.Lines lines = TABLE.lines(most);
    StringBuilder text = new StringBuilder();
    lines.head().forEach(line -> text.append(line).append('\n'));
    lines.rows().forEach(line -> text.append(line).append('\n'));
    return text.toString();
  }
}
