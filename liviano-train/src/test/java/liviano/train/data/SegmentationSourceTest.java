package liviano.train.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import liviano.model.Fit;
import liviano.model.Preprocessing;
import liviano.model.Rgb;
import liviano.vision.Picture;
import liviano.vision.Region;
import liviano.vision.eval.ClassMask;
import liviano.vision.eval.DataSetException;
import liviano.vision.prepare.Preprocessor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SegmentationSourceTest {
  private static final int SIZE = 48;
  private static final int WIDTH = 80;
  private static final int HEIGHT = 60;
  private static final Preprocessing RULES =
      Preprocessing.keras(SIZE, SIZE).withFit(new Fit.Pad(Rgb.all(127.5f)));

  @TempDir Path folder;

  /** White where class 3 is, black where class 0 is. */
  private void add(String id) throws IOException {
    Raster raster = Raster.filled(WIDTH, HEIGHT, Rgb.all(0));
    raster.paste(Raster.filled(30, 20, Rgb.all(255)), 15, 25);
    byte[] classes = new byte[WIDTH * HEIGHT];
    for (int i = 0; i < classes.length; i++) {
      classes[i] = (byte) (raster.rgb()[3 * i] == 0 ? 0 : 3);
    }
    Picture picture = raster.picture();
    Path file = folder.resolve("JPEGImages/" + id + ".jpg");
    Pictures.write(picture, file.resolveSibling("x.png"));
    Files.move(file.resolveSibling("x.png"), file);
    Files.createDirectories(folder.resolve("SegmentationClass"));
    ClassMask.of(WIDTH, HEIGHT, classes).write(folder.resolve("SegmentationClass/" + id + ".png"));
  }

  private SegmentationSource source(Preprocessing rules, Optional<MaskAugmentation> augmentation)
      throws IOException {
    add("1");
    Pictures.text(folder.resolve("train.txt"), "1\n");
    SegmentationData data = SegmentationData.read(folder, 0, 0);
    return SegmentationSource.of(data.training(), 4, rules, 3, augmentation, 1 << 20);
  }

  /** White pixels are of class 3, black ones of class 0, grey ones of neither for certain. */
  private static void requireMaskOnPicture(Sample<ClassMask> sample) {
    int wrong = 0;
    for (int y = 0; y < SIZE; y++) {
      for (int x = 0; x < SIZE; x++) {
        float value = sample.input()[3 * (SIZE * y + x)];
        int expected = value > 0.9f ? 3 : value < -0.9f ? 0 : -1;
        int found = sample.label().at(x, y);
        wrong += expected == -1 || found == expected ? 0 : 1;
      }
    }
    assertThat(wrong).isZero();
  }

  static List<Preprocessing> cards() {
    return List.of(
        RULES,
        RULES.withFit(new Fit.Squash()),
        RULES.withFit(new Fit.ResizeAndPad(40, Rgb.all(127.5f))));
  }

  @ParameterizedTest
  @MethodSource("cards")
  void unaugmentedSamplesAreThoseOfUse(Preprocessing rules) throws IOException {
    SegmentationSource source = source(rules, Optional.of(MaskAugmentation.DEEPLAB));
    Sample<ClassMask> sample = source.sample(0, 5, false);
    float[] expected = new float[3 * SIZE * SIZE];
    Picture picture = Picture.read(folder.resolve("JPEGImages/1.jpg"));
    Preprocessor.of(rules).apply(picture, Region.whole(picture), expected);
    assertThat(sample.input()).isEqualTo(expected);
    requireMaskOnPicture(sample);
  }

  @Test
  void withoutSettingsNothingIsChanged() throws IOException {
    SegmentationSource source = source(RULES, Optional.empty());
    assertThat(source.sample(0, 5, true).input()).isEqualTo(source.sample(0, 5, false).input());
  }

  @Test
  void paddingIsVoid() throws IOException {
    ClassMask mask = source(RULES, Optional.empty()).sample(0, 5, false).label();
    // 80x60 becomes 48x36.
    for (int x = 0; x < SIZE; x++) {
      assertThat(mask.at(x, 35)).isNotEqualTo(ClassMask.VOID);
      assertThat(mask.at(x, 36)).isEqualTo(ClassMask.VOID);
    }
  }

  @ParameterizedTest
  @MethodSource("cards")
  void augmentedMasksLieOnTheirPictures(Preprocessing rules) throws IOException {
    SegmentationSource source = source(rules, Optional.of(MaskAugmentation.DEEPLAB));
    Set<ClassMask> masks = new HashSet<>();
    int seen = 0;
    int empty = 0;
    for (int seed = 0; seed < 100; seed++) {
      Sample<ClassMask> sample = source.sample(0, seed, true);
      requireMaskOnPicture(sample);
      assertThat(source.sample(0, seed, true).label()).isEqualTo(sample.label());
      masks.add(sample.label());
      seen += shows(sample.label(), 3) ? 1 : 0;
      empty += shows(sample.label(), ClassMask.VOID) ? 1 : 0;
    }
    assertThat(masks).hasSizeGreaterThan(90);
    assertThat(seen).isGreaterThan(60);
    assertThat(empty).isBetween(20, 100);
  }

  private static boolean shows(ClassMask mask, int number) {
    for (int i = 0; i < SIZE * SIZE; i++) {
      if (mask.at(i % SIZE, i / SIZE) == number) {
        return true;
      }
    }
    return false;
  }

  @Test
  void aClassThatThereIsNotIsRefused() throws IOException {
    add("1");
    Pictures.text(folder.resolve("train.txt"), "1\n");
    SegmentationData data = SegmentationData.read(folder, 0, 0);
    SegmentationSource source =
        SegmentationSource.of(data.training(), 3, RULES, 3, Optional.empty(), 0);
    assertThatThrownBy(() -> source.sample(0, 0, true))
        .isInstanceOf(DataSetException.class)
        .hasMessage(
            folder.resolve("SegmentationClass/1.png")
                + ": class 3 at column 15, row 25: there are 3, counted from 0");
  }

  @Test
  void aMaskOfAnotherSizeIsRefused() throws IOException {
    SegmentationSource source = source(RULES, Optional.empty());
    ClassMask.of(2, 2, new byte[4]).write(folder.resolve("SegmentationClass/1.png"));
    assertThatThrownBy(() -> source.sample(0, 0, true))
        .hasMessageEndingWith("1.png: it has 2x2 pixels, but its picture has 80x60");
  }

  @Test
  void listsAreReadFromEitherPlace() throws IOException {
    for (int i = 0; i < 10; i++) {
      Pictures.write(Pictures.noise(9, 9, i), folder.resolve("JPEGImages/" + i + ".jpg"));
      Pictures.text(folder.resolve("SegmentationClass/" + i + ".png"), "");
    }
    Path lists = folder.resolve("ImageSets/Segmentation");
    Pictures.text(lists.resolve("train.txt"), "0\n1\n2\n3\n4\n5\n6\n7\n8\n9\n");
    SegmentationData drawn = SegmentationData.read(folder, 0.2, 1);
    assertThat(drawn.training()).hasSize(8);
    assertThat(drawn.validation()).hasSize(2);
    assertThat(SegmentationData.read(folder, 0.2, 1)).isEqualTo(drawn);
    Pictures.text(lists.resolve("val.txt"), "9\n11\n");
    assertThatThrownBy(() -> SegmentationData.read(folder, 0.2, 1))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessageContaining("11.jpg: no such file, but ")
        .hasMessageEndingWith("val.txt lists it");
    Pictures.text(lists.resolve("val.txt"), "9\n");
    SegmentationData listed = SegmentationData.read(folder, 0.2, 1);
    assertThat(listed.training()).hasSize(10);
    assertThat(listed.validation()).hasSize(1);
    assertThat(drawn.withValidation(listed.training()).validation()).hasSize(10);
    Pictures.text(lists.resolve("train.txt"), "../../0\n");
    assertThatThrownBy(() -> SegmentationData.read(folder, 0.2, 1))
        .isInstanceOf(DataSetException.class)
        .hasMessageContaining("train.txt: line 1");
  }

  @Test
  void aFolderWithoutListsIsRefused() {
    assertThatThrownBy(() -> SegmentationData.read(folder, 0.2, 1))
        .isInstanceOf(DataSetException.class)
        .hasMessageContaining("no train.txt in it");
    assertThatThrownBy(() -> SegmentationSource.of(List.of(), 256, RULES, 3, Optional.empty(), 0))
        .hasMessage("256 classes: give from 1 to 255");
  }
}
