package liviano.paper.lab;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import liviano.cli.output.Table;
import liviano.cli.output.Table.Align;
import liviano.cli.output.Words;
import liviano.json.JsonArray;
import liviano.json.JsonObject;
import liviano.paper.experiments.NetworkManifold.Block;
import liviano.paper.experiments.NetworkManifold.Directions;
import liviano.paper.plot.Axis;
import liviano.paper.plot.LinePlot;
import liviano.paper.plot.Point;
import liviano.paper.plot.Series;

/**
 * How many directions the layers of a trained network use, as table and picture.
 *
 * @param model its name
 * @param pictures that were looked at
 * @param blocks at least one
 */
record NetworkManifoldAnswer(String model, int pictures, List<Block> blocks) implements Answer {

  @Override
  public JsonObject.Builder json() {
    return JsonObject.builder()
        .put("model", model)
        .put("pictures", pictures)
        .put(
            "blocks",
            JsonArray.of(
                blocks.stream()
                    .map(
                        block -> {
                          JsonObject.Builder json =
                              JsonObject.builder()
                                  .put("block", block.name())
                                  .put("bottleneck", json(block.bottleneck()));
                          block.expansion().ifPresent(wide -> json.put("expansion", json(wide)));
                          return json.build();
                        })
                    .toList()));
  }

  private static JsonObject json(Directions layer) {
    return JsonObject.builder()
        .put("channels", layer.channels())
        .put("positions", layer.positions())
        .put("directions90", layer.of90())
        .put("directions95", layer.of95())
        .put("directions99", layer.of99())
        .build();
  }

  @Override
  public void print(Page page) {
    page.heading(
        String.format(
            Locale.ROOT,
            "Directions that hold 90, 95 and 99 %% of the variance, %s",
            Words.count(pictures, "picture")));
    Align[] aligns = new Align[10];
    Arrays.fill(aligns, Align.RIGHT);
    aligns[0] = Align.LEFT;
    Table table = new Table(aligns);
    table.row(
        "block",
        "expansion",
        "90 %",
        "95 %",
        "99 %",
        "bottleneck",
        "90 %",
        "95 %",
        "99 %",
        "positions");
    for (Block block : blocks) {
      List<String> cells = new ArrayList<>(List.of(block.name()));
      cells.addAll(cells(block.expansion()));
      cells.addAll(cells(Optional.of(block.bottleneck())));
      cells.add(Words.thousands(block.bottleneck().positions()));
      table.row(cells.toArray(String[]::new));
    }
    page.table(1, table);
    page.blank();
    if (blocks.stream().anyMatch(NetworkManifoldAnswer::isStarved)) {
      page.line(
          "A layer of more channels than positions shows no more directions than these: give more"
              + " pictures.");
    }
  }

  private static boolean isStarved(Block block) {
    return block.bottleneck().positions() < block.bottleneck().channels()
        || block.expansion().filter(wide -> wide.positions() < wide.channels()).isPresent();
  }

  private static List<String> cells(Optional<Directions> layer) {
    return layer
        .map(
            found ->
                IntStream.of(found.channels(), found.of90(), found.of95(), found.of99())
                    .mapToObj(String::valueOf)
                    .toList())
        .orElse(List.of("", "", "", ""));
  }

  @Override
  public void draw(PictureFolder folder) throws IOException {
    List<Series> lines = new ArrayList<>();
    lines.addAll(wide("expansion, channels", Directions::channels));
    lines.addAll(wide("expansion, 95 %", Directions::of95));
    lines.add(line("bottleneck, channels", block -> block.bottleneck().channels()));
    lines.add(line("bottleneck, 95 %", block -> block.bottleneck().of95()));
    LinePlot plot =
        new LinePlot(
            "Directions that hold 95 % of the variance, and channels",
            Axis.linear("block"), Axis.logarithmic("number"), lines);
    folder.write("network", plot.in(folder::word).drawing(760, 460));
  }

  private Series line(String name, ToIntFunction<Block> number) {
    return Series.joined(
        name,
        IntStream.range(0, blocks.size())
            .mapToObj(i -> Point.of(i, Math.max(1, number.applyAsInt(blocks.get(i)))))
            .toList());
  }

  private List<Series> wide(String name, ToIntFunction<Directions> number) {
    List<Point> points =
        IntStream.range(0, blocks.size())
            .filter(i -> blocks.get(i).expansion().isPresent())
            .mapToObj(
                i ->
                    Point.of(
                        i, Math.max(1, number.applyAsInt(blocks.get(i).expansion().orElseThrow()))))
            .toList();
    return points.isEmpty() ? List.of() : List.of(Series.joined(name, points));
  }
}
