package liviano.formats.importer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import liviano.Limits;
import liviano.MalformedModelException;
import liviano.UnsupportedModelException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lists of labels as tools write them. */
class LabelLinesTest {
  @TempDir Path folder;

  @Test
  void aLineIsAName() {
    assertThat(LabelLines.of("background\ngreen\npurple"))
        .containsExactly("background", "green", "purple");
    assertThat(LabelLines.of("a cat\r\na dog\r\n\r\n")).containsExactly("a cat", "a dog");
    assertThat(LabelLines.of("")).isEmpty();
  }

  @Test
  void indicesAreNoPartOfTheNames() {
    assertThat(LabelLines.of("0 FRESH APPLE\n1 1 Rupees 10\n2 3\n"))
        .containsExactly("FRESH APPLE", "1 Rupees 10", "3");
    assertThat(LabelLines.of("1\tdog\n0\tcat")).containsExactly("cat", "dog");
    assertThat(LabelLines.of("0 cat\n\n\n1 dog\n\n")).containsExactly("cat", "dog");
  }

  /** Names may begin with digits: indices count from 0 and each comes once. */
  @Test
  void numbersThatAreNoIndicesStay() {
    assertThat(LabelLines.of("10 Rupees\n20 Rupees")).containsExactly("10 Rupees", "20 Rupees");
    assertThat(LabelLines.of("0 a\n0 b")).containsExactly("0 a", "0 b");
    assertThat(LabelLines.of("0 a\nb")).containsExactly("0 a", "b");
    assertThat(LabelLines.of("99999999999 a")).containsExactly("99999999999 a");
  }

  @Test
  void anEmptyLineWithinIsAClassWithoutAName() {
    assertThat(LabelLines.of("a\n\nb\n")).containsExactly("a", "", "b");
  }

  @Test
  void theFileBesideIsRead() throws IOException {
    Path model = folder.resolve("model.tflite");
    assertThat(LabelLines.beside(model)).isEmpty();

    Files.write(folder.resolve("labels.txt"), "\ufeff0 größer\n1 b".getBytes(UTF_8));
    assertThat(LabelLines.beside(model).orElseThrow()).containsExactly("größer", "b");
  }

  @Test
  void endlessListsAndOtherEncodingsAreRefused() {
    byte[] endless = new byte[(1 << 20) + 1];
    assertThatThrownBy(
            () ->
                LabelLines.read(new ByteArrayInputStream(endless), "labels.txt", Limits.defaults()))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageStartingWith("labels.txt: 1,048,577 bytes of labels, the limit is 1,048,576");
    assertThatThrownBy(
            () ->
                LabelLines.read(
                    new ByteArrayInputStream(new byte[] {(byte) 0xE4, 'x'}),
                    "it",
                    Limits.defaults()))
        .isInstanceOf(MalformedModelException.class)
        .hasMessageStartingWith("it: labels: ");
  }

  /** Somebody put it there: it is not passed over. */
  @Test
  void whatIsNoFileIsRefused() throws IOException {
    Path model = folder.resolve("model.tflite");
    Path labels = folder.resolve("labels.txt");
    assertThat(LabelLines.beside(model)).isEmpty();

    Files.createSymbolicLink(labels, folder.resolve("gone.txt"));
    assertThatThrownBy(() -> LabelLines.beside(model))
        .isInstanceOf(MalformedModelException.class)
        .hasMessageContaining("labels.txt")
        .hasMessageContaining("no regular file");

    Files.delete(labels);
    Files.createDirectory(labels);
    assertThatThrownBy(() -> LabelLines.beside(model)).hasMessageContaining("it is a folder");
  }
}
