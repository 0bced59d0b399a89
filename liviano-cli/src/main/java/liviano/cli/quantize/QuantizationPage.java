package liviano.cli.quantize;

import java.util.List;
import java.util.Locale;
import liviano.cli.output.Words;
import liviano.cli.report.HtmlPage;
import liviano.vision.quantize.LayerNoise;
import liviano.vision.quantize.Measure;
import liviano.vision.quantize.QuantizationReport;

/** The report about a quantized model as a page. */
final class QuantizationPage {
  /** Below, a layer has little to do with what it was. */
  static final double POOR = 10;

  private QuantizationPage() {}

  static String html(String title, String settings, QuantizationReport report) {
    HtmlPage page = new HtmlPage(title);
    page.paragraph(settings);
    page.paragraph(
        "Compared with the network of floats on "
            + Words.count(report.pictures(), "picture")
            + ". The ratio is that of the squared numbers to the squared differences, in decibels:"
            + " each 6 dB more halve the differences.");
    page.heading("What each step brought");
    page.table(
        List.of("Step", "Outputs"),
        report.measures().stream()
            .map(measure -> List.of(measure.name(), decibels(measure)))
            .toList());
    page.heading("Layer by layer");
    page.markup(NoiseDrawing.svg(report.layers()));
    page.table(
        List.of("Layer", "Scale", "Zero point", "Ratio"),
        report.layers().stream()
            .map(
                layer ->
                    List.of(
                        layer.name(),
                        String.format(Locale.ROOT, "%.4g", layer.scale()),
                        String.valueOf(layer.zeroPoint()),
                        decibels(layer)))
            .toList());
    return page.html();
  }

  static String decibels(Measure measure) {
    return decibels(measure.decibels());
  }

  static String decibels(LayerNoise layer) {
    return decibels(layer.decibels());
  }

  private static String decibels(double number) {
    return Double.isFinite(number) ? String.format(Locale.ROOT, "%.1f dB", number) : "equal";
  }
}
