package liviano.paper.plot;

import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.util.ArrayList;
import java.util.List;

/**
 * The frame of a chart: title above, the axes' titles, the legend below, in as many lines as it
 * needs.
 *
 * @param title empty for none
 * @param names of the series; one alone needs no legend
 * @param mark paints the mark of a series, its middle at (0, 0), {@value #MARK} points wide
 */
record ChartFrame(String title, String xTitle, String yTitle, List<String> names, Mark mark) {
  static final int MARK = 24;

  private static final int EDGE = 8;
  private static final int TITLE = 30;
  private static final int AXIS_TITLE = 20;
  private static final int LEGEND_LINE = 19;
  private static final int BETWEEN = 18;

  /** The mark of a series in the legend. */
  @FunctionalInterface
  interface Mark {
    void paint(Graphics2D graphics, int series);
  }

  /** Paints a chart in the room that is left for it. */
  @FunctionalInterface
  interface Chart {
    void paint(Graphics2D graphics, int left, int top, int width, int height);
  }

  void paint(Graphics2D graphics, int width, int height, Chart chart) {
    int top = title.isEmpty() ? EDGE : TITLE;
    int left = EDGE + (yTitle.isEmpty() ? 0 : AXIS_TITLE);
    List<List<Integer>> legend = names.size() > 1 ? lines(width - 2 * EDGE) : List.of();
    int below =
        EDGE
            + (xTitle.isEmpty() ? 0 : AXIS_TITLE)
            + (legend.isEmpty() ? 0 : LEGEND_LINE * legend.size() + 6);
    int chartWidth = Math.max(1, width - left - EDGE);
    int chartHeight = Math.max(1, height - top - below);
    chart.paint(graphics, left, top, chartWidth, chartHeight);

    graphics.setColor(Style.INK);
    Lettering.centred(graphics, Style.title(), title, width / 2.0, 20);
    double middle = left + chartWidth / 2.0;
    Lettering.centred(graphics, Style.text(), xTitle, middle, top + chartHeight + 14.0);
    upwards(graphics, yTitle, EDGE + 10.0, top + chartHeight / 2.0);
    double y = height - EDGE - LEGEND_LINE * (legend.size() - 0.5);
    for (List<Integer> line : legend) {
      paintLegend(graphics, line, middle, y);
      y += LEGEND_LINE;
    }
  }

  private static void upwards(Graphics2D graphics, String line, double x, double y) {
    AffineTransform before = graphics.getTransform();
    graphics.translate(x, y);
    graphics.rotate(-Math.PI / 2);
    Lettering.centred(graphics, Style.text(), line, 0, 0);
    graphics.setTransform(before);
  }

  /** The series line by line, as many in each as there is room for. */
  private List<List<Integer>> lines(int width) {
    List<List<Integer>> lines = new ArrayList<>();
    double room = 0;
    for (int i = 0; i < names.size(); i++) {
      if (lines.isEmpty() || room < width(i)) {
        lines.add(new ArrayList<>());
        room = width;
      }
      lines.getLast().add(i);
      room -= width(i) + BETWEEN;
    }
    return lines;
  }

  private double width(int series) {
    return MARK + 6 + Lettering.width(Style.text(), names.get(series));
  }

  private void paintLegend(Graphics2D graphics, List<Integer> line, double middle, double y) {
    double all = line.stream().mapToDouble(this::width).sum() + BETWEEN * (line.size() - 1);
    double x = middle - all / 2;
    for (int series : line) {
      Graphics2D own = (Graphics2D) graphics.create();
      own.translate(x + MARK / 2.0, y);
      mark.paint(own, series);
      own.dispose();
      graphics.setColor(Style.INK);
      double base = y + Lettering.capHeight(Style.text()) / 2;
      Lettering.left(graphics, Style.text(), names.get(series), x + MARK + 6, base);
      x += width(series) + BETWEEN;
    }
  }
}
