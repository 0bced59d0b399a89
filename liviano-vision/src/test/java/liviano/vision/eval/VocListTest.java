package liviano.vision.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("locale")
class VocListTest {
  @TempDir private Path folder;

  @BeforeEach
  void layOut() throws IOException {
    for (String file : new String[] {"JPEGImages/a.jpg", "JPEGImages/b.jpg", "JPEGImages/c.jpg"}) {
      Files.createDirectories(folder.resolve(file).getParent());
      Files.createFile(folder.resolve(file));
    }
    Files.createDirectories(folder.resolve("SegmentationClass"));
    Files.createFile(folder.resolve("SegmentationClass/a.png"));
    Files.createFile(folder.resolve("SegmentationClass/b.png"));
    Files.createFile(folder.resolve("outside.jpg"));
    Files.createFile(folder.resolve("outside.png"));
  }

  @Test
  void readsIds() throws IOException {
    assertThat(VocList.read(folder, list("b\r\n\n  a \n")))
        .containsExactly(
            new VocPicture(
                "b", folder.resolve("JPEGImages/b.jpg"), folder.resolve("SegmentationClass/b.png")),
            new VocPicture(
                "a",
                folder.resolve("JPEGImages/a.jpg"),
                folder.resolve("SegmentationClass/a.png")));
  }

  @Test
  void readsAListWithAByteOrderMarkAndNamesAnotherEncoding() throws IOException {
    assertThat(VocList.read(folder, list("\ufeffb\n")).getFirst().id()).isEqualTo("b");
    Path other = Files.writeString(folder.resolve("val.txt"), "a\nb\n", StandardCharsets.UTF_16);
    assertThatThrownBy(() -> VocList.read(folder, other))
        .isInstanceOf(DataSetException.class)
        .hasMessage(other + ": a text in UTF-16: save it as UTF-8");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "../outside | line 2: '../outside' is not a picture inside the folder",
        "x/../../outside | line 2: 'x/../../outside' is not a picture inside the folder",
        "/etc/passwd | line 2: '/etc/passwd' is not a picture inside the folder",
        ". | line 2: '.' is not a picture inside the folder",
        "b/../a | line 2: 'b/../a' is listed twice, first in line 1",
        "a | line 2: 'a' is listed twice, first in line 1",
        "b  1 | line 2: more than one word: give one id a line",
        "b\u001b[2J | line 2: \"b\\u001b[2J\" is not a file name",
      })
  void namesTheLine(String id, String message) throws IOException {
    Path list = list("a\n" + id + "\n");
    assertThatThrownBy(() -> VocList.read(folder, list))
        .isInstanceOf(DataSetException.class)
        .hasMessage(list + ": " + message);
  }

  @Test
  void filesThatAreMissingAreForTheReaderToFind() throws IOException {
    Path none = folder.resolve("JPEGImages/none.jpg");
    assertThat(VocList.read(folder, list("none\na")).getFirst().picture())
        .isEqualTo(none)
        .doesNotExist();
  }

  @Test
  void refusesEmptyAndBinaryLists() throws IOException {
    assertThatThrownBy(() -> VocList.read(folder, list(" \n\n")))
        .isInstanceOf(DataSetException.class)
        .hasMessageEndingWith("it lists no pictures");
    Path binary = Files.write(folder.resolve("val.txt"), new byte[] {(byte) 0xFF, 1});
    assertThatThrownBy(() -> VocList.read(folder, binary))
        .isInstanceOf(DataSetException.class)
        .hasMessage(binary + ": byte 0 is not UTF-8: save the text as UTF-8");
    assertThatThrownBy(() -> VocList.read(folder, folder.resolve("none.txt")))
        .isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void survivesNoise() throws IOException {
    Random random = new Random(7);
    String letters = "ab./\\ \n\r\t~:*\0\u0007é";
    for (int round = 0; round < 400; round++) {
      StringBuilder text = new StringBuilder();
      for (int i = random.nextInt(12); i > 0; i--) {
        text.append(letters.charAt(random.nextInt(letters.length())));
      }
      try {
        assertThat(VocList.read(folder, list(text.toString())))
            .allSatisfy(
                one ->
                    assertThat(one.picture().normalize())
                        .startsWithRaw(folder.resolve("JPEGImages")));
      } catch (DataSetException e) {
        assertThat(e.getMessage().lines()).hasSize(1);
      }
    }
  }

  private Path list(String text) throws IOException {
    return Files.write(folder.resolve("val.txt"), text.getBytes(StandardCharsets.UTF_8));
  }
}
