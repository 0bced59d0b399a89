package liviano.train.run;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.SequencedMap;
import java.util.regex.Pattern;

/**
 * The text of {@code metrics.csv}: a line that names the columns, then one line an epoch. Numbers
 * are written such that they are read back the same, with a point, and as {@code NaN} or {@code
 * Infinity} where they are none; what was not measured is empty.
 *
 * @param more names of the columns behind the {@linkplain #FIXED fixed} ones
 * @param rows one an epoch, 1, 2, 3 and so on
 */
record MetricsCsv(List<String> more, List<EpochMetrics> rows) {
  static final List<String> FIXED =
      List.of(
          "epoch",
          "step",
          "seconds",
          "train_loss",
          "validation_loss",
          "score",
          "rate",
          "pictures_per_second");

  /** What a name may hold besides: nothing that would need quotes. */
  private static final Pattern NAME = Pattern.compile("[^\\p{Cntrl}\",]{1,100}");

  private static final int MOST_COLUMNS = 200;

  MetricsCsv {
    more = List.copyOf(more);
    rows = List.copyOf(rows);
  }

  /** The line that names the columns, with its line feed. */
  static String header(List<String> more) {
    List<String> names = new ArrayList<>(FIXED);
    names.addAll(more);
    return String.join(",", names) + "\n";
  }

  /**
   * The line of an epoch, with its line feed.
   *
   * @param more the names of the further columns; empty where the epoch lacks one
   */
  static String line(EpochMetrics row, List<String> more) {
    List<String> cells = new ArrayList<>();
    cells.add(Long.toString(row.epoch()));
    cells.add(Long.toString(row.step()));
    cells.add(String.format(Locale.ROOT, "%.3f", row.seconds()));
    cells.add(Double.toString(row.trainLoss()));
    cells.add(number(row.validationLoss()));
    cells.add(number(row.score()));
    cells.add(Double.toString(row.rate()));
    cells.add(String.format(Locale.ROOT, "%.2f", row.picturesPerSecond()));
    for (String name : more) {
      Double value = row.more().get(name);
      cells.add(value == null ? "" : Double.toString(value));
    }
    return String.join(",", cells) + "\n";
  }

  private static String number(OptionalDouble value) {
    return value.isPresent() ? Double.toString(value.getAsDouble()) : "";
  }

  /**
   * @throws IllegalArgumentException if a name cannot stand in the first line
   */
  static void requireName(String name) {
    if (!NAME.matcher(name).matches() || FIXED.contains(name)) {
      throw new IllegalArgumentException("'" + name + "' is no name for a figure");
    }
  }

  /**
   * Reads a text. What follows its last line feed is left out: a row that was being written when
   * its process was killed.
   *
   * @param file for messages
   * @throws RunException naming the line that is no row
   */
  static MetricsCsv parse(Path file, String text) {
    String[] lines = text.substring(0, text.lastIndexOf('\n') + 1).split("\r?\n");
    if (lines[0].isEmpty() && lines.length == 1) {
      return new MetricsCsv(List.of(), List.of());
    }
    List<String> more = names(file, lines[0]);
    List<EpochMetrics> rows = new ArrayList<>();
    for (int line = 1; line < lines.length; line++) {
      try {
        rows.add(row(lines[line].split(",", -1), more, rows.size() + 1));
      } catch (IllegalArgumentException e) {
        throw new RunException(
            file, String.format(Locale.ROOT, "line %d: %s", line + 1, e.getMessage()));
      }
    }
    return new MetricsCsv(more, rows);
  }

  private static List<String> names(Path file, String line) {
    List<String> names = List.of(line.split(",", -1));
    if (names.size() > MOST_COLUMNS
        || names.size() < FIXED.size()
        || !names.subList(0, FIXED.size()).equals(FIXED)) {
      throw new RunException(
          file, "line 1: its columns should begin with " + String.join(",", FIXED));
    }
    return names.subList(FIXED.size(), names.size());
  }

  private static EpochMetrics row(String[] cells, List<String> more, long epoch) {
    if (cells.length != FIXED.size() + more.size()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%d columns, the first line has %d",
              cells.length,
              FIXED.size() + more.size()));
    }
    if (Long.parseLong(cells[0]) != epoch) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "epoch %s, expected %d", cells[0], epoch));
    }
    SequencedMap<String, Double> further = new LinkedHashMap<>();
    for (int i = 0; i < more.size(); i++) {
      String cell = cells[FIXED.size() + i];
      if (!cell.isEmpty()) {
        further.put(more.get(i), Double.valueOf(cell));
      }
    }
    return new EpochMetrics(
        epoch,
        Long.parseLong(cells[1]),
        Double.parseDouble(cells[2]),
        Double.parseDouble(cells[3]),
        optional(cells[4]),
        optional(cells[5]),
        Double.parseDouble(cells[6]),
        Double.parseDouble(cells[7]),
        further);
  }

  private static OptionalDouble optional(String cell) {
    return cell.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(Double.parseDouble(cell));
  }
}
