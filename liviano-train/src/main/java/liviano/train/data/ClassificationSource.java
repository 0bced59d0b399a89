package liviano.train.data;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import liviano.model.Preprocessing;
import liviano.vision.MalformedPictureException;
import liviano.vision.Picture;
import liviano.vision.PictureReader;
import liviano.vision.eval.Example;

/**
 * Pictures of classes as samples; the label is the number of the class. Decoded pictures are kept
 * in memory as far as it is given, so that later epochs do not decode them again.
 */
public final class ClassificationSource implements SampleSource<Integer> {
  /**
   * Pictures to learn from are kept with so many pixels of the shorter side for each of the input.
   */
  private static final int KEPT_PIXELS = 2;

  private final List<Example> pictures;
  private final int[] labels;
  private final PictureAugmenter augmenter;
  private final KeptPictures kept;

  private ClassificationSource(
      List<Example> pictures, int[] labels, PictureAugmenter augmenter, int keptSide, long bytes) {
    this.pictures = List.copyOf(pictures);
    this.labels = labels;
    this.augmenter = augmenter;
    this.kept = new KeptPictures(keptSide, bytes, this::read);
  }

  /**
   * A source of pictures.
   *
   * @param pictures each of one of the classes
   * @param classes their names, in the order of the network's answers
   * @param rules how the model's card prepares pictures, with the size of the input
   * @param channels of the input, 1 or 3
   * @param augmentation how pictures are changed where that is asked for
   * @param cacheBytes the most memory for decoded pictures; 0 for none
   * @throws IllegalArgumentException if a picture is of none of the classes, or there are neither 1
   *     nor 3 channels
   */
  public static ClassificationSource of(
      List<Example> pictures,
      List<String> classes,
      Preprocessing rules,
      int channels,
      PictureAugmentation augmentation,
      long cacheBytes) {
    Map<String, Integer> numbers = new HashMap<>();
    for (int i = 0; i < classes.size(); i++) {
      numbers.put(classes.get(i), i);
    }
    int[] labels = new int[pictures.size()];
    for (int i = 0; i < labels.length; i++) {
      Example picture = pictures.get(i);
      Integer number = numbers.get(picture.label());
      if (number == null) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT, "%s: '%s' is none of the classes", picture.name(), picture.label()));
      }
      labels[i] = number;
    }
    // What is not cropped is prepared exactly as in use, but for mirrors and colours.
    int side =
        augmentation.crop().isPresent()
            ? KEPT_PIXELS * Math.max(rules.width(), rules.height())
            : Integer.MAX_VALUE;
    PictureAugmenter augmenter = new PictureAugmenter(rules, channels, augmentation);
    return new ClassificationSource(pictures, labels, augmenter, side, cacheBytes);
  }

  @Override
  public int size() {
    return labels.length;
  }

  @Override
  public int inputLength() {
    return augmenter.inputLength();
  }

  /** The picture of a sample. */
  public Example picture(int index) {
    return pictures.get(index);
  }

  /** The class of a sample. */
  public int label(int index) {
    return labels[Objects.checkIndex(index, labels.length)];
  }

  @Override
  public Integer prepare(int index, long seed, boolean augment, float[] into, int at)
      throws IOException {
    if (augment) {
      Draws draws = new Draws(Draws.seed(seed, index));
      augmenter.augment(kept.shrunk(index), draws, into, at);
    } else {
      augmenter.prepare(kept.whole(index), into, at);
    }
    return labels[index];
  }

  /**
   * @throws MalformedPictureException naming the picture, if it is none
   */
  private Picture read(int index) throws IOException {
    Example example = pictures.get(index);
    return PictureReader.defaults().read(example.source().bytes(), example.name());
  }

  /** How many decoded pictures are kept. */
  int cached() {
    return kept.size();
  }
}
