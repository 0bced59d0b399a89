package liviano.train.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import liviano.model.Preprocessing;
import liviano.vision.MalformedPictureException;
import liviano.vision.Picture;
import liviano.vision.Region;
import liviano.vision.eval.Example;
import liviano.vision.eval.Part;
import liviano.vision.prepare.Preprocessor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassificationSourceTest {
  private static final Preprocessing RULES = Preprocessing.tensorflow(16, 16);
  private static final List<String> CLASSES = List.of("a", "b");
  private static final long PLENTY = 1 << 20;

  @TempDir Path folder;
  private final List<Example> pictures = new ArrayList<>();

  @BeforeEach
  void write() throws IOException {
    for (int i = 0; i < 6; i++) {
      Picture picture = Pictures.noise(40 + 20 * i, 30 + 20 * i, i);
      Path file = Pictures.write(picture, folder.resolve(i + ".png"));
      pictures.add(Example.of(file, CLASSES.get(i % 2), Part.TRAINING));
    }
  }

  private ClassificationSource source(PictureAugmentation augmentation, long cache) {
    return ClassificationSource.of(pictures, CLASSES, RULES, 3, augmentation, cache);
  }

  @Test
  void labelsAreTheNumbersOfTheClasses() throws IOException {
    ClassificationSource source = source(PictureAugmentation.NONE, 0);
    assertThat(source.size()).isEqualTo(6);
    assertThat(source.sample(3, 0, false).label()).isEqualTo(1).isEqualTo(source.label(3));
    assertThat(source.picture(3)).isEqualTo(pictures.get(3));
  }

  @Test
  void unaugmentedSamplesAreThoseOfUse() throws IOException {
    float[] expected = new float[3 * 16 * 16];
    for (PictureAugmentation augmentation :
        List.of(PictureAugmentation.NONE, PictureAugmentation.INCEPTION)) {
      ClassificationSource source = source(augmentation, PLENTY);
      for (int i = 0; i < 6; i++) {
        Picture picture = Picture.read(folder.resolve(i + ".png"));
        Preprocessor.of(RULES).apply(picture, Region.whole(picture), expected);
        boolean idle = augmentation.equals(PictureAugmentation.NONE);
        source.sample(i, 1, true); // fills the cache
        assertThat(source.sample(i, 9, false).input()).isEqualTo(expected);
        assertThat(Arrays.equals(source.sample(i, 9, true).input(), expected)).isEqualTo(idle);
      }
    }
  }

  @Test
  void theCacheChangesNoSampleWhateverWasAskedBefore() throws IOException {
    ClassificationSource none = source(PictureAugmentation.INCEPTION, 0);
    ClassificationSource all = source(PictureAugmentation.INCEPTION, PLENTY);
    for (boolean augmented : new boolean[] {false, true, false, true}) {
      for (int i = 0; i < 6; i++) {
        assertThat(all.sample(i, 7, augmented).input())
            .isEqualTo(none.sample(i, 7, augmented).input());
      }
    }
    assertThat(none.cached()).isZero();
    assertThat(all.cached()).isEqualTo(6);
  }

  @Test
  void largePicturesAreKeptSmaller() throws IOException {
    // The largest has 140x130 pixels; 32 of the shorter side are kept.
    ClassificationSource source = source(PictureAugmentation.INCEPTION, 34 * 32 * 3);
    source.sample(5, 0, true);
    assertThat(source.cached()).isEqualTo(1);
  }

  @Test
  void theCacheIsBounded() throws IOException {
    ClassificationSource source = source(PictureAugmentation.NONE, 40 * 30 * 3 + 60 * 50 * 3);
    for (int i = 0; i < 6; i++) {
      source.sample(i, 0, true);
    }
    assertThat(source.cached()).isEqualTo(2);
  }

  @Test
  void laterEpochsDoNotReadAgain() throws IOException {
    ClassificationSource source = source(PictureAugmentation.INCEPTION, PLENTY);
    float[] first = source.sample(2, 3, true).input();
    Files.delete(folder.resolve("2.png"));
    assertThat(source.sample(2, 3, true).input()).isEqualTo(first);
    assertThatThrownBy(() -> source(PictureAugmentation.INCEPTION, 0).sample(2, 3, true))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("2.png");
  }

  @Test
  void batchesAreTheSameForAnyNumberOfThreads() throws IOException {
    List<List<Integer>> labels = new ArrayList<>();
    List<float[]> inputs = new ArrayList<>();
    for (int threads : new int[] {1, 4}) {
      ClassificationSource source = source(PictureAugmentation.INCEPTION, PLENTY);
      BatchPlan plan = BatchPlan.training(3, 11).withThreads(threads);
      try (Batches<Integer> batches = Batches.of(source, plan, 2, 0)) {
        for (Optional<Batch<Integer>> next = batches.next();
            next.isPresent();
            next = batches.next()) {
          labels.add(next.get().labels());
          inputs.add(next.get().inputs().clone());
        }
      }
    }
    assertThat(labels).hasSize(4);
    assertThat(labels.subList(2, 4)).isEqualTo(labels.subList(0, 2));
    assertThat(inputs.get(2)).isEqualTo(inputs.get(0));
    assertThat(inputs.get(3)).isEqualTo(inputs.get(1));
  }

  @Test
  void picturesThatAreNoneAreNamed() throws IOException {
    Path empty = Files.createFile(folder.resolve("empty.jpg"));
    Path text = Pictures.text(folder.resolve("text.png"), "no picture");
    byte[] whole = Files.readAllBytes(folder.resolve("5.png"));
    Path cut = Files.write(folder.resolve("cut.png"), Arrays.copyOf(whole, 700));
    for (Path file : List.of(empty, text, cut)) {
      pictures.add(Example.of(file, "a", Part.TRAINING));
    }
    ClassificationSource source = source(PictureAugmentation.INCEPTION, PLENTY);
    for (int i = 6; i < 9; i++) {
      int index = i;
      for (boolean augment : new boolean[] {false, true}) {
        assertThatThrownBy(() -> source.sample(index, 0, augment))
            .isInstanceOf(MalformedPictureException.class)
            .hasMessageContaining(pictures.get(index).name());
      }
    }
    try (Batches<Integer> batches =
        Batches.of(source, BatchPlan.evaluation(9).withThreads(2), 0, 0)) {
      assertThatThrownBy(batches::next)
          .isInstanceOf(MalformedPictureException.class)
          .hasMessageContaining("empty.jpg");
    }
  }

  @Test
  void aPictureOfNoneOfTheClassesIsRefused() {
    assertThatThrownBy(
            () ->
                ClassificationSource.of(
                    pictures, List.of("a"), RULES, 3, PictureAugmentation.NONE, 0))
        .hasMessageEndingWith("1.png: 'b' is none of the classes");
  }
}
