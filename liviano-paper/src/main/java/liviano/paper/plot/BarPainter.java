package liviano.paper.plot;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.util.DoubleSummaryStatistics;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.style.CategoryStyler;

/** Bars side by side. */
record BarPainter(BarPlot plot) {
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
    CategoryChart chart = new CategoryChartBuilder().width(width).height(height).build();
    dress(chart.getStyler());
    for (int i = 0; i < plot.bars().size(); i++) {
      BarPlot.Bars bars = plot.bars().get(i);
      chart.addSeries("" + i, plot.categories(), bars.values()).setFillColor(colour(i));
    }
    Graphics2D own = (Graphics2D) graphics.create();
    own.translate(left, top);
    chart.paint(own, width, height);
    own.dispose();
  }

  private void dress(CategoryStyler style) {
    Charts.dress(style);
    style.setAvailableSpaceFill(0.8);
    style.setXAxisTickMarkSpacingHint(20); // every category has its name
    Charts.yAxis(style, plot.value(), statistics());
    style.setYAxisMin(plot.value().min().orElse(0));
  }

  private DoubleSummaryStatistics statistics() {
    return plot.bars().stream()
        .flatMap(bars -> bars.values().stream())
        .mapToDouble(value -> value)
        .summaryStatistics();
  }
}
