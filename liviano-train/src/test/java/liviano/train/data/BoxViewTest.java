package liviano.train.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import liviano.train.data.boxes.TrueBox;
import org.junit.jupiter.api.Test;

class BoxViewTest {
  private static final BoxAugmentation CROPS = BoxAugmentation.SSD.withExpansion(0, 1);

  private static TrueBox box(double ymin, double xmin, double ymax, double xmax) {
    return new TrueBox(0, ymin, xmin, ymax, xmax, false, false);
  }

  @Test
  void cropsLieInThePictureAndShowTheMiddleOfAnObject() {
    List<TrueBox> boxes = List.of(box(0.1, 0.2, 0.6, 0.7), box(0.5, 0.5, 0.9, 0.8));
    int whole = 0;
    for (int seed = 0; seed < 300; seed++) {
      BoxView view = BoxView.draw(boxes, CROPS, new Draws(seed));
      if (view.equals(BoxView.WHOLE)) {
        whole++;
        continue;
      }
      assertThat(view.x()).isNotNegative();
      assertThat(view.y()).isNotNegative();
      assertThat(view.x() + view.width()).isLessThanOrEqualTo(1 + 1e-12);
      assertThat(view.y() + view.height()).isLessThanOrEqualTo(1 + 1e-12);
      assertThat(view.width() / view.height()).isBetween(0.5, 2.0);
      assertThat(boxes)
          .anySatisfy(
              box -> {
                double x = (box.xmin() + box.xmax()) / 2;
                double y = (box.ymin() + box.ymax()) / 2;
                assertThat(x).isBetween(view.x(), view.x() + view.width());
                assertThat(y).isBetween(view.y(), view.y() + view.height());
              });
    }
    // One in six, and where a lot of strict ones failed before.
    assertThat(whole).isBetween(30, 150);
  }

  @Test
  void anObjectThatIsSmallStillGivesCrops() {
    List<TrueBox> boxes = List.of(box(0.4, 0.4, 0.6, 0.6));
    int crops = 0;
    for (int seed = 0; seed < 100; seed++) {
      crops += BoxView.draw(boxes, CROPS, new Draws(seed)).equals(BoxView.WHOLE) ? 0 : 1;
    }
    assertThat(crops).isBetween(30, 90);
  }

  @Test
  void withoutObjectsAllIsSeen() {
    List<TrueBox> crowd = List.of(new TrueBox(0, 0.2, 0.2, 0.8, 0.8, false, true));
    for (int seed = 0; seed < 20; seed++) {
      assertThat(BoxView.draw(List.of(), CROPS, new Draws(seed))).isEqualTo(BoxView.WHOLE);
      assertThat(BoxView.draw(crowd, CROPS, new Draws(seed))).isEqualTo(BoxView.WHOLE);
    }
  }

  @Test
  void expansionsHoldThePictureSomewhere() {
    BoxAugmentation expand = BoxAugmentation.NONE.withExpansion(1, 4);
    for (int seed = 0; seed < 100; seed++) {
      BoxView view = BoxView.draw(List.of(), expand, new Draws(seed));
      assertThat(view.width()).isEqualTo(view.height()).isBetween(1.0, 4.0);
      assertThat(view.x()).isBetween(1 - view.width(), 0.0);
      assertThat(view.y()).isBetween(1 - view.height(), 0.0);
    }
  }

  @Test
  void aRatioIsReachedBySeeingMore() {
    BoxView view = new BoxView(0.1, 0.2, 0.4, 0.2);
    assertThat(view.withRatio(1)).isEqualTo(new BoxView(0.1, 0.2, 0.4, 0.4));
    assertThat(view.withRatio(4)).isEqualTo(new BoxView(0.1, 0.2, 0.8, 0.2));
  }

  @Test
  void settingsOutOfRangeAreRefused() {
    assertThatThrownBy(() -> CROPS.withExpansion(2, 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> CROPS.withExpansion(1, 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new ColourJitter(0, Double.NaN, 0, 0))
        .hasMessageContaining("contrast");
    assertThatThrownBy(() -> new RandomDistortions(1, 11)).hasMessageContaining("magnitude 11");
    assertThatThrownBy(() -> new MaskAugmentation(0, 1, true, ColourJitter.NONE))
        .hasMessageContaining("scales from 0");
  }
}
