package liviano.paper.tables;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import liviano.cost.Cost;
import liviano.graph.Graph;
import liviano.graph.Node;
import liviano.graph.Op;
import liviano.json.JsonObject;
import liviano.paper.published.ArchitectureTable;
import liviano.zoo.MobileNetV2;
import liviano.zoo.Recipe;
import liviano.zoo.Zoo;

/** Table 2 for a MobileNetV2 of any settings: each line as printed, and as it is here. */
final class ArchitectureLines {
  private static final String NONE = "-";

  private final Recipe recipe;
  private final Graph graph;
  private final Cost cost;
  private final StepTimes times;
  private final List<TableRow> rows = new ArrayList<>();

  private ArchitectureLines(Recipe recipe, Trials trials) {
    this.recipe = recipe;
    this.graph = Zoo.graph(recipe);
    this.cost = Cost.of(graph);
    this.times = StepTimes.of(recipe, trials);
  }

  /** One line of the table here. */
  private record Line(String input, String operator, String t, String c, String n, String s) {}

  static ResultTable table(Recipe recipe, Trials trials) {
    return new ArchitectureLines(recipe, trials).table();
  }

  private ResultTable table() {
    add(convolution("stem.conv", "conv2d"), List.of("stem."));
    int block = 0;
    for (MobileNetV2.Stage stage : MobileNetV2.TABLE_2) {
      List<String> parts = new ArrayList<>();
      for (int i = 0; i < stage.n(); i++) {
        parts.add("blocks." + (block + i) + ".");
      }
      add(bottlenecks(block, stage.n()), parts);
      block += stage.n();
    }
    add(convolution("head.conv", "conv2d 1x1"), List.of("head.conv"));
    Node pool = node("head.pool");
    add(
        new Line(pool.input().shape().toString(), pooling(pool), NONE, NONE, "1", NONE),
        List.of("head.pool"));
    add(classifier(), List.of("classifier"));
    addTotal();
    return new ResultTable(
        PaperTable.ARCHITECTURE.id(),
        String.format(
            Locale.ROOT,
            "Table 2: MobileNetV2, width %s, %dx%d",
            recipe.width(),
            recipe.resolution(),
            recipe.resolution()),
        columns(),
        rows,
        List.of(
            "t: expansion factor, c: output channels, n: times in a row, s: stride of the first.",
            "The paper's text speaks of 19 bottlenecks, its table has 17, as here."));
  }

  private List<Column> columns() {
    List<Column> columns =
        new ArrayList<>(
            List.of(
                Column.words("Input"),
                Column.words("Operator"),
                Column.numbers("t"),
                Column.numbers("c"),
                Column.numbers("n"),
                Column.numbers("s"),
                Column.words("Paper's input").ofWorth(2),
                Column.numbers("Paper's c").ofWorth(1),
                Column.numbers("Params"),
                Column.numbers("MAdds")));
    if (times.wereAsked()) {
      columns.add(Column.numbers("ms here"));
    }
    return columns;
  }

  private Line convolution(String name, String operator) {
    Node node = node(name);
    Op.Conv2d conv = (Op.Conv2d) node.op();
    return new Line(
        node.input().shape().toString(),
        operator,
        NONE,
        String.valueOf(conv.outChannels()),
        "1",
        String.valueOf(conv.window().strideH()));
  }

  private Line bottlenecks(int first, int n) {
    String block = "blocks." + first;
    Node filter = node(block + ".depthwise");
    Optional<Node> expand = find(block + ".expand");
    int stride = ((Op.DepthwiseConv2d) filter.op()).window().strideH();
    return new Line(
        expand.orElse(filter).input().shape().toString(),
        "bottleneck",
        expand.isPresent() ? String.valueOf(recipe.expansion()) : "1",
        String.valueOf(node(block + ".project").output().shape().channels()),
        String.valueOf(n),
        String.valueOf(stride));
  }

  private static String pooling(Node pool) {
    return String.format(
        Locale.ROOT, "avgpool %dx%d", pool.input().shape().height(), pool.input().shape().width());
  }

  private Line classifier() {
    Node node = node("classifier");
    return new Line(
        "1x1x" + node.input().shape(),
        "conv2d 1x1",
        NONE,
        node.output().shape().toString(),
        NONE,
        NONE);
  }

  private void add(Line line, List<String> parts) {
    ArchitectureTable.Line printed = ArchitectureTable.LINES.get(rows.size());
    Cost part = cost.parts(parts);
    double ms = parts.stream().mapToDouble(times::ms).sum();
    addRow(line, printed.input(), printed.c(), part, ms, published(printed));
  }

  private void addTotal() {
    Line line = new Line("", "in all", "", "", "", "");
    addRow(line, "", "", cost, times.ms(""), JsonObject.builder().build());
  }

  private void addRow(
      Line line, String input, String channels, Cost part, double ms, JsonObject published) {
    List<Cell> cells = new ArrayList<>();
    for (String cell :
        List.of(
            line.input(),
            line.operator(),
            line.t(),
            line.c(),
            line.n(),
            line.s(),
            input,
            channels)) {
      cells.add(Cell.text(cell));
    }
    cells.add(Cell.number(part.parameters()));
    cells.add(Cell.number(part.multiplyAdds()));
    if (times.wereAsked()) {
      cells.add(Cell.number(ms, 2));
    }
    rows.add(
        new TableRow(
            cells,
            new TableRow.Facts(
                recipe.architecture(),
                published,
                counted(line, part),
                JsonObject.builder().build(),
                times.toJson(ms)),
            ""));
  }

  private static JsonObject published(ArchitectureTable.Line line) {
    return JsonObject.builder()
        .put("input", line.input())
        .put("operator", line.operator())
        .put("t", line.t())
        .put("c", line.c())
        .put("n", line.n())
        .put("s", line.s())
        .build();
  }

  private static JsonObject counted(Line line, Cost part) {
    return JsonObject.builder()
        .put("input", line.input())
        .put("operator", line.operator())
        .put("t", line.t())
        .put("c", line.c())
        .put("n", line.n())
        .put("s", line.s())
        .put("parameters", part.parameters())
        .put("parametersWithoutNorm", part.parametersWithoutNorm())
        .put("madds", part.multiplyAdds())
        .build();
  }

  private Node node(String name) {
    return find(name).orElseThrow();
  }

  private Optional<Node> find(String name) {
    return graph.nodes().stream().filter(node -> node.name().equals(name)).findFirst();
  }
}
