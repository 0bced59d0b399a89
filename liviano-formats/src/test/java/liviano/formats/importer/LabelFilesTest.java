package liviano.formats.importer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import liviano.Limits;
import liviano.MalformedModelException;
import liviano.UnsupportedModelException;
import liviano.formats.importer.ImportedModel.NamedClasses;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which files beside a model name its classes, and how they may look. */
@Tag("locale")
class LabelFilesTest {
  @TempDir private Path folder;

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private Optional<NamedClasses> beside() throws IOException {
    return LabelFiles.beside(folder.resolve("model.tflite"), Limits.defaults());
  }

  @Test
  void noneOfTheseIsNone() throws IOException {
    write("readme.txt", "cat");

    assertThat(beside()).isEmpty();
  }

  @Test
  void theFirstKindThatIsThereCounts() throws IOException {
    write("birds_labels.txt", "tit\ncrow\n");
    assertThat(beside())
        .contains(new NamedClasses(List.of("tit", "crow"), "birds_labels.txt beside it"));

    write("metadata.json", "{\"tmVersion\": \"2.4\", \"labels\": [\"a320\", \"747\"]}");
    assertThat(beside())
        .contains(new NamedClasses(List.of("a320", "747"), "metadata.json beside it"));

    write("labels.txt", "0 1 Rupees 10\n1 cat");
    assertThat(beside())
        .contains(new NamedClasses(List.of("1 Rupees 10", "cat"), "labels.txt beside it"));
    assertThat(LabelFiles.beside(folder, Limits.defaults())).isEqualTo(beside());
  }

  @Test
  void twoFilesOfLabelsAreNoAnswer() throws IOException {
    write("birds_labels.txt", "tit\ncrow\n");
    write("insects_labels.txt", "bee\nfly\n");

    assertThat(beside()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"name\": 1}", "{\"labels\": [1]}", "no JSON", "", "{\"labels\": []}"})
  void metadataOfOtherProgramsAreNotLabels(String text) throws IOException {
    write("metadata.json", text);

    assertThat(beside()).isEmpty();
  }

  @Test
  void aGivenFileIsReadAsWhatItIs() throws IOException {
    assertThat(LabelFiles.read(write("a.json", "\ufeff[\"x\", \"y\"]"))).containsExactly("x", "y");
    assertThat(LabelFiles.read(write("a.txt", "[x\ny\n"))).containsExactly("[x", "y");
  }

  @Test
  void whatHoldsNoLabelsIsRefused() throws IOException {
    Path empty = write("empty.txt", "\n\n");
    Path bytes = Files.write(folder.resolve("bytes.txt"), new byte[] {(byte) 0xff, 0});
    Path large = Files.write(folder.resolve("large.txt"), new byte[(1 << 20) + 1]);

    assertThatThrownBy(() -> LabelFiles.read(empty))
        .isInstanceOf(MalformedModelException.class)
        .hasMessage(empty + ": labels: there are none in it");
    assertThatThrownBy(() -> LabelFiles.read(bytes))
        .isInstanceOf(MalformedModelException.class)
        .hasMessageStartingWith(bytes + ": labels: ");
    assertThatThrownBy(() -> LabelFiles.read(large))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("1,048,577 bytes of labels, the limit is 1,048,576");
    assertThatThrownBy(() -> LabelFiles.read(folder))
        .isInstanceOf(MalformedModelException.class)
        .hasMessageEndingWith(
            "it is a folder; give the file in it that has a name a line, or JSON");
  }
}
