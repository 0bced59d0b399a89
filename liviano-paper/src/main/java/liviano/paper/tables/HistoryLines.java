package liviano.paper.tables;

import java.util.List;
import liviano.paper.published.History;

/** The networks that lead to MobileNetV2, by year. */
final class HistoryLines {
  private HistoryLines() {}

  static ResultTable table(Trials trials) {
    ResultsLayout layout =
        new ResultsLayout(PaperTable.HISTORY.id(), "From LeNet-5 to MobileNetV2")
            .withMore(List.of(Column.numbers("year"), Column.numbers("layers").ofWorth(12)))
            .withRemarks("Layers are those with weights, one after the other.", sources());
    return ResultsTable.of(
        layout,
        History.LINES.stream()
            .map(
                line ->
                    new ResultsTable.Entry(
                        line.row(),
                        List.of(Cell.text(String.valueOf(line.year())), Cell.text(line.layers()))))
            .toList(),
        trials);
  }

  private static String sources() {
    return "Accuracy: "
        + String.join(
            "; ",
            History.LINES.stream().map(line -> line.row().name() + ", " + line.source()).toList())
        + ".";
  }
}
