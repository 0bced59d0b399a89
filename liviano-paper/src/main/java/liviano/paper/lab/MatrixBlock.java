package liviano.paper.lab;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import liviano.cli.output.Table;
import liviano.cli.output.Table.Align;
import liviano.cli.output.Text;
import liviano.paper.experiments.Matrix;

/**
 * A titled rectangle of text.
 *
 * @param lines the title, then the rows
 */
record MatrixBlock(List<String> lines) {
  private static final int GAP = 4;

  MatrixBlock {
    lines = List.copyOf(lines);
  }

  /**
   * A matrix; only its top left corner is shown where it is too large.
   *
   * @param most rows, and columns, that are shown
   */
  static MatrixBlock of(String title, Matrix matrix, int most) {
    int rows = Math.min(matrix.rows(), most);
    int columns = Math.min(matrix.columns(), most);
    boolean cutRight = columns < matrix.columns();
    Align[] aligns = new Align[columns + (cutRight ? 1 : 0)];
    Arrays.fill(aligns, Align.RIGHT);
    Table table = new Table(aligns);
    int decimals = Numbers.decimals(matrix);
    for (int row = 0; row < rows; row++) {
      String[] cells = new String[aligns.length];
      Arrays.fill(cells, "...");
      for (int column = 0; column < columns; column++) {
        cells[column] = Numbers.brief(matrix.at(row, column), decimals);
      }
      table.row(cells);
    }
    List<String> lines = new ArrayList<>();
    lines.add(String.format(Locale.ROOT, "%s, %dx%d", title, matrix.rows(), matrix.columns()));
    lines.addAll(table.lines());
    if (rows < matrix.rows()) {
      lines.add("...");
    }
    return new MatrixBlock(lines);
  }

  int width() {
    return lines.stream().mapToInt(Text::width).max().orElse(0);
  }

  /**
   * The blocks side by side where the width allows, else on the next lines, a blank one between.
   */
  static List<String> flow(List<MatrixBlock> blocks, int width) {
    List<String> text = new ArrayList<>();
    List<MatrixBlock> line = new ArrayList<>();
    int taken = 0;
    for (MatrixBlock block : blocks) {
      if (!line.isEmpty() && taken + GAP + block.width() > width) {
        text.addAll(sideBySide(line));
        text.add("");
        line.clear();
        taken = 0;
      }
      taken += (line.isEmpty() ? 0 : GAP) + block.width();
      line.add(block);
    }
    text.addAll(sideBySide(line));
    return text;
  }

  private static List<String> sideBySide(List<MatrixBlock> blocks) {
    int height = blocks.stream().mapToInt(block -> block.lines.size()).max().orElse(0);
    return IntStream.range(0, height).mapToObj(at -> line(blocks, at)).toList();
  }

  private static String line(List<MatrixBlock> blocks, int at) {
    StringBuilder line = new StringBuilder();
    for (MatrixBlock block : blocks) {
      String piece = at < block.lines.size() ? block.lines.get(at) : "";
      line.append(piece).append(" ".repeat(block.width() - Text.width(piece) + GAP));
    }
    return line.toString().stripTrailing();
  }
}
