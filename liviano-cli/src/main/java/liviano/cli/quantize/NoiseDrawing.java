package liviano.cli.quantize;

import java.util.List;
import java.util.Locale;
import liviano.cli.report.HtmlPage;
import liviano.vision.quantize.LayerNoise;

/** The signal-to-noise ratio of each layer as a bar of a drawing in a page. */
final class NoiseDrawing {
  private static final int WIDTH = 760;
  private static final int ROW = 14;
  private static final int NAMES = 240;
  private static final int TOP = 24;
  private static final int NUMBERS = 48;

  private NoiseDrawing() {}

  /** A bar a layer, from the first at the top to the last, decibels to the right. */
  static String svg(List<LayerNoise> layers) {
    double most =
        Math.max(
            10,
            layers.stream()
                .mapToDouble(LayerNoise::decibels)
                .filter(Double::isFinite)
                .max()
                .orElse(10));
    double unit = (WIDTH - NAMES - NUMBERS) / most;
    int height = TOP + ROW * layers.size() + 8;
    StringBuilder svg =
        new StringBuilder(
            String.format(
                Locale.ROOT,
                "<svg viewBox=\"0 0 %d %d\" width=\"%d\" role=\"img\""
                    + " aria-label=\"Decibels by layer\" font-size=\"10\">\n",
                WIDTH,
                height,
                WIDTH));
    for (int tens = 0; tens <= most; tens += 10) {
      double x = NAMES + tens * unit;
      svg.append(
          String.format(
              Locale.ROOT,
              "<line x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\" stroke=\"#dde2e8\"/>\n",
              x,
              TOP - 4,
              x,
              height));
      text(svg, x, TOP - 10, "middle", tens + " dB");
    }
    for (int i = 0; i < layers.size(); i++) {
      LayerNoise layer = layers.get(i);
      double decibels = Math.clamp(layer.decibels(), 0, most);
      int y = TOP + ROW * i;
      text(svg, NAMES - 6, y + 10, "end", layer.name());
      svg.append(
          String.format(
              Locale.ROOT,
              "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/>\n",
              NAMES,
              y + 1,
              decibels * unit,
              ROW - 4,
              layer.decibels() < QuantizationPage.POOR ? "#c2453a" : "#2463b0"));
      text(svg, NAMES + decibels * unit + 4, y + 10, "start", QuantizationPage.decibels(layer));
    }
    return svg.append("</svg>\n").toString();
  }

  private static void text(StringBuilder svg, double x, double y, String anchor, String text) {
    svg.append(
        String.format(
            Locale.ROOT,
            "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" fill=\"currentColor\">%s</text>\n",
            x,
            y,
            anchor,
            HtmlPage.escaped(text)));
  }
}
