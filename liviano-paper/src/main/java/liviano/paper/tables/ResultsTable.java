package liviano.paper.tables;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import liviano.json.JsonObject;
import liviano.paper.published.Count;
import liviano.paper.published.Figure;
import liviano.paper.published.Published;
import liviano.paper.published.Row;

/**
 * The form of all tables of results: for each network what was published, what is counted, their
 * ratio, and what was tried here.
 */
final class ResultsTable {

  /**
   * A row to come.
   *
   * @param more cells of the layout's own columns
   */
  record Entry(Row row, List<Cell> more) {
    Entry(Row row) {
      this(row, List.of());
    }
  }

  private record Result(
      Entry entry, Count count, Optional<Timed> timed, Optional<Examined> examined) {
    Published published() {
      return entry.row().published();
    }

    String note() {
      return Stream.of(entry.row().note(), examined.map(Examined::remark).orElse(""))
          .filter(text -> !text.isEmpty())
          .collect(Collectors.joining(". "));
    }
  }

  private record Field(Column column, Function<Result, Cell> cell) {}

  /** Digits after the point that most sources give of an accuracy in percent. */
  private static final int MOST_DIGITS = 2;

  private final ResultsLayout layout;
  private final Trials trials;
  private final List<Field> fields = new ArrayList<>();

  private ResultsTable(ResultsLayout layout, Trials trials) {
    this.layout = layout;
    this.trials = trials;
  }

  /** Counts, and tries, the rows in their order. */
  static ResultTable of(ResultsLayout layout, List<Entry> entries, Trials trials) {
    return new ResultsTable(layout, trials).table(entries);
  }

  private ResultTable table(List<Entry> entries) {
    List<Result> results = new ArrayList<>();
    for (Entry entry : entries) {
      results.add(
          new Result(
              entry,
              Count.of(entry.row()),
              trials.stopwatch().flatMap(watch -> watch.time(entry.row())),
              trials.examiner().flatMap(examiner -> examiner.examine(entry.row()))));
    }
    addFields(results);
    return new ResultTable(
        layout.id(),
        layout.title(),
        fields.stream().map(Field::column).toList(),
        results.stream().map(this::row).toList(),
        layout.remarks());
  }

  private static SequencedSet<String> measures(List<Result> results) {
    SequencedSet<String> measures = new LinkedHashSet<>();
    results.forEach(result -> measures.addAll(result.published().accuracy().sequencedKeySet()));
    return measures;
  }

  private void addFields(List<Result> results) {
    SequencedSet<String> measures = measures(results);
    words(Column.words("Network"), r -> r.entry().row().name());
    for (int i = 0; i < layout.more().size(); i++) {
      int column = i;
      fields.add(new Field(layout.more().get(i), r -> r.entry().more().get(column)));
    }
    numbers(
        Column.numbers("Params", "published parameters").ofWorth(8),
        r -> figure(r.published().parameters()));
    numbers(
        Column.numbers("counted", "counted parameters").ofWorth(7),
        r -> Cell.number(parameters(r)));
    numbers(
        Column.numbers("ratio", "parameters ratio").ofWorth(2),
        r -> ratio(parameters(r), r.published().parameters()));
    numbers(Column.numbers("MAdds", "published madds"), r -> figure(r.published().multiplyAdds()));
    numbers(Column.numbers("counted", "counted madds"), r -> Cell.number(r.count().multiplyAdds()));
    numbers(
        Column.numbers("ratio", "madds ratio").ofWorth(4),
        r -> ratio(r.count().multiplyAdds(), r.published().multiplyAdds()));
    if (layout.padded()) {
      numbers(
          Column.numbers("padded", "padded madds").ofWorth(11),
          r -> Cell.number(r.count().paddedMultiplyAdds()));
      numbers(
          Column.numbers("ratio", "padded madds ratio").ofWorth(3),
          r -> ratio(r.count().paddedMultiplyAdds(), r.published().multiplyAdds()));
    }
    for (String measure : measures) {
      int digits = digits(results, measure);
      Column column = Column.numbers(measure);
      numbers(
          measure.equals(measures.getFirst()) ? column : column.ofWorth(5),
          r -> accuracy(r, measure, digits));
    }
    layout
        .device()
        .ifPresent(
            device ->
                numbers(
                    Column.numbers(device, device).ofWorth(6),
                    r -> figure(r.published().milliseconds())));
    addTrials(measures);
  }

