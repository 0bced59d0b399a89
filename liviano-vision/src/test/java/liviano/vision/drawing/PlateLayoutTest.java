package liviano.vision.drawing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlateLayoutTest {
  private static final double WIDTH = 640;
  private static final double HEIGHT = 480;

  private static List<Rect> layOut(List<Rect> boxes, double width, double height) {
    PlateLayout layout = new PlateLayout(WIDTH, HEIGHT, boxes);
    return boxes.stream().map(box -> layout.place(box, width, height)).toList();
  }

  private static void assertApart(List<Rect> plates) {
    for (int a = 0; a < plates.size(); a++) {
      for (int b = a + 1; b < plates.size(); b++) {
        assertThat(plates.get(a).overlap(plates.get(b))).as("%d and %d", a, b).isZero();
      }
    }
  }

  @Test
  void aLoneBoxHasItsPlateOnTop() {
    assertThat(layOut(List.of(new Rect(100, 200, 300, 400)), 90, 20))
        .containsExactly(new Rect(100, 180, 190, 200));
  }

  @Test
  void aBoxAtTheTopHasItInside() {
    assertThat(layOut(List.of(new Rect(100, 0, 300, 400)), 90, 20))
        .containsExactly(new Rect(100, 0, 190, 20));
  }

  @Test
  void aSmallBoxIsNotHidden() {
    Rect box = new Rect(100, 0, 130, 15);
    assertThat(layOut(List.of(box), 90, 20).getFirst().overlap(box)).isZero();
  }

  @Test
  void platesOfEqualBoxesLieApart() {
    List<Rect> boxes = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      boxes.add(new Rect(200, 150, 420, 330));
    }
    assertApart(layOut(boxes, 80, 20));
  }

  @Test
  void platesOfARowOfBoxesLieApart() {
    List<Rect> boxes = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      boxes.add(new Rect(20 + 50 * i, 200, 60 + 50 * i, 320));
    }
    assertApart(layOut(boxes, 90, 20));
  }

  @ParameterizedTest
  @CsvSource({"1, 90, 20", "2, 640, 20", "3, 5, 160", "4, 639.5, 159.5"})
  void platesStayInThePicture(long seed, double width, double height) {
    Random random = new Random(seed);
    List<Rect> boxes = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      double x = random.nextDouble() * (WIDTH - 1);
      double y = random.nextDouble() * (HEIGHT - 1);
      boxes.add(
          new Rect(
              x, y, x + random.nextDouble() * (WIDTH - x), y + random.nextDouble() * (HEIGHT - y)));
    }
    for (Rect plate : layOut(boxes, width, height)) {
      assertThat(plate.x0()).isGreaterThanOrEqualTo(0);
      assertThat(plate.y0()).isGreaterThanOrEqualTo(0);
      assertThat(plate.x1()).isLessThanOrEqualTo(WIDTH);
      assertThat(plate.y1()).isLessThanOrEqualTo(HEIGHT);
    }
  }

  @Test
  void platesOfScatteredBoxesLieApart() {
    Random random = new Random(11);
    for (int round = 0; round < 50; round++) {
      List<Rect> boxes = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        boxes.add(
            Rect.ofSize(
                random.nextDouble(500),
                random.nextDouble(400),
                20 + random.nextDouble(120),
                20 + random.nextDouble(60)));
      }
      assertApart(layOut(boxes, 90, 22));
    }
  }
}
