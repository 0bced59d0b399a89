package liviano.train.data;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntUnaryOperator;
import liviano.model.Fit;
import liviano.model.Preprocessing;
import liviano.vision.Picture;
import liviano.vision.PictureReader;
import liviano.vision.Region;
import liviano.vision.eval.ClassMask;
import liviano.vision.eval.DataSetException;
import liviano.vision.eval.VocPicture;
import liviano.vision.prepare.Placement;
import liviano.vision.prepare.Preprocessor;

/**
 * Pictures with class masks as samples. The label is a mask of the input's size, {@link
 * ClassMask#VOID} where the input shows no picture. Decoded pictures and masks are kept in memory
 * as far as it is given.
 */
public final class SegmentationSource implements SampleSource<ClassMask> {
  private final List<VocPicture> pictures;
  private final int classes;
  private final Preprocessing rules;
  private final Optional<MaskAugmentation> augmentation;

  /** As in use. */
  private final Preprocessor fitted;

  /** All of a picture, stretched. */
  private final Preprocessor stretched;

  private final BoundedCache<Pair> cache;

  /** Of the same size. */
  private record Pair(Picture picture, ClassMask mask) {
    long bytes() {
      return picture.samples().byteSize() + (long) mask.width() * mask.height();
    }
  }

  private SegmentationSource(
      List<VocPicture> pictures,
      int classes,
      Preprocessing rules,
      int channels,
      Optional<MaskAugmentation> augmentation,
      long cacheBytes) {
    this.pictures = List.copyOf(pictures);
    this.classes = classes;
    this.rules = rules;
    this.augmentation = augmentation;
    this.fitted = Preprocessor.of(rules, channels);
    this.stretched = Preprocessor.of(rules.withFit(new Fit.Squash()), channels);
    this.cache = new BoundedCache<>(cacheBytes, Pair::bytes);
  }

