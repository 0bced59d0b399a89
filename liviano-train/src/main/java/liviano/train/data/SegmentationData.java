package liviano.train.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import liviano.vision.eval.DataSetException;
import liviano.vision.eval.Example;
import liviano.vision.eval.Part;
import liviano.vision.eval.VocList;
import liviano.vision.eval.VocPicture;

/**
 * Pictures with class masks, divided into what is learned from and what is validated by.
 *
 * @param training at least one
 * @param validation may be empty
 */
public record SegmentationData(List<VocPicture> training, List<VocPicture> validation) {
  public SegmentationData {
    training = List.copyOf(training);
    validation = List.copyOf(validation);
  }

  /**
   * Reads the lists {@code train.txt} and {@code val.txt} of a folder laid out as PASCAL VOC's, in
   * it or in its {@code ImageSets/Segmentation}. Where there is no {@code val.txt}, a share of the
   * training pictures is drawn by lot for it; files with the same bytes stay together.
   *
   * @param share for validation, from 0 to 0.9
   * @throws DataSetException naming the line, if a list is not one, or there is none to learn from
   * @throws IOException if a file cannot be read
   */
  public static SegmentationData read(Path folder, double share, long seed) throws IOException {
    if (!(share >= 0 && share <= 0.9)) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "validation must be from 0 to 0.9, is %s", share));
    }
    List<VocPicture> training =
        list(folder, "train.txt")
            .orElseThrow(
                () ->
                    new DataSetException(
                        folder.toString(),
                        "no train.txt in it or its ImageSets/Segmentation, which lists the"
                            + " pictures to learn from"));
    Optional<List<VocPicture>> validation = list(folder, "val.txt");
    if (validation.isPresent() || share == 0) {
      return new SegmentationData(training, validation.orElse(List.of()));
    }
    List<Split.Item<VocPicture>> items = new ArrayList<>();
    for (VocPicture picture : training) {
      Example file = Example.of(picture.picture(), "", Part.ANY);
      items.add(new Split.Item<>(picture, "", Digests.of(file.source())));
    }
    Split<VocPicture> split = Split.draw(items, share, seed);
    return new SegmentationData(split.training(), split.validation());
  }

  /**
   * The pictures that a list of such a folder names; empty where there is no such list.
   *
   * @param name of the list, such as {@code val.txt}
   * @throws DataSetException naming the line, if it is not such a list
   * @throws IOException if it cannot be read, or a picture or mask is not there
   */
  public static Optional<List<VocPicture>> list(Path folder, String name) throws IOException {
    Path list =
        Stream.of(folder, folder.resolve("ImageSets").resolve("Segmentation"))
            .map(place -> place.resolve(name))
            .filter(Files::exists)
            .findFirst()
            .orElse(null);
    if (list == null) {
      return Optional.empty();
    }
    List<VocPicture> pictures = VocList.read(folder, list);
    for (VocPicture picture : pictures) {
      Presence.require(picture.picture(), list + " lists it");
      Presence.require(picture.mask(), list + " lists it");
    }
    return Optional.of(pictures);
  }

  /** The same with other pictures to validate by. */
  public SegmentationData withValidation(List<VocPicture> pictures) {
    return new SegmentationData(training, pictures);
  }
}
