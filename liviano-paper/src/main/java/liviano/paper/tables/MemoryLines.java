package liviano.paper.tables;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import liviano.cost.ActivationMemory;
import liviano.cost.ActivationMemory.Tensor;
import liviano.engine.CompileOptions;
import liviano.engine.Engine;
import liviano.engine.Precision;
import liviano.engine.Program;
import liviano.graph.Graph;
import liviano.json.JsonObject;
import liviano.model.RandomWeights;
import liviano.paper.published.MemoryTable;
import liviano.paper.published.ZooNetwork;
import liviano.zoo.Recipe;
import liviano.zoo.Zoo;
import liviano.zoo.layers.Norm;

/**
 * What has to be in memory, by three ways of counting: table 3's largest tensor between blocks,
 * section 5.1's M(G), and what this engine plans.
 */
final class MemoryLines {
  private static final int PAPERS_BITS = 16;
  private static final int ENGINES_BITS = Float.SIZE;
  private static final int MOST_GROUPS = 5;
  private static final String MOBILENET_V2 = "MobileNetV2";

  private final Trials trials;
  private final List<TableRow> rows = new ArrayList<>();

  private MemoryLines(Trials trials) {
    this.trials = trials;
  }

  /**
   * One line of the table.
   *
   * @param bits of one number
   */
  private record Line(
      String network,
      String what,
      int bits,
      Optional<Tensor> counted,
      long elements,
      Optional<MemoryTable.Cell> published,
      Optional<Timed> timed,
      String note) {

    Line(String network, String what, int bits, long elements) {
      this(network, what, bits, Optional.empty(), elements, Optional.empty(), Optional.empty(), "");
    }

    Line withTime(Optional<Timed> time) {
      return new Line(network, what, bits, counted, elements, published, time, note);
    }

    long bytes() {
      return elements * bits / Byte.SIZE;
    }
  }

  static ResultTable table(Recipe recipe, CompileOptions compile, Trials trials) {
    MemoryLines lines = new MemoryLines(trials);
    boolean published = recipe.equals(Zoo.architecture(recipe.architecture()).defaults());
    lines.addTable3(
        "MobileNetV1", graph("mobilenet_v1", r -> r), MemoryTable.Line::mobileNetV1, true);
    lines.addLargest(
        "MobileNetV1", graph("mobilenet_v1", r -> r), MemoryTable.MOST_MOBILENET_V1, "");
    lines.addTable3(MOBILENET_V2, Zoo.graph(recipe), MemoryTable.Line::mobileNetV2, published);
    lines.addLargest(
        MOBILENET_V2, Zoo.graph(recipe), published ? MemoryTable.MOST_MOBILENET_V2 : 0, "");
    Graph shuffle = graph("shufflenet_v1", r -> r.withWidth(2));
    lines.addTable3("ShuffleNet (x2)", shuffle, MemoryTable.Line::shuffleNet, true);
    lines.addLargest(
        "ShuffleNet (x2)",
        shuffle,
        MemoryTable.MOST_SHUFFLENET,
        "600 KB are those of 28x28; the 800 of 112x112 are left out, as here");
    lines.addBlocks(recipe);
    lines.addPlanned(recipe, compile);
    return new ResultTable(
        PaperTable.MEMORY.id(),
        String.format(
            Locale.ROOT,
            "Table 3 and section 5.1: activations, MobileNetV2 of width %s at %dx%d",
            recipe.width(),
            recipe.resolution(),
            recipe.resolution()),
        lines.columns(),
        lines.rows,
        List.of(
            "A size: the most channels that stand between two blocks at that resolution, each block"
                + " computed as one operation (table 3). M(G): the most that a block reads and"
                + " gives, its inside not counted or in t groups of channels, one in memory at a"
                + " time (section 5.1). Planned: what this engine lays out for one inference, the"
                + " picture and the answers in it: in strips of rows as it runs, where its kernels"
                + " fuse blocks (the lines of a strip are the kernels' own memory); t layer by layer"
                + " with its channel split. bf16: what a program in 16 bits has in the mode of least"
                + " memory, blocks in strips of one line; only on a processor with bfloat16.",
            "KB are 1000 bytes."));
  }

