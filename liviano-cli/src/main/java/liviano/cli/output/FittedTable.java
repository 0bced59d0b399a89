package liviano.cli.output;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import liviano.cli.output.Table.Align;

/**
 * A table that is no wider than the terminal. Where it would be, it takes these steps until it
 * fits: numbers in brief; cells below one another; without the columns of least worth; words
 * broken; a record for each row. A number is never broken.
 */
public final class FittedTable {
  /** Below this width no column of words is broken further. */
  private static final int NARROWEST = 12;

  private static final int GAP = 2;

  /**
   * A column.
   *
   * @param name its head; blanks are where it may be broken
   * @param worth a column of less worth is left out before one of more
   * @param under the head of the column whose cells these may stand below
   */
  public record Column(String name, Align align, int worth, Optional<String> under) {
    /** The worth of a column that is never left out. */
    public static final int KEPT = Integer.MAX_VALUE;

    /** A column that is never left out. */
    public Column(String name, Align align) {
      this(name, align, KEPT, Optional.empty());
    }
  }

  /**
   * A cell.
   *
   * @param full such as {@code 34,360,351,232}
   * @param brief such as {@code 34.4 B}
   */
  public record Cell(String full, String brief) {
    public Cell {
      full = Text.oneLine(full);
      brief = Text.oneLine(brief);
    }

    /** A cell that says the same in both. */
    public Cell(String text) {
      this(text, text);
    }
  }

  /**
   * The lines of a table.
   *
   * @param head lines above the rows; none if each row is a record
   * @param leftOut indices of the columns that had no room
   */
  public record Lines(List<String> head, List<String> rows, List<Integer> leftOut) {}

  private final List<Column> columns;
  private final List<List<Cell>> rows = new ArrayList<>();

  public FittedTable(List<Column> columns) {
    this.columns = List.copyOf(columns);
  }

  /**
   * Adds a row.
   *
   * @throws IllegalArgumentException if it has not a cell for each column
   */
  public void row(List<Cell> cells) {
    if (cells.size() != columns.size()) {
      throw new IllegalArgumentException(
          "a row of " + cells.size() + " cells in a table of " + columns.size() + " columns");
    }
    rows.add(List.copyOf(cells));
  }

  /** The table in lines of at most so many character cells. */
  public Lines lines(int most) {
    List<Integer> all = IntStream.range(0, columns.size()).boxed().toList();
    List<Stack> beside = stacks(all, false);
    if (fits(beside, false, most)) {
      return print(beside, false);
    }
    if (fits(beside, true, most)) {
      return print(beside, true);
    }
    List<Integer> kept = new ArrayList<>(all);
    while (!fits(stacks(kept, true), true, most)) {
      Optional<Integer> least =
          kept.stream()
              .filter(index -> columns.get(index).worth() < Column.KEPT)
              .min(Comparator.comparingInt(index -> columns.get(index).worth()));
      if (least.isEmpty()) {
        return broken(stacks(kept, true), most);
      }
      kept.remove(least.get());
    }
    return print(stacks(kept, true), true);
  }

  /**
   * Columns that share their place: one, or one and those that stand below it.
   *
   * @param indices of the columns, from above
   */
  private record Stack(List<Integer> indices, Align align) {}

  private List<Stack> stacks(List<Integer> kept, boolean below) {
    List<Stack> stacks = new ArrayList<>();
    for (int index : kept) {
      Column column = columns.get(index);
      if (below && column.under().isPresent()) {
        continue; // stands in another's place
      }
      List<Integer> place = new ArrayList<>(List.of(index));
      if (below) {
        kept.stream()
            .filter(other -> columns.get(other).under().equals(Optional.of(column.name())))
            .forEach(place::add);
      }
      stacks.add(new Stack(List.copyOf(place), column.align()));
    }
    return stacks;
  }

  private boolean fits(List<Stack> stacks, boolean brief, int most) {
    return total(widths(stacks, brief)) <= most;
  }

  private static int total(int[] widths) {
    return IntStream.of(widths).sum() + GAP * (widths.length - 1);
  }

  private int[] widths(List<Stack> stacks, boolean brief) {
    return stacks.stream()
        .mapToInt(stack -> stack.indices().stream().mapToInt(i -> width(i, brief)).max().orElse(0))
        .toArray();
  }

