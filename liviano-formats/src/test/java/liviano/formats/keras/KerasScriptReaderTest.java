package liviano.formats.keras;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import liviano.MalformedModelException;
import liviano.formats.ModelFiles;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Layers models that a bundler packed into scripts, as minifiers write them. */
class KerasScriptReaderTest {
  @TempDir Path plain;
  @TempDir Path scripts;

  @BeforeEach
  void write() throws IOException {
    KerasScripts.write(2, plain, scripts);
  }

  private void module(String name, String value) throws IOException {
    KerasScripts.module(scripts.resolve(name), value);
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
