package liviano.paper.summary;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import liviano.cli.output.Console;
import liviano.cli.output.Console.Style;
import liviano.cli.output.FittedTable;
import liviano.cli.output.Score;
import liviano.cli.output.Table;
import liviano.cli.output.Table.Align;
import liviano.cli.output.Text;
import liviano.cli.output.Words;
import liviano.model.ModelCard;
import liviano.paper.language.Phrases;
import liviano.zoo.Recipe;
import liviano.zoo.Setting;
import liviano.zoo.Zoo;
import liviano.zoo.layers.Norm;

/** A summary for people: what it is, its layers, what they cost together. */
final class SummaryText {
  private SummaryText() {}

  static void print(Summary summary, Console console, Phrases phrases) {
    console.line(console.styled(Text.oneLine(summary.title()), Style.STRONG));
    table(head(summary), console, phrases).forEach(console::line);
    console.line("");
    FittedTable.Lines layers = layers(summary, phrases).lines(room(console));
    layers.head().forEach(line -> console.line(console.styled(line, Style.FAINT)));
    layers.rows().forEach(console::line);
    console.line("");
    table(totals(summary), console, phrases).forEach(console::line);
  }

  /** Without a terminal there is no end of a line: what reads it may want to part it. */
  private static int room(Console console) {
    return console.terminal().output() ? console.terminal().columns() : Integer.MAX_VALUE;
  }

  private static FittedTable layers(Summary summary, Phrases phrases) {
    FittedTable table =
        new FittedTable(
            List.of(
                new FittedTable.Column(phrases.of("Layer"), Align.LEFT),
                new FittedTable.Column(phrases.of("Operation"), Align.LEFT),
                new FittedTable.Column(phrases.of("Output"), Align.RIGHT),
                new FittedTable.Column(phrases.of("Params"), Align.RIGHT),
                new FittedTable.Column(phrases.of("MAdds"), Align.RIGHT)));
    for (LayerRow layer : summary.layers()) {
      table.row(
          List.of(
              new FittedTable.Cell(layer.name()),
              new FittedTable.Cell(layer.operation()),
              new FittedTable.Cell(layer.output().toString()),
              number(layer.parameters()),
              number(layer.multiplyAdds())));
    }
    return table;
  }

  /** A layer that costs nothing is easier seen by a blank. */
  private static FittedTable.Cell number(long number) {
    return number == 0
        ? new FittedTable.Cell("")
        : new FittedTable.Cell(Words.thousands(number), Words.compact(number));
  }

  private static List<String> table(List<List<String>> rows, Console console, Phrases phrases) {
    Table table = new Table(Align.LEFT, Align.LEFT);
    rows.forEach(row -> table.row(phrases.of(row.getFirst()), phrases.of(row.getLast())));
    return console.terminal().output() ? table.lines(room(console)) : table.lines();
  }

  private static List<List<String>> head(Summary summary) {
    List<List<String>> rows = new ArrayList<>();
    summary.recipe().ifPresent(recipe -> rows.addAll(head(recipe)));
    summary.card().ifPresent(card -> rows.addAll(head(card)));
    return rows;
  }

  private static List<List<String>> head(Recipe recipe) {
    return List.of(
        List.of(
            "Network",
            String.format(
                Locale.ROOT,
                "%s, %s%dx%d, %s",
                recipe.architecture(),
                takes(recipe, Setting.WIDTH)
                    ? String.format(Locale.ROOT, "width %s, ", recipe.width())
                    : "",
                recipe.resolution(),
                recipe.resolution(),
                recipe.classes() == 1
                    ? "1 class"
                    : Words.thousands(recipe.classes()) + " classes")),
        List.of("Settings", settings(recipe)),
        List.of("Source", Zoo.architecture(recipe.architecture()).source()));
  }

  /** Those that the network takes. */
  private static String settings(Recipe recipe) {
    List<String> settings = new ArrayList<>();
    if (!recipe.variant().isEmpty()) {
      settings.add("variant " + recipe.variant());
    }
    if (!recipe.head().isEmpty()) {
      settings.add("head " + recipe.head());
    }
    if (takes(recipe, Setting.OUTPUT_STRIDE)) {
      settings.add("output stride " + recipe.outputStride());
    }
    if (takes(recipe, Setting.EXPANSION)) {
      settings.add("expansion " + recipe.expansion());
    }
    if (takes(recipe, Setting.CONVENTION)) {
      settings.add(Words.lower(recipe.convention()) + " padding");
    }
    settings.add(recipe.norm() == Norm.FOLDED ? "batch norm folded" : "batch norm in place");
    return String.join(", ", settings);
  }

  private static boolean takes(Recipe recipe, Setting setting) {
    return Zoo.architecture(recipe.architecture()).settings().contains(setting);
  }

  private static List<List<String>> head(ModelCard card) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(
        List.of(
            "Task",
            Words.lower(card.task())
                + ", "
                + (card.labels().isEmpty()
                    ? "no labels"
                    : Words.count(card.labels().size(), "label"))));
    rows.add(List.of("Pictures", Words.of(card.preprocessing())));
    if (!card.origin().isEmpty()) {
      rows.add(List.of("Origin", card.origin()));
    }
    if (!card.licence().isEmpty()) {
      rows.add(List.of("Licence", card.licence()));
    }
    if (!card.accuracy().isEmpty()) {
      rows.add(
          List.of(
              "Published",
              card.accuracy().entrySet().stream()
                  .map(figure -> figure.getKey() + " " + Score.percent(figure.getValue()))
                  .collect(Collectors.joining(", "))));
    }
    return rows;
  }

  private static List<List<String>> totals(Summary summary) {
    long without = summary.cost().parametersWithoutNorm();
    long all = summary.cost().parameters();
    long multiplyAdds = summary.cost().multiplyAdds();
    List<List<String>> rows = new ArrayList<>();
    rows.add(
        List.of(
            "Parameters",
            Words.thousands(all)
                + (all == without
                    ? ""
                    : String.format(
                        Locale.ROOT, " (%s without batch norm)", Words.thousands(without)))));
    summary.zeros().ifPresent(zeros -> rows.add(zeros(zeros)));
    rows.add(
        List.of(
            "Multiply-adds",
            String.format(
                Locale.ROOT,
                "%s (%s)",
                Words.thousands(multiplyAdds),
                Words.millions(multiplyAdds))));
    rows.add(List.of("Activations", Words.mebibytes(summary.activationBytes())));
    return rows;
  }

  /** Connections that are there and carry nothing. */
  private static List<String> zeros(ZeroWeights zeros) {
    return List.of(
        "Zero weights",
        String.format(
            Locale.ROOT,
            "%s of %s (%.2f %%)",
            Words.thousands(zeros.zero()),
            Words.thousands(zeros.all()),
            100 * zeros.share()));
  }
}
