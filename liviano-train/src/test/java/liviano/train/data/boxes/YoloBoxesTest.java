package liviano.train.data.boxes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import liviano.train.data.Pictures;
import liviano.vision.eval.DataSetException;
import liviano.vision.eval.Part;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("locale")
class YoloBoxesTest {
  @TempDir Path folder;

  /** A picture that nobody decodes here, with its boxes. */
  private void add(String picture, String labels, String boxes) throws IOException {
    Pictures.text(folder.resolve(picture), "");
    Pictures.text(folder.resolve(labels), boxes);
  }

  private BoxData read() throws IOException {
    return BoxData.read(folder, Optional.empty());
  }

  @Test
  void partsAreWhereTheYamlSays() throws IOException {
    Pictures.text(
        folder.resolve("data.yaml"),
        "path: .\ntrain: images/train\nval: images/val\nnames: [cat, dog]\n");
    add("images/train/1.jpg", "labels/train/1.txt", "1 0.5 0.25 0.5 0.5\n\n0 0.25 0.5 0.5 1\n");
    add("images/train/deep/2.jpg", "labels/train/deep/2.txt", "");
    add("images/val/3.png", "labels/val/3.txt", "0 0.5 0.5 1 1\n");
    Pictures.text(folder.resolve("images/val/4.png"), "");
    BoxData data = read();
    assertThat(data.classes()).containsExactly("cat", "dog");
    assertThat(data.of(Part.TRAINING)).hasSize(2);
    assertThat(data.of(Part.VALIDATION)).hasSize(2);
    BoxPicture first = data.pictures().getFirst();
    assertThat(first.upright()).isTrue();
    assertThat(first.boxes())
        .containsExactly(
            new TrueBox(1, 0, 0.25, 0.5, 0.75, false, false),
            new TrueBox(0, 0, 0, 1, 0.5, false, false));
    assertThat(data.notices())
        .containsExactly(
            "1 pictures have no file of boxes: they are taken to show none, first "
                + data.pictures().get(3).file());
    assertThat(BoxData.read(folder.resolve("data.yaml"), Optional.of(folder)).pictures())
        .hasSize(4);
  }

  @Test
  void listsOfPicturesAreRead() throws IOException {
    Pictures.text(folder.resolve("data.yaml"), "train: train.txt\nnames: [cat]\n");
    add("images/1.jpg", "labels/1.txt", "0 0.5 0.5 1 1");
    Pictures.text(folder.resolve("train.txt"), "./images/1.jpg\n\n");
    assertThat(read().pictures().getFirst().boxes()).hasSize(1);
    Pictures.text(folder.resolve("train.txt"), "images/1.jpg\n../2.jpg\n");
    assertThatThrownBy(this::read)
        .isInstanceOf(DataSetException.class)
        .hasMessageContaining("train.txt: line 2: '../2.jpg' is not a picture inside");
  }

  @ParameterizedTest
  @CsvSource({"train: ../images", "train: /etc", "path: ../.."})
  void placesOutsideTheFolderAreRefused(String line) throws IOException {
    Pictures.text(folder.resolve("data.yaml"), line + "\nnames: [cat]\n");
    assertThatThrownBy(this::read)
        .isInstanceOf(DataSetException.class)
        .hasMessageContaining("data.yaml: '")
        .hasMessageContaining("leads out of the folder");
  }

  @Test
  void theFolderOfPicturesCanBeGiven() throws IOException {
    Path yaml =
        Pictures.text(
            folder.resolve("kept/set.yaml"), "path: ../sets\ntrain: images\nnames: [cat]\n");
    add("sets/images/1.jpg", "sets/labels/1.txt", "0 0.5 0.5 1 1");
    BoxData data = BoxData.read(yaml, Optional.of(folder.resolve("sets")));
    assertThat(data.of(Part.TRAINING).getFirst().boxes()).hasSize(1);
  }

