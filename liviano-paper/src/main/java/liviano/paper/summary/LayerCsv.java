package liviano.paper.summary;

import java.util.ArrayList;
import java.util.List;

/** The layers of a summary as CSV (RFC 4180), with plain numbers. */
final class LayerCsv {
  private static final String HEAD =
      "layer,operation,output,parameters,multiply_adds,activation_bytes";

  private LayerCsv() {}

  static List<String> lines(List<LayerRow> layers) {
    List<String> lines = new ArrayList<>(List.of(HEAD));
    for (LayerRow layer : layers) {
      lines.add(
          String.join(
              ",",
              quoted(layer.name()),
              quoted(layer.operation()),
              layer.output().toString(),
              Long.toString(layer.parameters()),
              Long.toString(layer.multiplyAdds()),
              Long.toString(activationBytes(layer))));
    }
    return lines;
  }

  /** What the layer gives, in 32 bits a number. */
  private static long activationBytes(LayerRow layer) {
    return (long) Float.BYTES * layer.output().elements();
  }

  private static String quoted(String text) {
    return text.matches("[^,\"\r\n]*") ? text : "\"" + text.replace("\"", "\"\"") + "\"";
  }
}