  private void addTrials(SequencedSet<String> measures) {
    if (trials.stopwatch().isPresent()) {
      numbers(Column.numbers("ms here"), r -> cell(r.timed(), t -> Cell.number(t.ms(), 1)));
      numbers(
          Column.numbers("GMAC/s", "gmac/s here").ofWorth(9),
          r -> cell(r.timed(), t -> Cell.number(t.gmacPerSecond(), 1)));
      words(Column.words("kernels").ofWorth(1), r -> r.timed().map(Timed::kernels).orElse(""));
    }
    if (trials.examiner().isPresent()) {
      for (String measure : measures) {
        numbers(
            Column.numbers(measure + " here", measure + " here"),
            r ->
                cell(
                    r.examined().map(e -> e.percent().get(measure)),
                    percent -> Cell.number(percent, 1)));
      }
      numbers(
          Column.numbers("pictures", "pictures here").ofWorth(10),
          r -> cell(r.examined(), e -> Cell.number(e.pictures())));
    }
  }

  private void words(Column column, Function<Result, String> cell) {
    fields.add(new Field(column, cell.andThen(Cell::text)));
  }

  private void numbers(Column column, Function<Result, Cell> cell) {
    fields.add(new Field(column, cell));
  }

  private long parameters(Result result) {
    return layout.parameters().applyAsLong(result.count());
  }

  private static <T> Cell cell(Optional<T> value, Function<T, Cell> cell) {
    return value.map(cell).orElse(Cell.EMPTY);
  }

  private static Cell figure(Optional<Figure> figure) {
    return cell(figure, Cell::figure);
  }

  private static Cell ratio(long counted, Optional<Figure> published) {
    return cell(published, figure -> Cell.number(counted / figure.value(), 2));
  }

  private static Cell accuracy(Result result, String measure, int least) {
    Double percent = result.published().accuracy().get(measure);
    if (percent == null) {
      return Cell.EMPTY;
    }
    int digits = BigDecimal.valueOf(percent).scale();
    Cell cell = Cell.number(percent, Math.max(least, digits));
    return digits > MOST_DIGITS
        ? cell.withBrief(String.format(Locale.ROOT, "%.1f", percent))
        : cell;
  }

  /**
   * Digits after the point that all of a source's figures have; where sources differ in it, each
   * figure keeps its own.
   */
  private static int digits(List<Result> results, String measure) {
    int most =
        results.stream()
            .map(result -> result.published().accuracy().get(measure))
            .filter(Objects::nonNull)
            .mapToInt(percent -> BigDecimal.valueOf(percent).scale())
            .max()
            .orElse(0);
    return most <= MOST_DIGITS ? most : 0;
  }

  private TableRow row(Result result) {
    return new TableRow(
        fields.stream().map(field -> field.cell().apply(result)).toList(),
        new TableRow.Facts(
            result.entry().row().name(),
            published(result.published()),
            counted(result.count()),
            ratios(result),
            measured(result)),
        result.note());
  }

  private static JsonObject published(Published published) {
    JsonObject.Builder json = JsonObject.builder();
    published.parameters().ifPresent(figure -> put(json, "parameters", figure));
    published.multiplyAdds().ifPresent(figure -> put(json, "madds", figure));
    published.accuracy().forEach((measure, percent) -> json.put(key(measure), percent));
    published.milliseconds().ifPresent(figure -> json.put("ms", figure.value()));
    return json.build();
  }

  private static void put(JsonObject.Builder json, String key, Figure figure) {
    json.put(key, Math.round(figure.value()));
  }

  private JsonObject counted(Count count) {
    JsonObject.Builder json =
        JsonObject.builder()
            .put("parameters", count.parameters())
            .put("parametersWithoutNorm", count.parametersWithoutNorm())
            .put("parametersWithStatistics", count.parametersWithStatistics())
            .put("madds", count.multiplyAdds());
    if (layout.padded()) {
      json.put("maddsSpaceToBatch", count.paddedMultiplyAdds());
    }
    return json.build();
  }

  private JsonObject ratios(Result result) {
    JsonObject.Builder json = JsonObject.builder();
    result
        .published()
        .parameters()
        .ifPresent(figure -> json.put("parameters", parameters(result) / figure.value()));
    result
        .published()
        .multiplyAdds()
        .ifPresent(figure -> json.put("madds", result.count().multiplyAdds() / figure.value()));
    return json.build();
  }

  private static JsonObject measured(Result result) {
    JsonObject.Builder json = JsonObject.builder();
    result.timed().ifPresent(timed -> timed.addTo(json));
    result.examined().ifPresent(examined -> examined.addTo(json));
    return json.build();
  }

  /** A measure's name as JSON has it: {@code top1} of {@code top-1}. */
  static String key(String measure) {
    return measure.replace("-", "");
  }
}