  @Test
  void aListOfClassesWillDo() throws IOException {
    Pictures.text(folder.resolve("classes.txt"), "cat\ndog\n");
    add("1.jpg", "1.txt", "1 0.5 0.5 1 1");
    assertThat(read().classes()).containsExactly("cat", "dog");
    assertThat(read().pictures().getFirst().boxes().getFirst().category()).isEqualTo(1);
    add("images/2.jpg", "labels/2.txt", "0 0.5 0.5 1 1");
    assertThat(read().pictures())
        .singleElement()
        .satisfies(picture -> assertThat(picture.boxes()).hasSize(1));
    add("images/train/3.jpg", "labels/train/3.txt", "0 0.5 0.5 1 1");
    add("images/test/4.jpg", "labels/test/4.txt", "0 0.5 0.5 1 1");
    assertThat(read().pictures())
        .extracting(BoxPicture::part)
        .containsExactly(Part.TEST, Part.TRAINING);
    BoxData given = BoxData.read(folder, Optional.of(folder.resolve("images")));
    assertThat(given.pictures()).allMatch(picture -> picture.boxes().size() == 1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2 0.5 0.5 1 1|class 2: there are 2, counted from 0",
        "-1 0.5 0.5 1 1|class -1: there are 2, counted from 0",
        "cat 0.5 0.5 1 1|class 'cat' is not a whole number",
        "0 0.5 0.5 1|4 numbers instead of 5: class, x, y, width, height",
        "0 0.1 0.1 0.2 0.2 0.3 0.3|7 numbers instead of 5: class, x, y, width, height (outlines are not read)",
        "0 0.5 NaN 1 1|y 'NaN' is not a number",
        "0 0.5 0.5 120 1|width 120 is no part of the picture: give from 0 to 1",
        "0 0.5 0.5 -0.1 1|width -0.1 is no part of the picture: give from 0 to 1",
      })
  void linesThatAreNoBoxesAreRefused(String line, String message) throws IOException {
    Pictures.text(folder.resolve("classes.txt"), "cat\ndog\n");
    add("1.jpg", "1.txt", "0 0.5 0.5 1 1\n" + line + "\n");
    assertThatThrownBy(this::read)
        .isInstanceOf(DataSetException.class)
        .hasMessage(folder.resolve("1.txt").toAbsolutePath() + ": line 2: " + message);
  }

  @Test
  void roundedEdgesAreCutWithoutAWord() throws IOException {
    Pictures.text(folder.resolve("classes.txt"), "cat\n");
    add("1.jpg", "1.txt", "0 0.2 0.5 0.401 1\n0 0.1 0.5 0.4 1\n0 0.5 0.5 0 0.3\n");
    BoxData data = read();
    assertThat(data.pictures().getFirst().boxes()).hasSize(2);
    assertThat(data.notices())
        .extracting(notice -> notice.substring(0, 18))
        .isEqualTo(List.of("1 boxes reach beyo", "1 boxes are empty "));
  }

  @Test
  void linkedFoldersAreFollowed() throws IOException {
    Pictures.text(folder.resolve("set/classes.txt"), "cat\n");
    add("elsewhere/1.jpg", "set/labels/1.txt", "0 0.5 0.5 1 1");
    Files.createSymbolicLink(folder.resolve("set/images"), folder.resolve("elsewhere"));
    assertThat(BoxData.read(folder.resolve("set"), Optional.empty()).pictures())
        .singleElement()
        .satisfies(picture -> assertThat(picture.boxes()).hasSize(1));
  }

  @Test
  void whatIsNoDataSetIsRefused() throws IOException {
    assertThatThrownBy(this::read).hasMessageContaining("no data set of boxes");
    Pictures.text(folder.resolve("classes.txt"), "cat\ncat\n");
    assertThatThrownBy(this::read).hasMessageContaining("classes.txt: give the names");
    Pictures.text(folder.resolve("classes.txt"), "cat\n");
    assertThatThrownBy(this::read).hasMessageContaining("no pictures (jpg");
    Files.write(folder.resolve("classes.txt"), new byte[] {(byte) 0xC0, 'a', 'b'});
    assertThatThrownBy(this::read).isInstanceOf(DataSetException.class);
  }
}
