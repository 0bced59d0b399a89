package liviano.formats.keras;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.regex.Pattern;
import liviano.json.JsonObject;

/** Writes a layers model of TensorFlow.js packed into scripts, as bundlers and minifiers do. */
public final class KerasScripts {
  private static final String MODULE =
      "!function(e){\"object\"==typeof exports?module.exports=e():e()}({1:[function(e,t,n){"
          + "t.exports=%s},{}]},{},[1])(1)});";
  private static final Pattern KEY = Pattern.compile("\"([a-zA-Z_]+)\":");
  private static final int INPUTS = 3;

  private KerasScripts() {}

  /**
   * Writes a dense layer of three inputs, its weights as bytes.
   *
   * @param plain a folder for the model as TensorFlow.js keeps it
   * @param scripts a folder for the same in scripts
   */
  public static void write(int units, Path plain, Path scripts) throws IOException {
    JsonObject network =
        SmallKeras.sequence(
            SmallKeras.layer(
                "Dense",
                "dense",
                JsonObject.builder()
                    .put("batch_input_shape", SmallKeras.shape(INPUTS))
                    .put("units", units)
                    .put("use_bias", false)));
    byte[] kernel = new byte[INPUTS * units];
    for (int i = 0; i < kernel.length; i++) {
      kernel[i] = (byte) (i + 1 < kernel.length ? 2 * i : -1);
    }
    new LayersModel(network)
        .bytes("dense/kernel", new int[] {INPUTS, units}, 0.5, -0.25, kernel)
        .write(plain);
    String minified =
        KEY.matcher(Files.readString(plain.resolve("model.json")))
            .replaceAll("$1:")
            .replace("false", "!1")
            .replace("0.", ".");
    module(scripts.resolve("model.min.js"), minified);
    byte[] weights = Files.readAllBytes(plain.resolve("weights.bin"));
    module(
        scripts.resolve("weights.bin.min.js"),
        '"' + Base64.getEncoder().encodeToString(weights) + '"');
  }

  /** A script that exports a value. */
  static void module(Path file, String value) throws IOException {
    Files.writeString(file, MODULE.replace("%s", value));
  }
}
