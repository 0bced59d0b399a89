package liviano.formats.keras;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.regex.Pattern;
import liviano.MalformedModelException;
import liviano.formats.ModelFiles;
import liviano.json.JsonObject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Layers models that a bundler packed into scripts, as minifiers write them. */
class KerasScriptReaderTest {
  private static final String MODULE =
      "!function(e){\"object\"==typeof exports?module.exports=e():e()}({1:[function(e,t,n){"
          + "t.exports=%s},{}]},{},[1])(1)});";
  private static final Pattern KEY = Pattern.compile("\"([a-zA-Z_]+)\":");

  @TempDir Path plain;
  @TempDir Path scripts;

  @BeforeEach
  void write() throws IOException {
    JsonObject network =
        SmallKeras.sequence(
            SmallKeras.layer(
                "Dense",
                "dense",
                JsonObject.builder()
                    .put("batch_input_shape", SmallKeras.shape(3))
                    .put("units", 2)
                    .put("use_bias", false)));
    new LayersModel(network)
        .bytes("dense/kernel", new int[] {3, 2}, 0.5, -0.25, new byte[] {0, 2, 4, 6, 8, -1})
        .write(plain);
    String minified =
        KEY.matcher(Files.readString(plain.resolve("model.json")))
            .replaceAll("$1:")
            .replace("false", "!1")
            .replace("0.", ".");
    module("model.min.js", minified);
    byte[] weights = Files.readAllBytes(plain.resolve("weights.bin"));
    module("weights.bin.min.js", '"' + Base64.getEncoder().encodeToString(weights) + '"');
  }

  private void module(String name, String value) throws IOException {
    Files.writeString(scripts.resolve(name), MODULE.replace("%s", value));
  }

  @Test
  void theModelIsThatOfTheJson() throws IOException {
    assertThat(Files.readString(scripts.resolve("model.min.js"))).contains("scale:.5", ":!1");
    assertThat(Answers.of(ModelFiles.read(scripts))).isEqualTo(Answers.of(ModelFiles.read(plain)));
  }

  @Test
  void aShardThatIsMissingOrBrokenIsNamed() throws IOException {
    module("weights.bin.min.js", "\"AA*A\"");
    assertThatThrownBy(() -> ModelFiles.read(scripts))
        .isInstanceOf(MalformedModelException.class)
        .hasMessageContaining("weights.bin.min.js: ")
        .hasMessageContaining("not base64");
    module("weights.bin.min.js", "\"AAAA\"");
    assertThatThrownBy(() -> ModelFiles.read(scripts))
        .hasMessageContaining("hold 3 bytes, the constants take 6");
    Files.delete(scripts.resolve("weights.bin.min.js"));
    assertThatThrownBy(() -> ModelFiles.read(scripts))
        .isInstanceOf(MalformedModelException.class)
        .hasMessageContaining("shard \"weights.bin\" is missing: weights.bin.min.js");
  }

  @Test
  void shardsStayInTheirFolder() throws IOException {
    Path model = scripts.resolve("model.min.js");
    Files.writeString(model, Files.readString(model).replace("weights.bin", "../weights.bin"));
    assertThatThrownBy(() -> ModelFiles.read(scripts))
        .isInstanceOf(MalformedModelException.class)
        .hasMessageContaining("is not the name of a file in the same folder");
  }

  @Test
  void anotherScriptIsRefusedWithItsName() throws IOException {
    module("model.min.js", "{a:1}");
    assertThatThrownBy(() -> ModelFiles.read(scripts))
        .isInstanceOf(MalformedModelException.class)
        .hasMessageContaining("model.min.js: it exports no Keras model");
  }
}
