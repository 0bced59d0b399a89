package liviano.paper.figures;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import liviano.paper.plot.Axis;
import liviano.paper.plot.Graphic;
import liviano.paper.plot.Point;
import liviano.paper.plot.ScatterPlot;
import liviano.paper.plot.Series;
import liviano.paper.published.Checkpoint;
import liviano.paper.published.Checkpoints;
import liviano.paper.published.ClassificationTable;
import liviano.paper.published.Figure;
import liviano.paper.published.Measures;
import liviano.paper.published.Row;
import liviano.paper.published.ZooNetwork;
import liviano.zoo.Recipe;

/**
 * The paper's figure 5 with its rivals: published accuracy on ImageNet over published
 * multiply-adds, or over milliseconds measured here. A line joins the resolutions of one width.
 */
public final class AccuracyFigure {
  private static final Axis TOP_1 = Axis.linear("ImageNet top-1 (%), published");
  private static final int LARGEST_INPUT = 224;

  private AccuracyFigure() {}

  /** How long a network takes here. */
  @FunctionalInterface
  public interface Stopwatch {
    /** Milliseconds; empty if it cannot run, which has been reported. */
    OptionalDouble milliseconds(Recipe recipe);
  }

  /**
   * A network of the figure.
   *
   * @param line which points a line joins: those of one architecture and width
   */
  private record Entry(
      String network, String line, String label, ZooNetwork setup, double millions, double top1) {}

  /** How many networks are timed. */
  public static int networks() {
    return Checkpoints.MOBILENET_V2.size()
        + Checkpoints.MOBILENET_V1.size()
        + (int) rivals().count();
  }

  /**
   * Accuracy over multiply-adds.
   *
   * @param words of the reader's language for English ones
   */
  public static Graphic overMultiplyAdds(UnaryOperator<String> words) {
    return plot(
        words,
        Axis.logarithmic("multiply-adds (millions), published"),
        entry -> OptionalDouble.of(entry.millions()));
  }

  /**
   * Accuracy over milliseconds.
   *
   * @param words of the reader's language for English ones
   */
  public static Graphic overTime(Stopwatch stopwatch, UnaryOperator<String> words) {
    return plot(
        words,
        Axis.logarithmic("milliseconds here, one thread"),
        entry -> stopwatch.milliseconds(entry.setup().recipe()));
  }

  private interface Place {
    OptionalDouble x(Entry entry);
  }

  private static Graphic plot(UnaryOperator<String> words, Axis x, Place place) {
    Map<String, List<Entry>> lines = new LinkedHashMap<>();
    for (Entry entry : entries()) {
      lines.computeIfAbsent(entry.line(), line -> new ArrayList<>()).add(entry);
    }
    List<Series> series = new ArrayList<>();
    for (List<Entry> line : lines.values()) {
      List<Point> points =
          line.stream()
              .flatMap(entry -> point(entry, place).stream())
              .sorted(Comparator.comparingDouble(Point::y))
              .toList();
      if (!points.isEmpty()) {
        series.add(new Series(line.getFirst().network(), points, line.size() > 1));
      }
    }
    return new ScatterPlot("", x, TOP_1, series).in(words).drawing(760, 520);
  }

  private static Optional<Point> point(Entry entry, Place place) {
    OptionalDouble x = place.x(entry);
    return x.isPresent()
        ? Optional.of(new Point(x.getAsDouble(), entry.top1(), entry.label()))
        : Optional.empty();
  }

  private static List<Entry> entries() {
    return Stream.of(
            Checkpoints.MOBILENET_V2.stream().map(checkpoint -> entry("MobileNetV2", checkpoint)),
            Checkpoints.MOBILENET_V1.stream().map(checkpoint -> entry("MobileNetV1", checkpoint)),
            rivals().map(AccuracyFigure::entry))
        .flatMap(entries -> entries)
        .toList();
  }

  /** The width is written at the largest input, where its line ends. */
  private static Entry entry(String network, Checkpoint checkpoint) {
    return new Entry(
        network,
        network + checkpoint.width(),
        checkpoint.resolution() == LARGEST_INPUT ? String.valueOf(checkpoint.width()) : "",
        checkpoint.setup(),
        Double.parseDouble(checkpoint.millionMultiplyAdds()),
        checkpoint.top1());
  }

  /** Table 4's networks that are no MobileNets. */
  private static Stream<Row> rivals() {
    return ClassificationTable.ROWS.stream().filter(row -> !row.name().startsWith("MobileNet"));
  }

  private static Entry entry(Row row) {
    int bracket = row.name().indexOf(" (");
    String network = bracket < 0 ? row.name() : row.name().substring(0, bracket);
    String label = bracket < 0 ? "" : row.name().substring(bracket + 2, row.name().length() - 1);
    Figure multiplyAdds = row.published().multiplyAdds().orElseThrow();
    return new Entry(
        network,
        row.name(),
        label,
        row.setup(),
        multiplyAdds.value() / 1e6,
        row.published().accuracy().get(Measures.TOP_1));
  }
}
