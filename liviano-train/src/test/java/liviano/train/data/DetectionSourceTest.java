package liviano.train.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import liviano.model.Fit;
import liviano.model.Preprocessing;
import liviano.model.ResizeRule;
import liviano.model.Rgb;
import liviano.train.data.boxes.BoxData;
import liviano.train.data.boxes.BoxPicture;
import liviano.train.data.boxes.TrueBox;
import liviano.vision.Picture;
import liviano.vision.Region;
import liviano.vision.eval.DataSetException;
import liviano.vision.eval.Part;
import liviano.vision.prepare.Preprocessor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DetectionSourceTest {
  private static final int SIZE = 60;
  private static final Preprocessing RULES =
      Preprocessing.keras(SIZE, SIZE).withResize(ResizeRule.TENSORFLOW_LEGACY_BILINEAR);
  private static final long PLENTY = 1 << 24;

  /** Whose areas are white on black. */
  private static final List<TrueBox> BOXES =
      List.of(
          new TrueBox(0, 0.1, 0.1, 0.4, 0.5, false, false),
          new TrueBox(1, 0.55, 0.6, 0.95, 0.8, true, false));

  @TempDir Path folder;
  private BoxPicture picture;

  @BeforeEach
  void write() throws IOException {
    picture = picture(200, 100);
  }

  private BoxPicture picture(int width, int height) throws IOException {
    Raster raster = Raster.filled(width, height, Rgb.all(0));
    for (TrueBox box : BOXES) {
      int across = (int) Math.round(box.width() * width);
      int down = (int) Math.round(box.height() * height);
      raster.paste(
          Raster.filled(across, down, Rgb.all(255)),
          (int) Math.round(box.xmin() * width),
          (int) Math.round(box.ymin() * height));
    }
    Path file = Pictures.write(raster.picture(), folder.resolve(width + ".png"));
    return new BoxPicture(
        file, Part.TRAINING, Optional.of(new BoxPicture.Size(width, height)), false, BOXES);
  }

  private DetectionSource source(Preprocessing rules, BoxAugmentation augmentation, long cache) {
    return DetectionSource.of(List.of(picture), rules, 3, augmentation, cache);
  }

  /** Every box covers white pixels, nothing else is white but what is under a cut box. */
  private static void requireBoxesOnWhite(Sample<List<TrueBox>> sample) {
    float[] input = sample.input();
    for (TrueBox box : sample.label()) {
      int middleX = (int) ((box.xmin() + box.xmax()) / 2 * SIZE);
      int middleY = (int) ((box.ymin() + box.ymax()) / 2 * SIZE);
      assertThat(input[3 * (SIZE * middleY + middleX)]).isGreaterThan(0.5f);
      edge(input, box.xmin(), middleY, true, 1);
      edge(input, box.xmax(), middleY, true, -1);
      edge(input, box.ymin(), middleX, false, 1);
      edge(input, box.ymax(), middleX, false, -1);
    }
  }

  /** White two pixels inside, black two pixels outside; boxes at the input's edge may be cut. */
  private static void edge(float[] input, double part, int other, boolean across, int inwards) {
    int place = (int) Math.round(part * SIZE) - (inwards < 0 ? 1 : 0);
    int inside = Math.clamp(place + 2 * inwards, 0, SIZE - 1);
    int outside = place - 3 * inwards;
    assertThat(value(input, inside, other, across)).isGreaterThan(-0.2f);
    if (outside >= 0 && outside < SIZE) {
      assertThat(value(input, outside, other, across)).isLessThan(0.2f);
    }
  }

  private static float value(float[] input, int place, int other, boolean across) {
    int pixel = across ? SIZE * other + place : SIZE * place + other;
    return input[3 * pixel];
  }

  static List<Preprocessing> cards() {
    return List.of(
        RULES,
        RULES.withFit(new Fit.Pad(Rgb.all(0))),
        RULES.withFit(new Fit.ResizeAndPad(50, Rgb.all(0))));
  }

  @ParameterizedTest
  @MethodSource("cards")
  void unaugmentedSamplesAreThoseOfUseAndBoxesLieWhereTheyShow(Preprocessing rules)
      throws IOException {
    float[] expected = new float[3 * SIZE * SIZE];
    Picture read = Picture.read(picture.file());
    Preprocessor.of(rules).apply(read, Region.whole(read), expected);
    for (BoxAugmentation augmentation : List.of(BoxAugmentation.NONE, BoxAugmentation.SSD)) {
      boolean idle = augmentation.isNone();
      Sample<List<TrueBox>> sample = source(rules, augmentation, PLENTY).sample(0, 1, idle);
      assertThat(sample.input()).isEqualTo(expected);
      assertThat(sample.label()).hasSize(2);
      requireBoxesOnWhite(sample);
    }
  }

  @Test
  void aStretchedPictureKeepsItsBoxes() throws IOException {
    List<TrueBox> boxes = source(RULES, BoxAugmentation.NONE, 0).sample(0, 1, false).label();
    for (int i = 0; i < 2; i++) {
      assertThat(boxes.get(i).ymin()).isCloseTo(BOXES.get(i).ymin(), within(1e-9));
      assertThat(boxes.get(i).xmax()).isCloseTo(BOXES.get(i).xmax(), within(1e-9));
      assertThat(boxes.get(i).difficult()).isEqualTo(BOXES.get(i).difficult());
    }
  }

  @ParameterizedTest
  @MethodSource("cards")
  void augmentedBoxesLieWhereTheyShow(Preprocessing rules) throws IOException {
    BoxAugmentation geometry =
        BoxAugmentation.SSD.withColour(ColourJitter.NONE).withExpansion(0.3, 2);
    DetectionSource source = source(rules, geometry, PLENTY);
    int boxes = 0;
    for (int seed = 0; seed < 200; seed++) {
      Sample<List<TrueBox>> sample = source.sample(0, seed, true);
      boxes += sample.label().size();
      requireBoxesOnWhite(sample);
    }
    assertThat(boxes).isBetween(200, 399);
  }

  @ParameterizedTest
  @MethodSource("cards")
  void anAugmentedPictureHasTheShapeThatUseSees(Preprocessing rules) throws IOException {
    DetectionSource source = source(rules, BoxAugmentation.NONE.withFlip(true), 0);
    double use = ratio(source.sample(0, 0, false).label().getFirst());
    for (int seed = 0; seed < 10; seed++) {
      assertThat(ratio(source.sample(0, seed, true).label().getFirst()))
          .isCloseTo(use, within(0.05));
    }
  }

  private static double ratio(TrueBox box) {
    return box.width() / box.height();
  }

  @Test
  void theSeedDecidesAndTheCacheDoesNot() throws IOException {
    picture = picture(600, 500);
    DetectionSource kept = source(RULES, BoxAugmentation.SSD, PLENTY);
    DetectionSource none = source(RULES, BoxAugmentation.SSD, 0);
    for (boolean augment : new boolean[] {true, false, true}) {
      for (int seed = 0; seed < 5; seed++) {
        Sample<List<TrueBox>> sample = kept.sample(0, seed, augment);
        assertThat(sample.input()).isEqualTo(none.sample(0, seed, augment).input());
        assertThat(sample.label()).isEqualTo(none.sample(0, seed, augment).label());
      }
    }
    assertThat(kept.sample(0, 1, true).input()).isNotEqualTo(kept.sample(0, 2, true).input());
  }

  @Test
  void aPictureOfAnotherSizeThanItsBoxesIsRefused() {
    BoxPicture wrong =
        new BoxPicture(
            picture.file(),
            Part.TRAINING,
            Optional.of(new BoxPicture.Size(100, 200)),
            false,
            BOXES);
    DetectionSource source = DetectionSource.of(List.of(wrong), RULES, 3, BoxAugmentation.SSD, 0);
    assertThatThrownBy(() -> source.sample(0, 0, true))
        .isInstanceOf(DataSetException.class)
        .hasMessage(
            picture.file() + ": it has 200x100 pixels, but its boxes were drawn on 100x200");
  }

  @Test
  void boxesOfOnePixelMayVanishWithoutHarm() throws IOException {
    BoxPicture tiny =
        new BoxPicture(
            picture.file(),
            Part.TRAINING,
            Optional.empty(),
            false,
            List.of(new TrueBox(0, 0.5, 0.5, 0.51, 0.505, false, false)));
    DetectionSource source = DetectionSource.of(List.of(tiny), RULES, 3, BoxAugmentation.SSD, 0);
    for (int seed = 0; seed < 50; seed++) {
      assertThat(source.sample(0, seed, true).label().size()).isLessThanOrEqualTo(1);
    }
  }

  @Test
  void picturesAreDividedByLotWhereNoListDoes() throws IOException {
    List<BoxPicture> pictures = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      Path file = Pictures.write(Pictures.noise(9, 9, i), folder.resolve("n" + i + ".png"));
      pictures.add(new BoxPicture(file, Part.ANY, Optional.empty(), false, BOXES));
    }
    pictures.add(new BoxPicture(picture.file(), Part.TEST, Optional.empty(), false, BOXES));
    BoxData data = new BoxData(List.of("a", "b"), pictures, List.of());
    DetectionData divided = DetectionData.of(data, 0.2, 1);
    assertThat(divided.training()).hasSize(8);
    assertThat(divided.validation()).hasSize(2);
    assertThat(divided.test()).hasSize(1);
    assertThat(DetectionData.of(data, 0.2, 1)).isEqualTo(divided);
    assertThat(divided.notices()).isEmpty();
    BoxData more = new BoxData(List.of("a", "b", "c"), pictures, List.of());
    assertThat(DetectionData.of(more, 0.2, 1).notices())
        .containsExactly("class 'c' has no box to learn from");
    BoxData validated = data.and(data.in(Part.VALIDATION));
    assertThat(DetectionData.of(validated, 0.2, 1).training()).hasSize(10);
    assertThatThrownBy(() -> DetectionData.of(data.in(Part.TEST), 0.2, 1))
        .isInstanceOf(DataSetException.class)
        .hasMessageEndingWith("none has a box");
  }

  @Test
  void aPictureThatIsNotThereIsNamedBeforeTheTraining() {
    Path gone = folder.resolve("gone.png");
    BoxPicture missing = new BoxPicture(gone, Part.TEST, Optional.empty(), false, BOXES);
    BoxData data = new BoxData(List.of("a", "b"), List.of(picture, missing), List.of());
    assertThatThrownBy(() -> DetectionData.of(data, 0.2, 1))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessage(gone + ": no such file, but the data set has boxes for it");
  }
}
