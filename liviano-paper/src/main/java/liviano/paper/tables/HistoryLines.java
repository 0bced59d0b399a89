package liviano.paper.tables;

import java.util.List;
import java.util.Locale;
import liviano.cost.Connections;
import liviano.paper.published.History;
import liviano.zoo.Zoo;

/** The networks that lead to MobileNetV2, by year. */
final class HistoryLines {
  private HistoryLines() {}

  static ResultTable table(Trials trials) {
    ResultsLayout layout =
        new ResultsLayout(PaperTable.HISTORY.id(), "From LeNet-5 to MobileNetV2")
            .withMore(
                List.of(
                    Column.numbers("year"),
                    Column.numbers("layers").ofWorth(12),
                    Column.numbers("missing", "missing connections").ofWorth(13)))
            .withRemarks(
                "Layers are those with weights, one after the other.",
                "Missing: the share of connections that the network lacks against layers of the"
                    + " same shapes whose outputs read every channel: LeNet-5's C3 reads chosen"
                    + " maps, AlexNet and ShuffleNet convolve in groups, depthwise layers read one"
                    + " channel each.",
                sources());
    return ResultsTable.of(
        layout,
        History.LINES.stream()
            .map(
                line ->
                    new ResultsTable.Entry(
                        line.row(),
                        List.of(
                            Cell.text(String.valueOf(line.year())),
                            Cell.text(line.layers()),
                            missing(line))))
            .toList(),
        trials);
  }

  private static Cell missing(History.Line line) {
    double share = Connections.of(Zoo.graph(line.row().setup().recipe())).missingShare();
    String percent = String.format(Locale.ROOT, "%.1f %%", 100 * share);
    return share == 0 ? Cell.number(0) : new Cell(percent, Double.toString(share), percent);
  }

  private static String sources() {
    return "Accuracy: "
        + String.join(
            "; ",
            History.LINES.stream().map(line -> line.row().name() + ", " + line.source()).toList())
        + ".";
  }
}
