package liviano.vision.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("locale")
class LabelsCsvTest {
  private static final String HEADER = "file,class_0_to_999\n";

  @Test
  void readsPicturesInTheirOrder() {
    assertThat(LabelsCsv.parse("l", HEADER + "b.jpg,7\nsub/a.jpg,999\n", 1000))
        .containsExactly(new LabelledPicture("b.jpg", 7), new LabelledPicture("sub/a.jpg", 999));
  }

  @Test
  void toleratesQuotesBlankLinesAndWindows() {
    String text = "\"file\",\"class_0_to_999\"\r\n\"a, \"\"b\"\".jpg\",\"1\"\r\n\r\nc.jpg, 2 \r\n";
    assertThat(LabelsCsv.parse("l", text, 1000))
        .containsExactly(new LabelledPicture("a, \"b\".jpg", 1), new LabelledPicture("c.jpg", 2));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          a.jpg              | line 2: 1 fields instead of 2
          a.jpg,1,2          | line 2: 3 fields instead of 2
          a.jpg,-1           | line 2: class '-1' is no number from 0 to 9
          a.jpg,10           | line 2: class '10' is no number from 0 to 9
          a.jpg,cat          | line 2: class 'cat' is no number from 0 to 9
          a.jpg,99999999999  | line 2: class '99999999999' is no number from 0 to 9
          a.jpg,             | line 2: class '' is no number from 0 to 9
          /etc/passwd,1      | line 2: '/etc/passwd' is not a picture inside the folder
          ../a.jpg,1         | line 2: '../a.jpg' is not a picture inside the folder
          b/../../a.jpg,1    | line 2: 'b/../../a.jpg' is not a picture inside the folder
          b/..,1             | line 2: 'b/..' is not a picture inside the folder
          ,1                 | line 2: '' is not a picture inside the folder
          "a.jpg,1           | line 2: a quote is not closed
          """,
      quoteCharacter = '`')
  void namesTheLineThatBreaksARule(String line, String reason) {
    assertThatThrownBy(() -> LabelsCsv.parse("labels.csv", HEADER + line + "\n", 10))
        .isInstanceOf(DataSetException.class)
        .hasMessage("labels.csv: " + reason);
  }

  @Test
  void headerBoundsTheClasses() {
    assertThatThrownBy(() -> LabelsCsv.parse("l", "file,class_0_to_4\na.jpg,5\n", 1000))
        .hasMessage("l: line 2: class '5' is no number from 0 to 4");
  }

  @Test
  void pictureListedTwiceIsRefusedHoweverItIsSpelled() {
    assertThatThrownBy(() -> LabelsCsv.parse("l", HEADER + "a.jpg,1\nb.jpg,1\n./a.jpg,1\n", 10))
        .hasMessage("l: line 4: './a.jpg' is listed twice, first in line 2");
  }

  @Test
  void nameThatNoFileCanHaveIsRefused() {
    assertThatThrownBy(() -> LabelsCsv.parse("l", HEADER + "a\0.jpg,1\n", 10))
        .isInstanceOf(DataSetException.class)
        .hasMessageContaining("line 2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a.jpg,1\n", "file\n", "file,class\n", "file,class_0_to_12345678\n"})
  void anotherHeaderIsRefused(String text) {
    assertThatThrownBy(() -> LabelsCsv.parse("l", text, 10))
        .isInstanceOf(DataSetException.class)
        .hasMessageStartingWith("l: line 1: the header must be");
  }

  @Test
  void emptyListIsRefused() {
    assertThatThrownBy(() -> LabelsCsv.parse("l", HEADER + "\n\n", 10))
        .hasMessage("l: it lists no pictures");
  }

  @Test
  void readsFilesAndRefusesWhatIsNoText(@TempDir Path folder) throws IOException {
    Path csv = Files.writeString(folder.resolve("labels.csv"), HEADER + "ä.jpg,1\n");
    assertThat(LabelsCsv.read(csv, 10)).containsExactly(new LabelledPicture("ä.jpg", 1));
    Path bytes = Files.write(folder.resolve("bytes"), new byte[] {'f', (byte) 0xff, 0});
    assertThatThrownBy(() -> LabelsCsv.read(bytes, 10))
        .isInstanceOf(DataSetException.class)
        .hasMessage(bytes + ": byte 1 is not UTF-8: save the text as UTF-8");
    Files.writeString(csv, "\ufeff" + HEADER + "b.jpg,2\n");
    assertThat(LabelsCsv.read(csv, 10)).containsExactly(new LabelledPicture("b.jpg", 2));
    Files.writeString(csv, HEADER + "b.jpg,2\n", StandardCharsets.UTF_16LE);
    assertThatThrownBy(() -> LabelsCsv.read(csv, 10))
        .isInstanceOf(DataSetException.class)
        .hasMessage(csv + ": a text in UTF-16: save it as UTF-8");
    assertThatThrownBy(() -> LabelsCsv.read(folder.resolve("none"), 10))
        .isInstanceOf(NoSuchFileException.class);
  }
}