  /**
   * A source of pictures.
   *
   * @param classes how many the network answers, from 1 to 255; masks hold none beyond
   * @param rules how the model's card prepares pictures, with the size of the input
   * @param channels of the input, 1 or 3
   * @param augmentation how pictures are changed where that is asked for; empty to leave them
   * @param cacheBytes the most memory for decoded pictures and masks; 0 for none
   * @throws IllegalArgumentException if there are neither 1 nor 3 channels, or no such number of
   *     classes
   */
  public static SegmentationSource of(
      List<VocPicture> pictures,
      int classes,
      Preprocessing rules,
      int channels,
      Optional<MaskAugmentation> augmentation,
      long cacheBytes) {
    if (classes < 1 || classes > ClassMask.VOID) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "%d classes: give from 1 to %d", classes, ClassMask.VOID));
    }
    return new SegmentationSource(pictures, classes, rules, channels, augmentation, cacheBytes);
  }

  @Override
  public int size() {
    return pictures.size();
  }

  @Override
  public int inputLength() {
    return Math.toIntExact(fitted.inputLength());
  }

  /** The picture of a sample. */
  public VocPicture picture(int index) {
    return pictures.get(index);
  }

  @Override
  public ClassMask prepare(int index, long seed, boolean augment, float[] into, int at)
      throws IOException {
    Pair pair = cache.get(index, () -> read(pictures.get(index)));
    if (augment && augmentation.isPresent()) {
      Draws draws = new Draws(Draws.seed(seed, index));
      return augmented(pair, augmentation.get(), draws, into, at);
    }
    Region whole = Region.whole(pair.picture);
    Raster.apply(fitted, pair.picture, whole, into, at);
    Placement placement = placement(whole);
    Region seen = placement.source();
    return mask(
        pair.mask,
        place -> pixel(placement.columns(), place, seen.x()),
        place -> pixel(placement.rows(), place, seen.y()));
  }

  private Placement placement(Region whole) {
    return Placement.of(rules.fit(), whole, rules.width(), rules.height());
  }

  /** The pixel of a picture at the middle of one of the input; -1 where that is filled. */
  private static int pixel(Placement.Span span, int place, int start) {
    boolean seen = place >= span.to() && place < span.to() + span.count();
    int within = (int) Math.floor(span.unclippedSource(place + 0.5));
    return seen ? start + Math.clamp(within, 0, span.length() - 1) : -1;
  }

  private ClassMask augmented(
      Pair pair, MaskAugmentation settings, Draws draws, float[] into, int at) {
    Frame frame = frame(pair.picture, settings, draws);
    Raster seen = frame.seen(pair.picture, rules.resize());
    settings.colour().apply(seen, draws);
    Raster raster = frame.placed(seen, Fills.of(rules));
    boolean flip = draws.chance(0.5) && settings.flip();
    int last = rules.width() - 1;
    ClassMask mask =
        mask(
            pair.mask,
            place -> frame.columns().pixel(flip ? last - place : place),
            frame.rows()::pixel);
    if (flip) {
      raster.mirror();
    }
    raster.normalize(stretched, into, at);
    return mask;
  }

  /** A view of the input's size in the picture as it is in use, times a scale by lot. */
  private Frame frame(Picture picture, MaskAugmentation settings, Draws draws) {
    Placement use = placement(Region.whole(picture));
    double scale = draws.between(settings.leastScale(), settings.mostScale());
    return new Frame(
        axis(use.columns(), scale, picture.width(), rules.width(), draws),
        axis(use.rows(), scale, picture.height(), rules.height(), draws));
  }

  private static Frame.Axis axis(
      Placement.Span use, double scale, int picture, int input, Draws draws) {
    double extent = input * (double) use.length() / (use.resized() * scale);
    double start = draws.between(Math.min(0, picture - extent), Math.max(0, picture - extent));
    return Frame.Axis.of(start, extent, picture, input);
  }

  /**
   * @param columns from a column of the input to one of the mask, or -1
   * @param rows from a row of the input to one of the mask, or -1
   */
  private ClassMask mask(ClassMask from, IntUnaryOperator columns, IntUnaryOperator rows) {
    byte[] into = new byte[rules.width() * rules.height()];
    int[] across = new int[rules.width()];
    for (int x = 0; x < across.length; x++) {
      across[x] = columns.applyAsInt(x);
    }
    for (int y = 0, place = 0; y < rules.height(); y++) {
      int row = rows.applyAsInt(y);
      for (int x = 0; x < across.length; x++, place++) {
        into[place] = (byte) (row < 0 || across[x] < 0 ? ClassMask.VOID : from.at(across[x], row));
      }
    }
    return ClassMask.of(rules.width(), rules.height(), into);
  }

  /**
   * @throws DataSetException if the sizes differ, or the mask has a class that there is not
   */
  private Pair read(VocPicture sample) throws IOException {
    Picture picture = PictureReader.defaults().asStored().read(sample.picture());
    ClassMask mask = ClassMask.read(sample.mask());
    if (mask.width() != picture.width() || mask.height() != picture.height()) {
      throw new DataSetException(
          sample.mask().toString(),
          String.format(
              Locale.ROOT,
              "it has %dx%d pixels, but its picture has %dx%d",
              mask.width(),
              mask.height(),
              picture.width(),
              picture.height()));
    }
    requireClasses(sample, mask);
    return new Pair(picture, mask);
  }

  private void requireClasses(VocPicture sample, ClassMask mask) {
    for (int y = 0; y < mask.height(); y++) {
      for (int x = 0; x < mask.width(); x++) {
        int at = mask.at(x, y);
        if (at >= classes && at != ClassMask.VOID) {
          throw new DataSetException(
              sample.mask().toString(),
              String.format(
                  Locale.ROOT,
                  "class %d at column %d, row %d: there are %d, counted from 0",
                  at,
                  x,
                  y,
                  classes));
        }
      }
    }
  }
}
