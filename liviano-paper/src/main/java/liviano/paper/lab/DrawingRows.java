package liviano.paper.lab;

import java.awt.Graphics2D;
import java.util.List;
import java.util.function.UnaryOperator;
import liviano.paper.plot.Graphic;
import liviano.paper.plot.Lettering;
import liviano.paper.plot.PlotGrid.Cell;
import liviano.paper.plot.Style;

/**
 * Drawings of different sizes in rows, each with its caption under it: as wide as they are, unlike
 * the cells of a grid.
 *
 * @param rows from the top; each of at least one drawing
 */
record DrawingRows(List<List<Cell>> rows) {
  private static final int GAP = 28;
  private static final int CAPTION = 24;

  /** The same with captions in another language. */
  DrawingRows in(UnaryOperator<String> words) {
    return new DrawingRows(
        rows.stream()
            .map(
                row ->
                    row.stream()
                        .map(cell -> new Cell(words.apply(cell.caption()), cell.drawing()))
                        .toList())
            .toList());
  }

  Graphic drawing() {
    int width = rows.stream().mapToInt(DrawingRows::width).max().orElseThrow();
    int height = rows.stream().mapToInt(row -> height(row) + CAPTION + GAP).sum();
    return new Graphic(width, height + GAP, graphics -> paint(graphics, width));
  }

  private void paint(Graphics2D graphics, int width) {
    int top = GAP;
    for (List<Cell> row : rows) {
      double left = (width - width(row)) / 2.0 + GAP;
      int height = height(row);
      for (Cell cell : row) {
        double middle = left + width(cell) / 2;
        double inset = (height - cell.drawing().height()) / 2.0;
        paint(graphics, cell.drawing(), middle - cell.drawing().width() / 2.0, top + inset);
        graphics.setColor(Style.INK);
        Lettering.centred(
            graphics, Style.text(), cell.caption(), middle, top + height + CAPTION - 6.0);
        left += width(cell) + GAP;
      }
      top += height + CAPTION + GAP;
    }
  }

  private static void paint(Graphics2D graphics, Graphic drawing, double x, double y) {
    Graphics2D own = (Graphics2D) graphics.create();
    try {
      own.translate(x, y);
      drawing.painter().accept(own);
    } finally {
      own.dispose();
    }
  }

  private static int width(List<Cell> row) {
    return (int) Math.ceil(row.stream().mapToDouble(cell -> width(cell) + GAP).sum()) + GAP;
  }

  private static double width(Cell cell) {
    return Math.max(cell.drawing().width(), Lettering.width(Style.text(), cell.caption()));
  }

  private static int height(List<Cell> row) {
    return row.stream().mapToInt(cell -> cell.drawing().height()).max().orElseThrow();
  }
}
