package liviano.vision.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClassFoldersTest {
  @TempDir private Path root;

  private void file(String name) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, new byte[] {1});
  }

  @Test
  void eachFolderIsAClass() throws IOException {
    file("zebra/1.jpg");
    file("ant/b.PNG");
    file("ant/deep/a.webp");
    file("ant/notes.txt");
    file("ant/.hidden.jpg");
    file("bee/readme.md");
    file("stray.jpg");
    Files.createSymbolicLink(root.resolve("ant/again"), root.resolve("ant"));
    Examples found = ClassFolders.read(root);
    assertThat(found.pictures())
        .extracting(p -> root.relativize(Path.of(p.name())).toString())
        .containsExactly("ant/b.PNG", "ant/deep/a.webp", "zebra/1.jpg");
    assertThat(found.pictures()).extracting(Example::part).containsOnly(Part.ANY);
    assertThat(found.labels()).containsExactly("ant", "zebra");
    assertThat(found.notices())
        .containsExactly(
            root.resolve("bee") + ": left out, it holds no pictures",
            root.resolve("stray.jpg") + ": left out, it is in no folder of a class");
  }

  @Test
  void partsMayStandAbove() throws IOException {
    file("train/a/1.jpg");
    file("val/a/2.jpg");
    file("test/b/3.jpg");
    file("other/c/4.jpg");
    Examples found = ClassFolders.read(root);
    assertThat(found.pictures())
        .extracting(Example::part)
        .containsExactly(Part.TEST, Part.TRAINING, Part.VALIDATION);
    assertThat(found.notices())
        .containsExactly(
            root.resolve("other") + ": left out, it is neither train, validation nor test");
    assertThat(ClassFolders.read(root.resolve("val"), Part.TEST).pictures())
        .singleElement()
        .satisfies(picture -> assertThat(picture.part()).isEqualTo(Part.TEST));
  }

  /** A folder called validation is a class like any other where none is called train. */
  @Test
  void partsNeedOneForTraining() throws IOException {
    file("validation/1.jpg");
    file("Ünï/2.jpg");
    assertThat(ClassFolders.read(root).labels()).containsExactly("validation", "Ünï");
  }

  @Test
  void aFolderWithoutClassesIsRefused() throws IOException {
    file("1.jpg");
    assertThatThrownBy(() -> ClassFolders.read(root))
        .isInstanceOf(DataSetException.class)
        .hasMessageStartingWith(root + ": no pictures in folders of classes");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "file,label|a.jpg,x|line 1: the header must be path,label",
        "path,label|a.jpg|line 2: 1 fields instead of 2",
        "path,label|a.jpg,|line 2: no label",
        "path,label|../a.jpg,x|line 2: '../a.jpg' is not a picture inside the folder",
        "path,label|\"a.jpg,x|line 2: a quote is not closed",
        "path,label,split|a.jpg,x,dev|line 2: split 'dev' is none of train",
      })
  void aListThatBreaksARuleIsRefusedByItsLine(String header, String line, String message)
      throws IOException {
    Path csv = Files.writeString(root.resolve("list.csv"), header + "\n" + line + "\n");
    assertThatThrownBy(() -> ExamplesCsv.read(csv, root))
        .isInstanceOf(DataSetException.class)
        .hasMessageStartingWith(csv + ": " + message);
  }

  @Test
  void aListNamesPicturesOnce() throws IOException {
    Path csv = Files.writeString(root.resolve("list.csv"), "path,label\na.jpg,x\n./a.jpg,y\n");
    assertThatThrownBy(() -> ExamplesCsv.read(csv, root))
        .hasMessageEndingWith("line 3: './a.jpg' is listed twice, first in line 2");
  }
}