  private static Graph graph(String architecture, Function<Recipe, Recipe> settings) {
    return Zoo.graph(ZooNetwork.of(architecture, settings::apply).recipe());
  }

  private List<Column> columns() {
    List<Column> columns =
        new ArrayList<>(
            List.of(
                Column.words("Network"),
                Column.words("What"),
                Column.numbers("bits").ofWorth(2),
                Column.numbers("Channels", "published channels"),
                Column.numbers("counted", "counted channels"),
                Column.numbers("KB", "published kb"),
                Column.numbers("counted", "counted kb"),
                Column.numbers("ratio").ofWorth(1)));
    if (trials.stopwatch().isPresent()) {
      columns.add(Column.numbers("ms here"));
    }
    return columns;
  }

  private void addTable3(
      String network,
      Graph graph,
      Function<MemoryTable.Line, MemoryTable.Cell> published,
      boolean hasPublished) {
    Map<Integer, Tensor> counted =
        ActivationMemory.widest(graph).stream()
            .collect(Collectors.toMap(Tensor::side, tensor -> tensor));
    List<Integer> sides =
        hasPublished
            ? MemoryTable.LINES.stream().map(MemoryTable.Line::side).toList()
            : ActivationMemory.widest(graph).stream().map(Tensor::side).toList();
    for (int side : sides) {
      Optional<MemoryTable.Cell> said =
          MemoryTable.LINES.stream()
              .filter(line -> hasPublished && line.side() == side)
              .findFirst()
              .map(published);
      Optional<Tensor> tensor = Optional.ofNullable(counted.get(side));
      add(
          new Line(
              network,
              side + "x" + side,
              PAPERS_BITS,
              tensor,
              tensor.map(Tensor::elements).orElse(0L),
              said,
              Optional.empty(),
              said.map(cell -> note(network, side, cell, tensor)).orElse("")));
    }
  }

  /** Why a line of table 3 is not what the network has. */
  private static String note(
      String network, int side, MemoryTable.Cell said, Optional<Tensor> counted) {
    if (counted.isEmpty()) {
      return "The stem and the pooling after it are computed as one operation, so that nothing of"
          + " this size is materialised; the stem has 48 channels";
    }
    int channels = counted.get().channels();
    if (said.channels() == channels) {
      long kilobytes = Math.round(counted.get().elements() * 2 / 1000.0);
      return Math.abs(kilobytes - said.kilobytes()) > Math.max(1, 0.1 * said.kilobytes())
          ? String.format(
              Locale.ROOT,
              "%d channels of 16 bits at %dx%d are %d KB",
              channels,
              side,
              side,
              kilobytes)
          : "";
    }
    return network.equals(MOBILENET_V2)
        ? "The paper lists the channels of the next resolution, which no tensor has here"
        : "The paper lists the channels of the network with two groups; with three they are these";
  }

  /**
   * @param kilobytes as published; 0 where nothing is
   */
  private void addLargest(String network, Graph graph, int kilobytes, String note) {
    long elements = ActivationMemory.largest(graph);
    add(
        new Line(
            network,
            "the largest",
            PAPERS_BITS,
            Optional.empty(),
            elements,
            kilobytes == 0 ? Optional.empty() : Optional.of(new MemoryTable.Cell(0, kilobytes)),
            Optional.empty(),
            note));
  }

  private void addBlocks(Recipe recipe) {
    Graph graph = Zoo.graph(recipe);
    add(new Line(MOBILENET_V2, "M(G)", PAPERS_BITS, ActivationMemory.ofBlocks(graph)));
    for (int split = 1; split <= MOST_GROUPS; split++) {
      add(
          new Line(
              MOBILENET_V2,
              "M(G), t = " + split,
              PAPERS_BITS,
              ActivationMemory.ofBlocks(graph, split)));
    }
  }

