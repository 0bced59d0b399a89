package liviano.server.observe;

import java.util.Iterator;
import java.util.Locale;

/** Writes metrics as text, format 0.0.4 of Prometheus. */
final class PrometheusText {
  static final String MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private final StringBuilder out = new StringBuilder();

  /** Begins a metric: its samples follow. */
  PrometheusText metric(String name, String type, String help) {
    out.append("# HELP ").append(name).append(' ');
    out.append(help.replace("\\", "\\\\").replace("\n", "\\n")).append('\n');
    out.append("# TYPE ").append(name).append(' ').append(type).append('\n');
    return this;
  }

  /** A metric of one sample without labels. */
  PrometheusText single(String name, String type, String help, double value) {
    return metric(name, type, help).sample(name, Labels.NONE, value);
  }

  PrometheusText sample(String name, Labels labels, double value) {
    out.append(name);
    if (!labels.pairs().isEmpty()) {
      out.append('{');
      Iterator<String> texts = labels.pairs().iterator();
      for (String comma = ""; texts.hasNext(); comma = ",") {
        out.append(comma).append(texts.next()).append("=\"");
        out.append(escaped(texts.next())).append('"');
      }
      out.append('}');
    }
    out.append(' ').append(number(value)).append('\n');
    return this;
  }

  private static String escaped(String value) {
    return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
  }

  /** Whole numbers without a fraction. */
  static String number(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? String.format(Locale.ROOT, "%d", (long) value)
        : String.valueOf(value);
  }

  @Override
  public String toString() {
    return out.toString();
  }
}
