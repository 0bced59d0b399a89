package liviano.paper.plot;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;

/** Bars side by side. */
record BarPainter(BarPlot plot) {
  /** Of the width that a category has, the part that its bars take. */
  private static final double FILLED = 0.8;

  Graphic drawing(int width, int height) {
    ChartFrame frame =
        new ChartFrame(
            plot.title(),
            plot.categoryTitle(),
            plot.value().title(),
            plot.bars().stream().map(BarPlot.Bars::name).toList(),
            BarPainter::mark);
    return new Graphic(
        width, height, graphics -> frame.paint(graphics, width, height, this::chart));
  }

  private static void mark(Graphics2D graphics, int index) {
    graphics.setColor(colour(index));
    graphics.fill(
        new Rectangle2D.Double(-ChartFrame.MARK / 2.0 + 6, -6, ChartFrame.MARK - 12.0, 12));
  }

  private static Color colour(int index) {
    return Style.tint(Style.colour(index), 0.85);
  }

  private void chart(Graphics2D graphics, int left, int top, int width, int height) {
    double most =
        plot.bars().stream()
            .flatMap(bars -> bars.values().stream())
            .mapToDouble(value -> value)
            .max()
            .orElse(0);
    Axes axes =
        Axes.forBars(
            plot.value(),
            most,
            plot.categories().size(),
            new Rectangle2D.Double(left, top, width, height));
    axes.paint(graphics, plot.categories());
    double wide = FILLED / plot.bars().size();
    for (int i = 0; i < plot.bars().size(); i++) {
      graphics.setColor(colour(i));
      for (int category = 0; category < plot.categories().size(); category++) {
        double value = plot.bars().get(i).values().get(category);
        double start = axes.x().place(category + (1 - FILLED) / 2 + i * wide);
        double end = axes.x().place(category + (1 - FILLED) / 2 + (i + 1) * wide);
        double high = axes.y().place(value);
        graphics.fill(
            new Rectangle2D.Double(start, high, end - start, axes.room().getMaxY() - high));
      }
    }
  }
}
