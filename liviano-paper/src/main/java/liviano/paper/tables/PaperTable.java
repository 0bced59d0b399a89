package liviano.paper.tables;

import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import liviano.engine.CompileOptions;
import liviano.paper.published.Checkpoints;
import liviano.paper.published.ClassificationTable;
import liviano.paper.published.DetectionTable;
import liviano.paper.published.HeadsTable;
import liviano.paper.published.History;
import liviano.paper.published.Row;
import liviano.paper.published.SegmentationTable;
import liviano.text.NearNames;
import liviano.zoo.Recipe;

/** The tables by the names that the command knows them by. */
public enum PaperTable {
  /** Table 2. */
  ARCHITECTURE(2, "the network line by line, at any width and resolution"),
  /** Table 1. */
  BLOCK(1, "the inverted residual, layer by layer"),
  /** The networks before. */
  HISTORY(0, "from LeNet-5 to MobileNetV2"),
  /** Table 3 and section 5.1. */
  MEMORY(3, "what has to be in memory (and section 5.1)"),
  /** Table 4. */
  CLASSIFICATION(4, "ImageNet"),
  /** Table 5. */
  HEADS(5, "SSD's and SSDLite's predictors"),
  /** Table 6. */
  DETECTION(6, "COCO"),
  /** Table 7. */
  SEGMENTATION(7, "PASCAL VOC"),
  /** Figure 5's points. */
  FAMILY(0, "the 22 released checkpoints");

  private static final String PADDED =
      "Padded: atrous convolutions as TensorFlow 1 ran them, space to batch.";

  private static final String PIXEL = "Pixel 1 ms";

  private final int number;
  private final String content;

  PaperTable(int number, String content) {
    this.number = number;
    this.content = content;
  }

  /** As the command calls it. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Its number in the paper, which names it as well; empty where the paper has no such table. */
  public OptionalInt number() {
    return number == 0 ? OptionalInt.empty() : OptionalInt.of(number);
  }

  /** Its name, and its number where it has one: {@code classification (4)}. */
  public String title() {
    return number == 0 ? id() : id() + " (" + number + ")";
  }

  /** What it shows, in a few words. */
  public String content() {
    return content;
  }

  /** Whether it is about one network, whose settings may be chosen. */
  public boolean takesSettings() {
    return this == ARCHITECTURE || this == BLOCK || this == MEMORY;
  }

  /**
   * The table of that name, or of that number in the paper.
   *
   * @throws IllegalArgumentException if there is none; the message offers the nearest, or all
   */
  public static PaperTable of(String id) {
    List<String> ids = Stream.of(values()).map(PaperTable::id).toList();
    int index = ids.indexOf(id);
    if (index >= 0) {
      return values()[index];
    }
    for (PaperTable table : values()) {
      if (table.number != 0 && id.equals(Integer.toString(table.number))) {
        return table;
      }
    }
    List<String> near = NearNames.of(id, ids);
    throw new IllegalArgumentException(
        near.isEmpty()
            ? String.format(Locale.ROOT, "unknown table '%s'; known are %s", id, titles())
            : String.format(
                Locale.ROOT,
                "unknown table '%s'; did you mean %s?",
                id,
                String.join(" or ", near)));
  }

  /** All by their names and numbers, parted by commas. */
  public static String titles() {
    return Stream.of(values()).map(PaperTable::title).collect(Collectors.joining(", "));
  }

  /**
   * Counts the table.
   *
   * @param recipe the network that it is about, where it {@linkplain #takesSettings takes} settings
   * @param compile how a network would be compiled here, for the engine's own memory
   * @throws IllegalArgumentException if the settings fit no network
   */
  public ResultTable make(Recipe recipe, CompileOptions compile, Trials trials) {
    return switch (this) {
      case ARCHITECTURE -> ArchitectureLines.table(recipe, trials);
      case BLOCK -> BlockLines.table(recipe, trials);
      case MEMORY -> MemoryLines.table(recipe, compile, trials);
      case HISTORY -> HistoryLines.table(trials);
      case CLASSIFICATION -> results(layout("Table 4: ImageNet").withDevice(PIXEL), trials);
      case HEADS ->
          results(
              layout("Table 5: predictors and extra layers on MobileNetV2, 320x320")
                  .withRemarks(headsRemark(trials)),
              trials);
      case DETECTION ->
          results(
              layout("Table 6: COCO").withPadded().withDevice(PIXEL).withRemarks(PADDED), trials);
      case SEGMENTATION ->
          results(
              layout("Table 7: DeepLabv3 on PASCAL VOC 2012, 513x513")
                  .withPadded()
                  .withRemarks(
                      "MF: at 257, 385, 513, 641, 769 and 897 pixels, each mirrored too.", PADDED),
              trials);
      case FAMILY ->
          results(
              layout("The released checkpoints of MobileNetV2: width, resolution")
                  .withoutNorm()
                  .withDevice(PIXEL)
                  .withRemarks(
                      "Parameters are counted without batch norm, as published. The published"
                          + " multiply-adds are cut, not rounded."),
              trials);
    };
  }

  private ResultsLayout layout(String title) {
    return new ResultsLayout(id(), title);
  }

  private ResultTable results(ResultsLayout layout, Trials trials) {
    return ResultsTable.of(layout, rows().stream().map(ResultsTable.Entry::new).toList(), trials);
  }

  private static String[] headsRemark(Trials trials) {
    return trials.stopwatch().isPresent()
        ? new String[] {"Times are those of the whole detector."}
        : new String[0];
  }

  /** The rows that are timed or examined; none for a table about one network. */
  public List<Row> rows() {
    return switch (this) {
      case ARCHITECTURE, BLOCK, MEMORY -> List.of();
      case HISTORY -> History.LINES.stream().map(History.Line::row).toList();
      case CLASSIFICATION -> ClassificationTable.ROWS;
      case HEADS -> HeadsTable.ROWS;
      case DETECTION -> DetectionTable.ROWS;
      case SEGMENTATION -> SegmentationTable.ROWS;
      case FAMILY ->
          Checkpoints.MOBILENET_V2.stream()
              .map(c -> new Row(c.name(), c.setup(), c.published()))
              .toList();
    };
  }
}