  private void addPlanned(Recipe recipe, CompileOptions compile) {
    // Folding changes no tensor between the layers, and spares copies of the weights.
    Graph graph = Zoo.graph(recipe.withNorm(Norm.FOLDED));
    long strips = Engine.memory(graph, compile).bytes();
    add(
        new Line(
            MOBILENET_V2,
            "planned, strips of rows",
            ENGINES_BITS,
            strips * Byte.SIZE / ENGINES_BITS));
    if (compile.providers().getFirst().lacksBf16().isEmpty()) {
      addBf16(graph, compile);
    }
    for (int split = 1; split <= MOST_GROUPS; split++) {
      int groups = split;
      long bytes =
          Engine.memory(graph, compile.toBuilder().fusesBlocks(false).channelSplit(split).build())
              .bytes();
      add(
          new Line(
                  MOBILENET_V2,
                  "planned, t = " + split,
                  ENGINES_BITS,
                  bytes * Byte.SIZE / ENGINES_BITS)
              .withTime(trials.stopwatch().flatMap(watch -> watch.time(recipe, groups))));
    }
  }

  /** What section 5.1 promises, attained: the tensors, and beside them the lines of a block. */
  private void addBf16(Graph graph, CompileOptions compile) {
    CompileOptions least = compile.toBuilder().precision(Precision.BF16).leastMemory(true).build();
    Program program = Engine.compile(graph, RandomWeights.of(graph, 1), least);
    long picture =
        graph.inputs().stream()
            .mapToLong(input -> (long) input.shape().elements() * Float.BYTES)
            .sum();
    long tensors = program.memory().bytes() - picture;
    add(
        new Line(
            MOBILENET_V2,
            "bf16, tensors but the picture",
            PAPERS_BITS,
            tensors * Byte.SIZE / PAPERS_BITS));
    add(
        new Line(
            MOBILENET_V2,
            "bf16, lines of a block",
            PAPERS_BITS,
            program.scratchBytes() * Byte.SIZE / PAPERS_BITS));
  }

  private void add(Line line) {
    Optional<Integer> kilobytes = line.published().map(MemoryTable.Cell::kilobytes);
    Optional<Integer> channels =
        line.published().map(MemoryTable.Cell::channels).filter(c -> c > 0);
    boolean counted = line.elements() > 0;
    Optional<Double> ratio = kilobytes.filter(k -> counted).map(k -> line.bytes() / (k * 1000.0));
    List<Cell> cells = new ArrayList<>();
    cells.add(Cell.text(line.network()));
    cells.add(Cell.text(line.what()).withBrief(brief(line.what())));
    cells.add(Cell.number(line.bits()));
    cells.add(number(channels.map(Integer::longValue)));
    cells.add(number(line.counted().map(tensor -> (long) tensor.channels())));
    cells.add(number(kilobytes.map(Integer::longValue)));
    cells.add(number(counted ? Optional.of(Math.round(line.bytes() / 1000.0)) : Optional.empty()));
    cells.add(ratio.map(r -> Cell.number(r, 2)).orElse(Cell.EMPTY));
    if (trials.stopwatch().isPresent()) {
      cells.add(line.timed().map(timed -> Cell.number(timed.ms(), 2)).orElse(Cell.EMPTY));
    }
    rows.add(new TableRow(cells, facts(line, channels, kilobytes, ratio), line.note()));
  }

  /** For a narrow window. */
  private static String brief(String what) {
    return what.replace(" of rows", "").replace(" but the picture", "").replace(" of a block", "");
  }

  private static Cell number(Optional<Long> number) {
    return number.map(Cell::number).orElse(Cell.EMPTY);
  }

  private static TableRow.Facts facts(
      Line line, Optional<Integer> channels, Optional<Integer> kilobytes, Optional<Double> ratio) {
    JsonObject.Builder published = JsonObject.builder();
    channels.ifPresent(c -> published.put("channels", c));
    kilobytes.ifPresent(k -> published.put("kilobytes", k));
    JsonObject.Builder counted =
        JsonObject.builder().put("what", line.what()).put("bits", line.bits());
    line.counted().ifPresent(tensor -> counted.put("channels", tensor.channels()));
    if (line.elements() > 0) {
      counted.put("bytes", line.bytes());
    }
    JsonObject.Builder ratios = JsonObject.builder();
    ratio.ifPresent(r -> ratios.put("kilobytes", r));
    JsonObject.Builder measured = JsonObject.builder();
    line.timed().ifPresent(timed -> timed.addTo(measured));
    return new TableRow.Facts(
        line.network(), published.build(), counted.build(), ratios.build(), measured.build());
  }
}
