package liviano.paper.tables;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/** The notes of a table, numbered from 1 in the order of the rows; equal ones share a number. */
final class Notes {
  private final SequencedMap<String, Integer> numbers = new LinkedHashMap<>();

  Notes(ResultTable table) {
    for (TableRow row : table.rows()) {
      if (!row.note().isEmpty()) {
        numbers.putIfAbsent(row.note(), numbers.size() + 1);
      }
    }
  }

  boolean isEmpty() {
    return numbers.isEmpty();
  }

  /** Such as {@code [2]}; empty for a row without a note. */
  String mark(TableRow row) {
    return row.note().isEmpty() ? "" : "[" + numbers.get(row.note()) + "]";
  }

  /** Such as {@code [2] no convention gives it}. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    numbers.forEach((note, number) -> lines.add("[" + number + "] " + note));
    return lines;
  }
}
