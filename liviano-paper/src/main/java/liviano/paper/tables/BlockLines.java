package liviano.paper.tables;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import liviano.cost.Cost;
import liviano.graph.Graph;
import liviano.graph.Node;
import liviano.json.JsonObject;
import liviano.paper.published.BlockTable;
import liviano.tensor.Shape;
import liviano.zoo.Recipe;
import liviano.zoo.Zoo;

/** Table 1 in the paper's letters, and in the numbers of a network's third block. */
final class BlockLines {
  /** At width 1.0 from 24 channels to 24, at 56x56: it expands, and has a shortcut. */
  private static final String BLOCK = "blocks.2.";

  private static final List<String> LAYERS = List.of("expand", "depthwise", "project");

  private final Recipe recipe;
  private final Graph graph;
  private final Cost cost;
  private final StepTimes times;

  private BlockLines(Recipe recipe, Trials trials) {
    this.recipe = recipe;
    this.graph = Zoo.graph(recipe);
    this.cost = Cost.of(graph).parts(List.of(BLOCK));
    this.times = StepTimes.of(recipe, trials);
  }

  static ResultTable table(Recipe recipe, Trials trials) {
    if (recipe.expansion() == 1) {
      throw new IllegalArgumentException(
          "expansion must be above 1: a block that does not expand has no table 1");
    }
    return new BlockLines(recipe, trials).table();
  }

  private ResultTable table() {
    List<TableRow> rows = new ArrayList<>();
    for (int i = 0; i < LAYERS.size(); i++) {
      rows.add(layer(BlockTable.LINES.get(i), BLOCK + LAYERS.get(i)));
    }
    rows.add(whole());
    return new ResultTable(
        PaperTable.BLOCK.id(),
        String.format(
            Locale.ROOT,
            "Table 1: the inverted residual, and the third of width %s at %dx%d",
            recipe.width(),
            recipe.resolution(),
            recipe.resolution()),
        columns(),
        rows,
        List.of(
            "k: input channels, k': output channels, t: expansion factor, s: stride.",
            "The paper counts h w k t (k + 9 + k') multiply-adds at stride 1; batch norm is in the"
                + " parameters."));
  }

  private List<Column> columns() {
    List<Column> columns =
        new ArrayList<>(
            List.of(
                Column.words("Input"),
                Column.words("Operator"),
                Column.words("Output"),
                Column.words("from").below("Input"),
                Column.words("to").below("Output"),
                Column.numbers("Params"),
                Column.numbers("MAdds"),
                Column.numbers("paper's"),
                Column.numbers("ratio").ofWorth(1)));
    if (times.wereAsked()) {
      columns.add(Column.numbers("ms here"));
    }
    return columns;
  }

  private TableRow layer(BlockTable.Line printed, String name) {
    Node node = node(name);
    JsonObject published =
        JsonObject.builder()
            .put("input", printed.input())
            .put("operator", printed.operator())
            .put("output", printed.output())
            .build();
    return row(
        List.of(printed.input(), printed.operator(), printed.output()),
        node.input().shape(),
        node.output().shape(),
        cost.parts(List.of(name)),
        formula(name),
        published,
        times.ms(name));
  }

  private TableRow whole() {
    long formula =
        LAYERS.stream().mapToLong(layer -> formula(BLOCK + layer)).reduce(0, Math::addExact);
    return row(
        List.of("h x w x k", "the block", "h/s x w/s x k'"),
        node(BLOCK + "expand").input().shape(),
        node(BLOCK + "project").output().shape(),
        cost,
        formula,
        JsonObject.builder().put("madds", formula).build(),
        times.ms(BLOCK));
  }

  /** The terms of h w k t (k + 9 + k'), from the block's own numbers. */
  private long formula(String layer) {
    Shape in = node(BLOCK + "expand").input().shape();
    Shape out = node(BLOCK + "project").output().shape();
    long wide = node(BLOCK + "expand").output().shape().channels();
    long positions = (long) in.height() * in.width();
    return switch (layer.substring(BLOCK.length())) {
      case "expand" -> positions * wide * in.channels();
      case "depthwise" -> positions * wide * 9;
      default -> positions * wide * out.channels();
    };
  }

  private TableRow row(
      List<String> words,
      Shape from,
      Shape to,
      Cost part,
      long formula,
      JsonObject published,
      double ms) {
    List<Cell> cells = new ArrayList<>(words.stream().map(Cell::text).toList());
    double ratio = (double) part.multiplyAdds() / formula;
    cells.add(Cell.text(from.toString()));
    cells.add(Cell.text(to.toString()));
    cells.add(Cell.number(part.parameters()));
    cells.add(Cell.number(part.multiplyAdds()));
    cells.add(Cell.number(formula));
    cells.add(Cell.number(ratio, 2));
    if (times.wereAsked()) {
      cells.add(Cell.number(ms, 3));
    }
    JsonObject counted =
        JsonObject.builder()
            .put("input", from.toString())
            .put("output", to.toString())
            .put("parameters", part.parameters())
            .put("parametersWithoutNorm", part.parametersWithoutNorm())
            .put("madds", part.multiplyAdds())
            .build();
    return new TableRow(
        cells,
        new TableRow.Facts(
            recipe.architecture(),
            published,
            counted,
            JsonObject.builder().put("madds", ratio).build(),
            times.toJson(ms)),
        "");
  }

  private Node node(String name) {
    return graph.nodes().stream().filter(n -> n.name().equals(name)).findFirst().orElseThrow();
  }
}
