package liviano.vision.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import liviano.json.JsonObject;
import liviano.vision.Box;
import liviano.vision.Category;
import liviano.vision.Detection;
import liviano.vision.Segmentation;
import liviano.vision.explain.ClassMap;
import org.junit.jupiter.api.Test;

class AnswerJsonTest {
  private static final Category ORANGE = new Category(950, "orange", 0.75f);

  private final JsonObject.Builder object = JsonObject.builder();

  private String text() {
    return object.build().toJson();
  }

  @Test
  void headNamesThePictureOnlyWhereItHasAName() {
    AnswerHead.Origin model = new AnswerHead.Origin("Tiny", "tiny", "ab");
    String rest =
        "\"width\":4,\"height\":3,\"model\":\"Tiny\",\"modelName\":\"tiny\",\"modelDigest\":\"ab\"}";
    assertThat(new AnswerHead(Optional.of("a.png"), 4, 3, model).begin().build().toJson())
        .isEqualTo("{\"picture\":\"a.png\"," + rest);
    assertThat(new AnswerHead(Optional.empty(), 4, 3, model).begin().build().toJson())
        .isEqualTo("{" + rest);
  }

  @Test
  void unknownIsSaidOnlyWhereItIsSo() {
    AnswerJson.classified(object, List.of(ORANGE), false);
    assertThat(text())
        .isEqualTo("{\"categories\":[{\"index\":950,\"label\":\"orange\",\"score\":0.75}]}");
    JsonObject.Builder unknown = JsonObject.builder();
    AnswerJson.classified(unknown, List.of(), true);
    assertThat(unknown.build().toJson()).isEqualTo("{\"unknown\":true,\"categories\":[]}");
  }

  @Test
  void boxesAreOfSidesAndPlace() {
    AnswerJson.detected(object, List.of(new Detection(17, "cat", 0.5f, new Box(1, 2, 3.5f, 4))));
    assertThat(text())
        .isEqualTo(
            "{\"detections\":[{\"categoryId\":17,\"label\":\"cat\",\"score\":0.5,"
                + "\"box\":{\"x\":1.0,\"y\":2.0,\"width\":3.5,\"height\":4.0}}]}");
  }

  @Test
  void masksAreThereWhereTheyAreWanted() {
    Segmentation found = Segmentation.of(2, 1, new byte[] {1, 1}, List.of("background", "cat"));
    AnswerJson.segmented(object, found.areas(), Optional.of(RunLengths.of(found)));
    assertThat(text()).contains("\"label\":\"cat\"").contains("\"mask\":{\"size\":[1,2]");
    JsonObject.Builder without = JsonObject.builder();
    AnswerJson.segmented(without, found.areas(), Optional.empty());
    assertThat(without.build().toJson()).contains("\"label\":\"cat\"").doesNotContain("mask");
  }

  @Test
  void mapsAreRowsOfNumbers() {
    ClassMap map =
        new ClassMap(
            ORANGE,
            2,
            0.5f,
            1,
            2,
            new float[] {0.25f, -1},
            new ClassMap.Grid(1, 2, 3, 4),
            new Box(0, 0, 6, 4));
    AnswerJson.explained(object, List.of(map));
    JsonObject one = object.build().array("classes").object(0);
    assertThat(one.array("map").array(0).toJson()).isEqualTo("[0.25,-1.0]");
    assertThat(one.number("logit")).isEqualTo(2);
    assertThat(one.number("bias")).isEqualTo(0.5);
    assertThat(one.array("step").size()).isEqualTo(2);
    assertThat(one.array("view").size()).isEqualTo(4);
  }
}
