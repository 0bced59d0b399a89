package liviano.cli.shapes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import liviano.json.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A change that programs would notice is noticed. */
class HeldShapesTest {
  private static final String DOCUMENT =
      """
      {"name": "a", "size": 1.5, "found": [{"label": "x", "at": [1, 2]}, {"label": "y", "at": []}]}
      """;

  @TempDir private Path folder;

  @Test
  void aShapeIsPathsWithKinds() {
    assertThat(
            new JsonShape(Json.parse(DOCUMENT))
                .lines(Set.of(".found[].label"), Set.of(), List.of()))
        .containsExactly(
            "(document): object",
            ".found: array",
            ".found[]: object",
            ".found[].at: array",
            ".found[].at[]: number",
            ".found[].label: string = \"x\" | \"y\"",
            ".name: string",
            ".size: number");
  }

  @Test
  void aLineIsReadAsItIsWritten() {
    for (String line :
        List.of(
            "(document): array",
            ".a?: number or string",
            ".b: string = \"x: y\" | \"z = \"",
            ".c?: boolean = true")) {
      assertThat(HeldLine.parse(line)).hasToString(line);
    }
    assertThat(HeldLine.parse(".d: string =").values()).containsExactly("");
    assertThatThrownBy(() -> HeldLine.parse("nothing")).hasMessageContaining("nothing");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"name\": \"a\", \"size\": 1}",
        "{\"name\": \"a\", \"size\": 1, \"found\": []}",
        "{\"name\": \"a\", \"size\": 1, \"found\": [{\"label\": \"x\"}]}",
        "{\"name\": \"a\", \"size\": \"1\", \"found\": [{\"label\": \"x\", \"at\": [1]}]}",
        "{\"name\": null, \"size\": 1, \"found\": [{\"label\": \"x\", \"at\": [1]}]}",
        "{\"name\": \"b\", \"size\": 1, \"found\": [{\"label\": \"x\", \"at\": [1]}]}",
        "{\"name\": \"a\", \"size\": 1, \"found\": [{\"label\": \"x\", \"at\": [1], \"of\": 1}]}",
        "{\"title\": \"a\", \"size\": 1, \"found\": [{\"label\": \"x\", \"at\": [1]}]}"
      })
  void whatIsGoneNewOrOtherIsAFailure(String document) throws IOException {
    hold(
        "(document): object",
        ".found: array",
        ".found[]: object",
        ".found[].at: array",
        ".found[].at[]: number",
        ".found[].label: string",
        ".maybe?: number",
        ".name: string = \"a\"",
        ".size: number");
    HeldShapes shapes = new HeldShapes(folder, false);
    assertThatCode(() -> shapes.hold("a", Json.parse(DOCUMENT))).doesNotThrowAnyException();
    assertThatThrownBy(() -> shapes.hold("a", Json.parse(document)))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("liviano.shapes.write");
  }

  @Test
  void aFileThatIsMissingIsSaidAndWritten() throws IOException {
    HeldShapes shapes = new HeldShapes(folder, false);
    assertThatThrownBy(() -> shapes.hold("a", Json.parse(DOCUMENT)))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("a.txt; -Dliviano.shapes.write=true writes the file anew");
    new HeldShapes(folder, true).hold("a", Json.parse(DOCUMENT));
    shapes.hold("a", Json.parse(DOCUMENT));
  }

  private void hold(String... lines) throws IOException {
    Files.write(folder.resolve("a.txt"), List.of(lines));
  }
}
