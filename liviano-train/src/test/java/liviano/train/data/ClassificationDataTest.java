package liviano.train.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import liviano.vision.eval.ClassFolders;
import liviano.vision.eval.DataSetException;
import liviano.vision.eval.Example;
import liviano.vision.eval.Examples;
import liviano.vision.eval.ExamplesCsv;
import liviano.vision.eval.Part;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassificationDataTest {
  @TempDir Path folder;

  /** Files that no one decodes here. */
  private void files(String of, int from, int to) throws IOException {
    for (int i = from; i < to; i++) {
      Pictures.text(folder.resolve(of).resolve(i + ".jpg"), of + i);
    }
  }

  private ClassificationData data(double share, long seed) throws IOException {
    return ClassificationData.of(ClassFolders.read(folder), share, seed);
  }

  @Test
  void aShareOfEachClassIsDrawn() throws IOException {
    files("zebra", 0, 40);
    files("Ape", 0, 10);
    files("ant", 0, 3);
    ClassificationData data = data(0.2, 1);
    assertThat(data.classes()).containsExactly("Ape", "ant", "zebra");
    assertThat(data.counts(Part.TRAINING)).containsExactly(8, 2, 32);
    assertThat(data.counts(Part.VALIDATION)).containsExactly(2, 1, 8);
    assertThat(data.counts(Part.TEST)).containsExactly(0, 0, 0);
    assertThat(data.validation()).allMatch(picture -> picture.part() == Part.VALIDATION);
    assertThat(data.training()).allMatch(picture -> picture.part() == Part.TRAINING);
  }

  @Test
  void theSeedDecidesTheLotNotTheNames() throws IOException {
    files("a", 0, 20);
    files("b", 0, 20);
    List<Example> drawn = data(0.2, 1).validation();
    assertThat(names(data(0.2, 1).validation())).isEqualTo(names(drawn));
    assertThat(names(data(0.2, 2).validation())).isNotEqualTo(names(drawn));
    Path first = Path.of(drawn.getFirst().name());
    Files.move(first, first.resolveSibling("renamed.jpg"));
    assertThat(names(data(0.2, 1).validation()))
        .contains(first.resolveSibling("renamed.jpg").toString())
        .containsAll(names(drawn.subList(1, drawn.size())));
  }

  private static List<String> names(List<Example> pictures) {
    return pictures.stream().map(Example::name).toList();
  }

  @Test
  void knownPartsStay() throws IOException {
    files("train/a", 0, 5);
    files("train/b", 0, 6);
    files("val/a", 5, 7);
    files("test/b", 6, 9);
    ClassificationData data = data(0.5, 1);
    assertThat(data.training()).hasSize(11);
    assertThat(data.counts(Part.VALIDATION)).containsExactly(2, 0);
    assertThat(data.counts(Part.TEST)).containsExactly(0, 3);
  }

  @Test
  void withoutValidationAShareOfTheTrainingPicturesIsDrawn() throws IOException {
    files("train/a", 0, 10);
    files("train/b", 0, 10);
    files("test/b", 10, 13);
    assertThat(data(0.1, 1).validation()).hasSize(2);
    assertThat(data(0, 1).validation()).isEmpty();
  }

  @Test
  void equalFilesStayTogetherAndAreToldWhereTheyContradict() throws IOException {
    files("a", 0, 6);
    files("b", 0, 6);
    for (int i = 0; i < 20; i++) {
      Pictures.text(folder.resolve("a").resolve("same" + i + ".jpg"), "same");
    }
    Pictures.text(folder.resolve("b").resolve("same.jpg"), "same");
    for (int seed = 0; seed < 10; seed++) {
      ClassificationData data = data(0.3, seed);
      long drawn = data.validation().stream().filter(p -> p.name().contains("same")).count();
      assertThat(drawn).isIn(0L, 21L);
      assertThat(data.notices())
          .singleElement()
          .asString()
          .contains("b/same.jpg: the same file as")
          .endsWith("which is of class 'a'");
    }
  }

  @Test
  void equalFilesOfTwoPartsAreTold() throws IOException {
    files("train/a", 0, 6);
    files("train/b", 0, 6);
    Pictures.text(folder.resolve("test/a/again.jpg"), "train/a0");
    assertThat(data(0.2, 1).notices())
        .singleElement()
        .asString()
        .contains("0.jpg: the same file as")
        .contains("in another part");
  }

  @Test
  void aClassWithoutAPictureToLearnFromIsRefused() throws IOException {
    files("train/a", 0, 3);
    files("train/b", 0, 3);
    files("val/c", 0, 1);
    assertThatThrownBy(() -> data(0.2, 1))
        .isInstanceOf(DataSetException.class)
        .hasMessageEndingWith(
            "0.jpg: class 'c' has no picture to learn from: add some, or leave it out");
  }

  @Test
  void oneClassIsRefused() throws IOException {
    files("a", 0, 3);
    assertThatThrownBy(() -> data(0.2, 1)).hasMessageContaining("there is but one class");
  }

  @Test
  void listsAreReadToo() throws IOException {
    files("some", 0, 4);
    Path csv =
        Pictures.text(
            folder.resolve("list.csv"),
            """
            path,label,split
            some/0.jpg,b,train
            some/1.jpg,a,train
            some/2.jpg,a,val
            some/3.jpg,a,test
            """);
    ClassificationData data = ClassificationData.of(ExamplesCsv.read(csv, folder), 0.2, 1);
    assertThat(data.counts(Part.TRAINING)).containsExactly(1, 1);
    assertThat(data.pictures(Part.VALIDATION)).hasSize(1);
    assertThat(data.pictures(Part.TEST)).hasSize(1);
  }

  @Test
  void aPictureThatIsGoneIsNamed() throws IOException {
    files("a", 0, 2);
    files("b", 0, 2);
    Examples examples = ClassFolders.read(folder);
    Files.delete(folder.resolve("b/1.jpg"));
    assertThatThrownBy(() -> ClassificationData.of(examples, 0.2, 1))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessageContaining("1.jpg");
  }

  @Test
  void aClassOfOnePictureIsLearnedFrom() throws IOException {
    files("a", 0, 1);
    files("b", 0, 2);
    ClassificationData data = data(0.9, 1);
    assertThat(data.counts(Part.TRAINING)).containsExactly(1, 1);
  }
}
