package liviano.cli.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import liviano.cli.Cli;
import liviano.cli.ExitStatus;
import liviano.graph.Value;
import liviano.model.Model;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Parts of TensorFlow graphs, by {@code convert --inputs} and {@code --outputs}. */
class CutGraphTest {
  @TempDir Path folder;
  private Path output;

  /** Between what reads a file of pixels and what makes a text of the answers. */
  @BeforeEach
  void write() throws IOException {
    output = folder.resolve("cut.safetensors");
    Files.writeString(
        folder.resolve("model.json"),
        """
        {"modelTopology": {"node": [
          {"name": "file", "op": "Placeholder", "attr": {"dtype": {"type": "DT_STRING"}}},
          {"name": "pixels", "op": "DecodeJpeg", "input": ["file"]},
          {"name": "middle", "op": "Relu", "input": ["pixels"]},
          {"name": "left", "op": "Neg", "input": ["middle"]},
          {"name": "right", "op": "Abs", "input": ["middle"]},
          {"name": "text", "op": "AsString", "input": ["left"]}
        ]}, "weightsManifest": []}
        """);
  }

  private Cli.Outcome convert(String... options) {
    List<String> line = new ArrayList<>(List.of("convert", "--to", output.toString()));
    line.addAll(List.of(options));
    return Cli.piped().run(line.toArray(String[]::new));
  }

  @Test
  void theFileMayFollowTheOptions() throws IOException {
    Cli.Outcome outcome = convert("--inputs", "pixels:4x6", "--outputs", "left", folder.toString());

    assertThat(outcome.status()).as(outcome.err()).isZero();
    Model cut = Model.load(output);
    assertThat(cut.graph().inputs().getFirst().shape().dims()).containsExactly(4, 6, 3);
    assertThat(cut.graph().outputs()).hasSize(1);
  }

  @Test
  void severalOutputsAreNamedOneByOne() throws IOException {
    Cli.Outcome outcome =
        convert(
            "--outputs", "left", "--outputs", "right", "--inputs=pixels:4x6", folder.toString());

    assertThat(outcome.status()).as(outcome.err()).isZero();
    assertThat(Model.load(output).graph().outputs().values())
        .extracting(Value::name)
        .containsExactly("left", "right");
  }

  @Test
  void withoutThemTheSizeThatTheGraphLeavesOpenIsAskedFor() {
    Cli.Outcome outcome = convert(folder.toString());
    assertThat(outcome.status()).isEqualTo(ExitStatus.FAILED);
    assertThat(outcome.err()).contains("--inputs").hasLineCount(1);
  }

  @Test
  void aNameThatTheGraphLacksIsOneLine() {
    Cli.Outcome outcome = convert("--outputs", "lift", folder.toString());
    assertThat(outcome.status()).isEqualTo(ExitStatus.FAILED);
    assertThat(outcome.err()).contains("'lift'", "model.json").hasLineCount(1);
  }

  @Test
  void aSizeOfNothingIsAMistakeOfTheCall() {
    Cli.Outcome outcome = convert("--inputs", "pixels:0x6", folder.toString());
    assertThat(outcome.status()).isEqualTo(ExitStatus.USAGE);
    assertThat(outcome.err()).contains("--inputs: 'pixels:0x6' has a size of 0");
  }

  @Test
  void helpShowsHow() {
    assertThat(Cli.piped().run("convert", "--help").out().replaceAll("\\s+", " "))
        .contains("--inputs=NAME[:HEIGHTxWIDTH]", "--inputs image:224x224");
  }
}
