package liviano.paper.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.AxesChartStyler.TextAlignment;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** XChart's charts in the house style. */
final class Charts {
  private static final Marker[] SHAPES = {
    SeriesMarkers.CIRCLE,
    SeriesMarkers.SQUARE,
    SeriesMarkers.TRIANGLE_UP,
    SeriesMarkers.DIAMOND,
    SeriesMarkers.TRIANGLE_DOWN,
    SeriesMarkers.CROSS,
    SeriesMarkers.PLUS
  };

  private Charts() {}

  static Marker shape(int series) {
    return SHAPES[series % SHAPES.length];
  }

  static void dress(AxesChartStyler style) {
    style.setLocale(Locale.ROOT);
    style.setBaseFont(Style.text());
    style.setChartTitleVisible(false);
    style.setAxisTitlesVisible(false);
    style.setLegendVisible(false);
    style.setChartBackgroundColor(Style.GROUND);
    style.setPlotBackgroundColor(Style.GROUND);
    style.setChartFontColor(Style.INK);
    style.setChartPadding(4);
    style.setPlotBorderVisible(false);
    style.setSeriesColors(Style.PALETTE.toArray(Color[]::new));
    style.setPlotGridLinesColor(Style.GUIDE);
    style.setPlotGridLinesStroke(new BasicStroke(0.8f));
    style.setPlotGridVerticalLinesVisible(false);
    style.setAxisTickLabelsFont(Style.small().deriveFont(11f));
    style.setAxisTickMarksColor(Style.FAINT_INK);
    style.setAxisTickLabelsColor(Style.INK);
    style.setAxisTickMarksStroke(new BasicStroke(0.8f));
    style.setAxisTickMarkLength(4);
    style.setPlotMargin(2);
    style.setXAxisTickMarkSpacingHint(70);
    style.setYAxisTickMarkSpacingHint(45);
    style.setYAxisLabelAlignment(TextAlignment.Right);
    style.setXAxisLogarithmicDecadeOnly(false);
    style.setYAxisLogarithmicDecadeOnly(false);
  }

  static void xAxis(AxesChartStyler style, Axis axis, DoubleSummaryStatistics data) {
    style.setXAxisLogarithmic(axis.logarithmic());
    axis.min().ifPresent(style::setXAxisMin);
    axis.max().ifPresent(style::setXAxisMax);
    if (axis.logarithmic()) {
      style.setXAxisTickLabelsFormattingFunction(logarithmic(axis, data));
    } else {
      style.setXAxisDecimalPattern(pattern(axis, data));
    }
  }

  static void yAxis(AxesChartStyler style, Axis axis, DoubleSummaryStatistics data) {
    style.setYAxisLogarithmic(axis.logarithmic());
    axis.min().ifPresent(style::setYAxisMin);
    axis.max().ifPresent(style::setYAxisMax);
    if (axis.logarithmic()) {
      style.setYAxisTickLabelsFormattingFunction(logarithmic(axis, data));
    } else {
      style.setYAxisDecimalPattern(pattern(axis, data));
    }
  }

  private static String pattern(Axis axis, DoubleSummaryStatistics data) {
    double most = Math.max(Math.abs(data.getMin()), Math.abs(data.getMax()));
    double largest = axis.max().orElse(most);
    if (!axis.grouped()) {
      return "###0";
    }
    return largest != 0 && (largest < 0.01 || largest >= 1e7) ? "0.##E0" : "#,##0.####";
  }

  /** Numbers at 1, 2 and 5 of each decade, or at decades alone where there are many. */
  private static Function<Double, String> logarithmic(Axis axis, DoubleSummaryStatistics data) {
    double decades =
        Math.log10(axis.max().orElse(data.getMax()) / axis.min().orElse(data.getMin()));
    List<Long> written = decades > 3 ? List.of(1L) : List.of(1L, 2L, 5L);
    return value -> {
      double mantissa = value / Math.pow(10, Math.floor(Math.log10(value) + 1e-9));
      boolean whole = Math.abs(mantissa - Math.rint(mantissa)) < 1e-6;
      return whole && written.contains(Math.round(mantissa)) ? number(value) : " ";
    };
  }

  /** Such as 0.05, 20, 1,000; with an exponent where that is shorter. */
  private static String number(double value) {
    String pattern = value < 1e-3 || value >= 1e6 ? "0.##E0" : "#,##0.####";
    return new DecimalFormat(pattern, DecimalFormatSymbols.getInstance(Locale.ROOT)).format(value);
  }
}
