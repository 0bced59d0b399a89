package liviano.train.data;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import liviano.model.Fit;
import liviano.model.Preprocessing;
import liviano.train.data.boxes.BoxPicture;
import liviano.train.data.boxes.TrueBox;
import liviano.vision.Picture;
import liviano.vision.PictureReader;
import liviano.vision.Region;
import liviano.vision.eval.DataSetException;
import liviano.vision.prepare.Placement;
import liviano.vision.prepare.Preprocessor;

/**
 * Pictures with boxes as samples. The label is the boxes that the input shows, their edges in parts
 * of the input's sides; boxes of which less than a pixel of the input is left are not among them.
 * What is measured goes by the boxes of {@link #picture}. Decoded pictures are kept in memory as
 * far as it is given.
 */
public final class DetectionSource implements SampleSource<List<TrueBox>> {
  /** Pictures are kept with so many pixels of the shorter side for each of the input: for crops. */
  private static final int KEPT_PIXELS = 3;

  private final List<BoxPicture> pictures;
  private final Preprocessing rules;
  private final BoxAugmentation augmentation;

  /** As in use. */
  private final Preprocessor fitted;

  /** All of a picture, stretched. */
  private final Preprocessor stretched;

  private final KeptPictures kept;

  private DetectionSource(
      List<BoxPicture> pictures,
      Preprocessing rules,
      int channels,
      BoxAugmentation augmentation,
      long cacheBytes) {
    this.pictures = List.copyOf(pictures);
    this.rules = rules;
    this.augmentation = augmentation;
    this.fitted = Preprocessor.of(rules, channels);
    this.stretched = Preprocessor.of(rules.withFit(new Fit.Squash()), channels);
    int side = KEPT_PIXELS * Math.max(rules.width(), rules.height());
    this.kept = new KeptPictures(side, cacheBytes, this::read);
  }

  /**
   * A source of pictures.
   *
   * @param rules how the model's card prepares pictures, with the size of the input
   * @param channels of the input, 1 or 3
   * @param augmentation how pictures are changed where that is asked for
   * @param cacheBytes the most memory for decoded pictures; 0 for none
   * @throws IllegalArgumentException if there are neither 1 nor 3 channels
   */
  public static DetectionSource of(
      List<BoxPicture> pictures,
      Preprocessing rules,
      int channels,
      BoxAugmentation augmentation,
      long cacheBytes) {
    return new DetectionSource(pictures, rules, channels, augmentation, cacheBytes);
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
  public BoxPicture picture(int index) {
    return pictures.get(index);
  }

  @Override
  public List<TrueBox> prepare(int index, long seed, boolean augment, float[] into, int at)
      throws IOException {
    BoxPicture sample = pictures.get(index);
    if (augment && !augmentation.isNone()) {
      Draws draws = new Draws(Draws.seed(seed, index));
      return augmented(sample, kept.shrunk(index), draws, into, at);
    }
    return fitted(sample, kept.whole(index), into, at);
  }

  private List<TrueBox> fitted(BoxPicture sample, Picture picture, float[] into, int at) {
    Region region = Region.whole(picture);
    Raster.apply(fitted, picture, region, into, at);
    Placement placement = Placement.of(rules.fit(), region, rules.width(), rules.height());
    BoxMap map = BoxMap.of(placement, picture, rules.width(), rules.height());
    return map.of(sample.boxes());
  }

  private List<TrueBox> augmented(
      BoxPicture sample, Picture picture, Draws draws, float[] into, int at) {
    Frame frame = frame(BoxView.draw(sample.boxes(), augmentation, draws), picture);
    Raster seen = frame.seen(picture, rules.resize());
    augmentation.colour().apply(seen, draws);
    Raster raster = frame.placed(seen, Fills.of(rules));
    List<TrueBox> boxes = BoxMap.of(frame, picture).of(sample.boxes());
    if (draws.chance(0.5) && augmentation.flip()) {
      raster.mirror();
      boxes = mirrored(boxes);
    }
    raster.normalize(stretched, into, at);
    return boxes;
  }

  private Frame frame(BoxView drawn, Picture picture) {
    double width = picture.width();
    double height = picture.height();
    BoxView view =
        switch (rules.fit()) {
          case Fit.Squash _, Fit.CentralCrop _ -> drawn;
          case Fit.Pad _, Fit.ResizeAndPad _, Fit.ResizeAndCrop _ ->
              drawn.withRatio(rules.width() * height / (rules.height() * width));
        };
    return new Frame(
        Frame.Axis.of(view.x() * width, view.width() * width, picture.width(), rules.width()),
        Frame.Axis.of(view.y() * height, view.height() * height, picture.height(), rules.height()));
  }

  private static List<TrueBox> mirrored(List<TrueBox> boxes) {
    List<TrueBox> mirrored = new ArrayList<>();
    for (TrueBox box : boxes) {
      mirrored.add(box.within(box.ymin(), 1 - box.xmax(), box.ymax(), 1 - box.xmin()));
    }
    return List.copyOf(mirrored);
  }

  /**
   * @throws DataSetException if the picture has another size than its boxes were drawn on
   */
  private Picture read(int index) throws IOException {
    BoxPicture sample = pictures.get(index);
    PictureReader reader = PictureReader.defaults();
    Picture picture = (sample.upright() ? reader : reader.asStored()).read(sample.file());
    if (sample.size().isPresent()) {
      BoxPicture.Size size = sample.size().get();
      if (picture.width() != size.width() || picture.height() != size.height()) {
        throw new DataSetException(
            sample.file().toString(),
            String.format(
                Locale.ROOT,
                "it has %dx%d pixels, but its boxes were drawn on %dx%d",
                picture.width(),
                picture.height(),
                size.width(),
                size.height()));
      }
    }
    return picture;
  }
}