  private int width(int index, boolean brief) {
    String name = columns.get(index).name();
    int cells =
        rows.stream().mapToInt(row -> Text.width(text(row.get(index), brief))).max().orElse(0);
    int head =
        brief ? Stream.of(name.split(" ")).mapToInt(Text::width).max().orElse(0) : Text.width(name);
    return Math.max(cells, head);
  }

  private static String text(Cell cell, boolean brief) {
    return brief ? cell.brief() : cell.full();
  }

  /** With the widest columns of words broken until it fits, or as records. */
  private Lines broken(List<Stack> stacks, int most) {
    int[] widths = widths(stacks, true);
    while (total(widths) > most) {
      int widest = -1;
      for (int i = 0; i < widths.length; i++) {
        boolean breaks = stacks.get(i).align() == Align.LEFT && widths[i] > NARROWEST;
        if (breaks && (widest < 0 || widths[i] > widths[widest])) {
          widest = i;
        }
      }
      if (widest < 0) {
        return records(most);
      }
      widths[widest]--;
    }
    return print(stacks, widths, true);
  }

  private Lines print(List<Stack> stacks, boolean brief) {
    return print(stacks, widths(stacks, brief), brief);
  }

  private Lines print(List<Stack> stacks, int[] widths, boolean brief) {
    List<String> lines = new ArrayList<>();
    for (List<Cell> row : rows) {
      lines.addAll(
          lines(parts(stacks, widths, i -> text(row.get(i), brief)), stacks, widths, false));
    }
    List<Integer> leftOut =
        IntStream.range(0, columns.size())
            .filter(i -> stacks.stream().noneMatch(stack -> stack.indices().contains(i)))
            .boxed()
            .toList();
    List<List<String>> names = parts(stacks, widths, i -> columns.get(i).name());
    return new Lines(lines(names, stacks, widths, true), lines, leftOut);
  }

  /** What stands in each place, from above, in pieces that are no wider than the place. */
  private static List<List<String>> parts(
      List<Stack> stacks, int[] widths, IntFunction<String> text) {
    List<List<String>> parts = new ArrayList<>();
    for (int i = 0; i < widths.length; i++) {
      List<String> place = new ArrayList<>();
      for (int index : stacks.get(i).indices()) {
        place.addAll(Text.wrap(text.apply(index), Math.max(2, widths[i])));
      }
      parts.add(place);
    }
    return parts;
  }

  /** Places of several lines beside one another; they end at the same line, or begin there. */
  private static List<String> lines(
      List<List<String>> parts, List<Stack> stacks, int[] widths, boolean endTogether) {
    int height = parts.stream().mapToInt(List::size).max().orElse(0);
    List<String> lines = new ArrayList<>();
    for (int y = 0; y < height; y++) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        int at = endTogether ? y - height + parts.get(i).size() : y;
        String text = at >= 0 && at < parts.get(i).size() ? parts.get(i).get(at) : "";
        String blanks = " ".repeat(Math.max(0, widths[i] - Text.width(text)));
        line.append(i == 0 ? "" : " ".repeat(GAP));
        line.append(stacks.get(i).align() == Align.LEFT ? text + blanks : blanks + text);
      }
      lines.add(line.toString().stripTrailing());
    }
    return lines;
  }

  /** The first cell of each row, and below it the others with their heads. */
  private Lines records(int most) {
    String indent = " ".repeat(GAP);
    int room = Math.max(2, most - GAP);
    List<String> lines = new ArrayList<>();
    for (List<Cell> row : rows) {
      lines.addAll(Text.wrap(row.getFirst().brief(), Math.max(2, most)));
      StringBuilder line = new StringBuilder();
      for (int i = 1; i < columns.size(); i++) {
        if (row.get(i).brief().isEmpty()) {
          continue;
        }
        String name = columns.get(i).name();
        String text = row.get(i).brief();
        String pair = (name + " " + text).strip();
        if (!line.isEmpty() && Text.width(line.toString()) + GAP + Text.width(pair) > room) {
          lines.add(indent + line);
          line.setLength(0);
        }
        if (Text.width(pair) > room) {
          Text.wrap(name, room).forEach(part -> lines.add(indent + part));
          Text.wrap(text, room).forEach(part -> lines.add(indent + part));
        } else {
          line.append(line.isEmpty() ? "" : indent).append(pair);
        }
      }
      if (!line.isEmpty()) {
        lines.add(indent + line);
      }
    }
    return new Lines(List.of(), lines, List.of());
  }
}
