package liviano.train.data;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;
import liviano.train.data.boxes.BoxData;
import liviano.train.data.boxes.BoxPicture;
import liviano.vision.eval.DataSetException;
import liviano.vision.eval.Example;
import liviano.vision.eval.Part;

/**
 * Pictures with boxes, divided into what is learned from, what is validated by and what is kept
 * apart until the end.
 *
 * @param classes their names; a box's class is its place
 * @param training at least one picture with a box
 * @param validation may be empty
 * @param test may be empty
 * @param notices what was left out, cut or is odd, in a line each
 */
public record DetectionData(
    List<String> classes,
    List<BoxPicture> training,
    List<BoxPicture> validation,
    List<BoxPicture> test,
    List<String> notices) {
  /** Up to so many pictures equal files are looked for: each file is read once for it. */
  private static final int MOST_COMPARED = 20_000;

  public DetectionData {
    classes = List.copyOf(classes);
    training = List.copyOf(training);
    validation = List.copyOf(validation);
    test = List.copyOf(test);
    notices = List.copyOf(notices);
  }

  /**
   * Divides pictures. Those whose part is known stay there. Where none are for validation, a share
   * of those for training or for either is drawn by lot; files with the same bytes stay together.
   *
   * @param share for validation, from 0 to 0.9
   * @throws DataSetException if there is no box to learn from
   * @throws IOException if a picture is not there or cannot be read; the message names it
   */
  public static DetectionData of(BoxData data, double share, long seed) throws IOException {
    if (!(share >= 0 && share <= 0.9)) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "validation must be from 0 to 0.9, is %s", share));
    }
    for (BoxPicture picture : data.pictures()) {
      Presence.require(picture.file(), "the data set has boxes for it");
    }
    List<BoxPicture> validation = new ArrayList<>(data.of(Part.VALIDATION));
    List<Split.Item<BoxPicture>> open = new ArrayList<>();
    for (BoxPicture picture : data.pictures()) {
      if (picture.part() == Part.TRAINING || picture.part() == Part.ANY) {
        open.add(new Split.Item<>(picture, "", identity(picture, data.pictures().size())));
      }
    }
    Split<BoxPicture> split = Split.draw(open, validation.isEmpty() ? share : 0, seed);
    validation.addAll(split.validation());
    if (split.training().stream().allMatch(picture -> picture.boxes().isEmpty())) {
      throw new DataSetException("the pictures to learn from", "none has a box");
    }
    List<String> notices = new ArrayList<>(data.notices());
    notices.addAll(unseen(data.classes(), split.training()));
    return new DetectionData(
        data.classes(), split.training(), validation, data.of(Part.TEST), notices);
  }

  /** A line for each class that is not learned. */
  private static List<String> unseen(List<String> classes, List<BoxPicture> training) {
    Set<Integer> seen = new HashSet<>();
    training.forEach(picture -> picture.boxes().forEach(box -> seen.add(box.category())));
    return IntStream.range(0, classes.size())
        .filter(category -> !seen.contains(category))
        .mapToObj(
            category ->
                String.format(
                    Locale.ROOT, "class '%s' has no box to learn from", classes.get(category)))
        .toList();
  }

  private static String identity(BoxPicture picture, int pictures) throws IOException {
    return pictures > MOST_COMPARED
        ? picture.file().toString()
        : Digests.of(Example.of(picture.file(), "", Part.ANY).source());
  }
}
