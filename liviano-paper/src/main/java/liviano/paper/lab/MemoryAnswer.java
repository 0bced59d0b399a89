package liviano.paper.lab;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import liviano.cli.output.Table;
import liviano.cli.output.Table.Align;
import liviano.cli.output.Words;
import liviano.json.JsonArray;
import liviano.json.JsonObject;
import liviano.paper.experiments.BlockMemory;
import liviano.paper.plot.Axis;
import liviano.paper.plot.BarPlot;
import liviano.paper.plot.BarPlot.Bars;

/**
 * The memory and the time of a block.
 *
 * @param block its number
 * @param splits by the number of groups, 1 first
 * @param strips as this engine fuses blocks, if its kernels here can
 */
record MemoryAnswer(int block, BlockMemory memory, List<Split> splits, Trial strips)
    implements Answer {
  private static final double KIB = 1024;

  /**
   * One way to compute the block.
   *
   * @param planned bytes that the engine reserves, those of the kernels among them
   * @param fused whether the block ran as one task
   */
  record Trial(long planned, double medianMs, boolean fused) {}

  /** The block in so many groups of channels. */
  record Split(int groups, Trial trial) {}

  @Override
  public JsonObject.Builder json() {
    List<JsonObject> ways =
        splits.stream()
            .map(
                split ->
                    JsonObject.builder()
                        .put("groups", split.groups())
                        .put("formulaBytes", memory.split(split.groups()))
                        .put("plannedBytes", split.trial().planned())
                        .put("medianMs", split.trial().medianMs())
                        .build())
            .toList();
    JsonObject.Builder json =
        JsonObject.builder()
            .put("block", block)
            .put("input", memory.in().toString())
            .put("expanded", memory.expanded().toString())
            .put("filtered", memory.filtered().toString())
            .put("output", memory.out().toString())
            .put("endsBytes", memory.ends())
            .put("rowStripsBytes", memory.rowStrips())
            .put("splits", JsonArray.of(ways));
    if (strips.fused()) {
      json.put("stripsPlannedBytes", strips.planned()).put("stripsMedianMs", strips.medianMs());
    }
    return json;
  }

  @Override
  public void print(Page page) {
    page.heading(
        String.format(
            Locale.ROOT,
            "Block %d of MobileNetV2: %s -> %s -> %s -> %s",
            block,
            memory.in(),
            memory.expanded(),
            memory.filtered(),
            memory.out()));
    page.blank();
    Table table = new Table(Align.LEFT, Align.RIGHT, Align.RIGHT, Align.RIGHT);
    table.row("", "Formula", "Planned", "ms");
    for (Split split : splits) {
      table.row(
          split.groups() == 1 ? "Layer by layer" : "Channels, t = " + split.groups(),
          kibibytes(memory.split(split.groups())),
          kibibytes(split.trial().planned()),
          ms(split.trial()));
    }
    table.row(
        "Strips of rows",
        kibibytes(memory.rowStrips()),
        strips.fused() ? kibibytes(strips.planned()) : "-",
        strips.fused() ? ms(strips) : "-");
    table.row("Input and output", kibibytes(memory.ends()), "", "");
    page.table(1, table);
    if (!strips.fused()) {
      page.blank();
      page.line("Strips have a formula only: the kernels here do not fuse blocks (see doctor).");
    }
  }

  private static String ms(Trial trial) {
    return String.format(Locale.ROOT, "%.3f", trial.medianMs());
  }

  private static String kibibytes(long bytes) {
    return Words.thousands(Math.round(bytes / KIB)) + " KiB";
  }

  @Override
  public void draw(PictureFolder folder) throws IOException {
    List<String> ways = new ArrayList<>();
    List<Double> planned = new ArrayList<>();
    List<Double> formula = new ArrayList<>();
    List<Double> ms = new ArrayList<>();
    for (Split split : splits) {
      ways.add(String.valueOf(split.groups()));
      formula.add(memory.split(split.groups()) / KIB);
      planned.add(split.trial().planned() / KIB);
      ms.add(split.trial().medianMs());
    }
    if (strips.fused()) {
      ways.add("strips of rows");
      formula.add(memory.rowStrips() / KIB);
      planned.add(strips.planned() / KIB);
      ms.add(strips.medianMs());
    }
    BarPlot bytes =
        new BarPlot(
            String.format(
                Locale.ROOT,
                strips.fused()
                    ? "Block %d of MobileNetV2 in t groups of channels, and in strips of rows"
                    : "Block %d of MobileNetV2 in t groups of channels",
                block),
            "t",
            Axis.linear("memory (KiB)"),
            ways,
            List.of(new Bars("section 5.1", formula), new Bars("planned here", planned)));
    BarPlot times =
        new BarPlot("", "t", Axis.linear("time (ms)"), ways, List.of(new Bars("median", ms)));
    folder.write("memory", bytes.in(folder::word).drawing());
    folder.write("time", times.in(folder::word).drawing());
  }
}
