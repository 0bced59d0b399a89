package liviano.train.data.boxes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import liviano.train.data.Pictures;
import liviano.vision.eval.DataSetException;
import liviano.vision.eval.Part;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("locale")
class CocoInstancesTest {
  private static final String CATEGORIES =
      "[{\"id\":7,\"name\":\"dog\"},{\"id\":3,\"name\":\"cat\"}]";

  @TempDir Path folder;

  private Path json(String file, String annotations, String categories) throws IOException {
    return Pictures.text(
        folder.resolve("instances.json"),
        "{\"images\":[{\"id\":1,\"file_name\":\""
            + file
            + "\",\"width\":20,\"height\":10},{\"id\":2,\"file_name\":\"2.jpg\",\"width\":20,"
            + "\"height\":10}],\"annotations\":["
            + annotations
            + "],\"categories\":"
            + categories
            + "}");
  }

  private static String annotation(int id, int category, String box, int crowd) {
    return "{\"id\":"
        + id
        + ",\"image_id\":1,\"category_id\":"
        + category
        + ",\"bbox\":["
        + box
        + "],\"area\":9,\"iscrowd\":"
        + crowd
        + "}";
  }

  @Test
  void classesAreCategoriesByTheirIds() throws IOException {
    Path json =
        json(
            "a/1.jpg",
            annotation(1, 7, "5,0,10,5", 0) + "," + annotation(2, 3, "0,0,20,10", 1),
            CATEGORIES);
    BoxData data = BoxData.coco(json, folder.resolve("images"), Part.TRAINING);
    assertThat(data.classes()).containsExactly("cat", "dog");
    assertThat(data.pictures()).hasSize(2);
    BoxPicture picture = data.pictures().getFirst();
    assertThat(picture.file()).isEqualTo(folder.resolve("images/a/1.jpg"));
    assertThat(picture.upright()).isFalse();
    assertThat(picture.boxes())
        .containsExactly(
            new TrueBox(1, 0, 0.25, 0.5, 0.75, false, false),
            new TrueBox(0, 0, 0, 1, 1, false, true));
    assertThat(data.pictures().get(1).boxes()).isEmpty();
    assertThat(data.counts(Part.TRAINING)).containsExactly(1, 1);
    assertThat(BoxData.read(json, Optional.empty()).pictures().getFirst().file())
        .isEqualTo(folder.resolve("a/1.jpg"));
  }

  @Test
  void emptyBoxesAreLeftOutAndTold() throws IOException {
    Path json =
        json(
            "1.jpg",
            annotation(1, 7, "5,2,0,5", 0) + "," + annotation(2, 7, "15,2,9,5", 0),
            CATEGORIES);
    BoxData data = BoxData.coco(json, folder, Part.ANY);
    assertThat(data.pictures().getFirst().boxes())
        .containsExactly(new TrueBox(1, 0.2, 0.75, 0.7, 1, false, false));
    assertThat(data.notices())
        .containsExactly(
            "1 boxes reach beyond their picture and were cut, first annotation 2 of 1.jpg",
            "1 boxes are empty and were left out, first annotation 1 of 1.jpg");
  }

  @Test
  void whatLeadsOutOfTheFolderIsRefused() throws IOException {
    for (String file : new String[] {"../1.jpg", "/1.jpg", "a/../../1.jpg"}) {
      Path json = json(file, annotation(1, 7, "5,2,3,5", 0), CATEGORIES);
      assertThatThrownBy(() -> BoxData.read(json, Optional.empty()))
          .isInstanceOf(DataSetException.class)
          .hasMessageContaining("instances.json")
          .hasMessageContaining("is not a picture inside the folder");
    }
  }

  @Test
  void wrongListsAreRefused() throws IOException {
    Path missing = json("1.jpg", annotation(1, 9, "5,2,3,5", 0), CATEGORIES);
    assertThatThrownBy(() -> BoxData.coco(missing, folder, Part.ANY))
        .hasMessageContaining("category 9");
    Path twice = json("1.jpg", "", CATEGORIES.replace("dog", "cat"));
    assertThatThrownBy(() -> BoxData.coco(twice, folder, Part.ANY))
        .hasMessageEndingWith("two categories are called 'cat'");
    Path none = json("1.jpg", "", "[]");
    assertThatThrownBy(() -> BoxData.coco(none, folder, Part.ANY))
        .hasMessageEndingWith("it lists no categories");
  }

  @Test
  void setsOfTheSameClassesCanBeJoined() throws IOException {
    Path json = json("1.jpg", annotation(1, 7, "5,2,3,5", 0), CATEGORIES);
    BoxData training = BoxData.coco(json, folder, Part.TRAINING);
    BoxData both = training.and(training.in(Part.VALIDATION));
    assertThat(both.of(Part.VALIDATION)).hasSize(2);
    assertThat(both.of(Part.TRAINING)).hasSize(2);
    Path other = json("1.jpg", "", "[{\"id\":7,\"name\":\"dog\"}]");
    BoxData different = BoxData.coco(other, folder, Part.ANY);
    assertThatThrownBy(() -> training.and(different)).hasMessageContaining("differ");
  }

  @Test
  void otherFilesAreRefused() throws IOException {
    assertThatThrownBy(() -> BoxData.read(folder.resolve("no.txt"), Optional.empty()))
        .hasMessageEndingWith("no.txt: is not there");
    Path text = Pictures.text(folder.resolve("some.txt"), "");
    assertThatThrownBy(() -> BoxData.read(text, Optional.empty()))
        .hasMessageContaining("neither a folder nor .json (COCO) nor .yaml (YOLO)");
  }
}
