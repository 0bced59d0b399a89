package liviano.paper.lab;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import liviano.cli.output.Table;
import liviano.cli.output.Table.Align;
import liviano.cli.output.Words;
import liviano.json.JsonArray;
import liviano.json.JsonObject;
import liviano.paper.experiments.BlockLoss;
import liviano.paper.experiments.BottleneckLoss;
import liviano.vision.Category;
import liviano.vision.eval.TopKAccuracy;

/** What the pictures gave, gathered one by one. For one thread. */
final class BottleneckAnswer implements Answer {
  private static final int TOP = 5;

  /** After the network as trained and the one with all chosen blocks cut come those with one. */
  private static final int WHOLE = 2;

  private final List<Variant> variants;
  private final List<Integer> chosen;
  private final List<TopKAccuracy> accuracies;
  private Optional<List<BlockLoss>> losses = Optional.empty();
  private int pictures;

  /**
   * @param variants that answer each picture; none where its class is not known
   * @param chosen numbers of the blocks that are cut in the second of them
   */
  BottleneckAnswer(List<Variant> variants, List<Integer> chosen) {
    this.variants = variants;
    this.chosen = chosen;
    this.accuracies = variants.stream().map(_ -> new TopKAccuracy(TOP)).toList();
  }

  /** Counts a picture: its losses, each variant's answer, and the right class. */
  void add(List<BlockLoss> more, List<List<Category>> answers, Optional<Integer> right) {
    pictures++;
    losses = Optional.of(BottleneckLoss.sum(losses, more));
    right.ifPresent(
        index ->
            IntStream.range(0, answers.size())
                .forEach(i -> accuracies.get(i).add(answers.get(i), index)));
  }

  int pictures() {
    return pictures;
  }

  @Override
  public void draw(PictureFolder folder) throws IOException {
    folder.write("bottleneck", BottleneckFigure.of(losses.orElseThrow(), alone(), folder::word));
  }

  private boolean isEach() {
    return variants.size() > WHOLE;
  }

  /** Top-1 of the network with this block alone cut. */
  private Optional<Double> alone(int block) {
    int at = chosen.indexOf(block);
    return isEach() && at >= 0
        ? Optional.of(accuracies.get(WHOLE + at).accuracy(1))
        : Optional.empty();
  }

  private Optional<BottleneckFigure.Accuracy> alone() {
    if (!isEach()) {
      return Optional.empty();
    }
    List<Double> top1 = chosen.stream().map(block -> alone(block).orElseThrow()).toList();
    return Optional.of(
        new BottleneckFigure.Accuracy(accuracies.getFirst().accuracy(1), chosen, top1));
  }

  @Override
  public void print(Page page) {
    page.heading(
        String.format(
            Locale.ROOT,
            "What a ReLU6 after each bottleneck would cut off, %s",
            Words.count(pictures, "picture")));
    page.table("  ", blockTable());
    page.blank();
    if (variants.isEmpty()) {
      page.indented(
          "  ", "--data FOLDER, with labels.csv in it, shows what that does to the accuracy.");
      return;
    }
    page.heading(String.format(Locale.ROOT, "Accuracy, %s", Words.count(pictures, "picture")));
    Table table = new Table(Align.LEFT, Align.RIGHT, Align.RIGHT);
    table.row("", "top-1", "top-5");
    for (int i = 0; i < Math.min(variants.size(), WHOLE); i++) {
      table.row(
          variants.get(i).name(),
          Numbers.percent(accuracies.get(i).accuracy(1)),
          Numbers.percent(accuracies.get(i).accuracy(TOP)));
    }
    page.table("  ", table);
  }

  private Table blockTable() {
    List<Align> columns = new ArrayList<>(List.of(Align.RIGHT, Align.LEFT));
    List<String> head = new ArrayList<>(List.of("", "block"));
    for (String title : List.of("channels", "negative", "over 6", "energy lost")) {
      columns.add(Align.RIGHT);
      head.add(title);
    }
    if (isEach()) {
      columns.add(Align.RIGHT);
      head.add("top-1 with it alone");
    }
    Table table = new Table(columns.toArray(Align[]::new));
    table.row(head.toArray(String[]::new));
    List<BlockLoss> blocks = losses.orElseThrow();
    for (int i = 0; i < blocks.size(); i++) {
      BlockLoss block = blocks.get(i);
      List<String> row =
          new ArrayList<>(
              List.of(
                  "" + i,
                  block.block(),
                  "" + block.channels(),
                  Numbers.percent(block.negativeShare()),
                  Numbers.percent(block.overShare()),
                  Numbers.percent(block.lostShare())));
      if (isEach()) {
        row.add(alone(i).map(Numbers::percent).orElse(""));
      }
      table.row(row.toArray(String[]::new));
    }
    return table;
  }

  @Override
  public JsonObject.Builder json() {
    List<BlockLoss> blocks = losses.orElseThrow();
    JsonObject.Builder json =
        JsonObject.builder()
            .put("pictures", pictures)
            .put(
                "blocks",
                JsonArray.of(IntStream.range(0, blocks.size()).mapToObj(this::blockJson).toList()));
    if (!variants.isEmpty()) {
      json.put("trained", accuracyJson(0));
      json.put("withRelu6", accuracyJson(1));
    }
    return json;
  }

  private JsonObject blockJson(int number) {
    BlockLoss block = losses.orElseThrow().get(number);
    JsonObject.Builder json =
        JsonObject.builder()
            .put("number", number)
            .put("block", block.block())
            .put("channels", block.channels())
            .put("values", block.values())
            .put("negative", block.negativeShare())
            .put("over6", block.overShare())
            .put("energyLostBelow0", block.lostBelowShare())
            .put("energyLostOver6", block.lostAboveShare());
    alone(number).ifPresent(top1 -> json.put("top1WithItAlone", top1));
    return json.build();
  }

  private JsonObject accuracyJson(int variant) {
    return JsonObject.builder()
        .put(
            "blocks",
            JsonArray.ofIntegers(
                variants.get(variant).cut().stream().mapToInt(Integer::intValue).toArray()))
        .put("top1", accuracies.get(variant).accuracy(1))
        .put("top5", accuracies.get(variant).accuracy(TOP))
        .build();
  }
}
