package liviano.paper.plot;

import java.awt.Font;
import java.awt.Graphics2D;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Several drawings side by side, each with a caption under it.
 *
 * @param title above them all; empty for none
 * @param columns the number of drawings per row
 * @param cells row by row
 */
public record PlotGrid(String title, int columns, List<Cell> cells) {
  private static final int GAP = 16;
  private static final int CAPTION = 24;
  private static final int TITLE = 34;

  /**
   * A drawing and what is written under it.
   *
   * @param caption empty for nothing
   */
  public record Cell(String caption, Graphic drawing) {}

  /**
   * @throws IllegalArgumentException if there are no cells or columns
   */
  public PlotGrid {
    cells = List.copyOf(cells);
    if (columns < 1 || cells.isEmpty()) {
      throw new IllegalArgumentException("a grid needs a column and a drawing");
    }
  }

  /** The same with title and captions in another language; the drawings are as they are. */
  public PlotGrid in(UnaryOperator<String> words) {
    return new PlotGrid(
        words.apply(title),
        columns,
        cells.stream().map(cell -> new Cell(words.apply(cell.caption()), cell.drawing())).toList());
  }

  /** All of them in one drawing. */
  public Graphic drawing() {
    int used = Math.min(columns, cells.size());
    int rows = Math.ceilDiv(cells.size(), used);
    int width = cellWidth() * used + GAP * (used + 1);
    int height = top() + (cellHeight() + GAP) * rows;
    return new Graphic(width, height, graphics -> paint(graphics, used, width));
  }

  private void paint(Graphics2D graphics, int used, int width) {
    graphics.setColor(Style.INK);
    Lettering.centred(graphics, Style.title(), title, width / 2.0, 24);
    for (int i = 0; i < cells.size(); i++) {
      Cell cell = cells.get(i);
      double left = GAP + (double) (i % used) * (cellWidth() + GAP);
      double top = top() + (double) (i / used) * (cellHeight() + GAP);
      double inset = (cellWidth() - cell.drawing().width()) / 2.0;
      cell.drawing().paint(graphics, left + inset, top);
      graphics.setColor(Style.INK);
      Font font = Style.text();
      Lettering.centred(
          graphics, font, cell.caption(), left + cellWidth() / 2.0, top + cellHeight() - 7);
    }
  }

  private int top() {
    return title.isEmpty() ? GAP : TITLE + GAP / 2;
  }

  private int cellWidth() {
    return cells.stream().mapToInt(cell -> cell.drawing().width()).max().orElseThrow();
  }

  private int cellHeight() {
    boolean captions = cells.stream().anyMatch(cell -> !cell.caption().isEmpty());
    return cells.stream().mapToInt(cell -> cell.drawing().height()).max().orElseThrow()
        + (captions ? CAPTION : 0);
  }
}
