package liviano.train.data.boxes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import liviano.vision.eval.DataSetException;
import liviano.vision.eval.Part;

/**
 * Pictures with boxes.
 *
 * @param classes their names; a box's class is its place
 * @param pictures in the order of the data set, at least one
 * @param notices what was left out, cut or is odd, in a line each
 */
public record BoxData(List<String> classes, List<BoxPicture> pictures, List<String> notices) {
  public BoxData {
    classes = List.copyOf(classes);
    pictures = List.copyOf(pictures);
    notices = List.copyOf(notices);
  }

  /**
   * Reads a data set of any of the three kinds:
   *
   * <ul>
   *   <li>COCO: the JSON file of the instances, with the folder of its pictures;
   *   <li>VOC: a folder with {@code Annotations} and {@code JPEGImages}, whose lists {@code
   *       ImageSets/Main/train.txt}, {@code val.txt} and {@code test.txt} say what a picture is
   *       for; or a folder of XML files beside their pictures, or with the folder of its pictures;
   *   <li>YOLO: a YAML file, or a folder with {@code data.yaml} or {@code classes.txt}.
   * </ul>
   *
   * @param images the folder of the pictures, where it is not where the data set says or implies
   * @throws DataSetException naming file and line, if the data set is none of these kinds, or not
   *     what it says it is
   * @throws IOException if it cannot be read
   */
  public static BoxData read(Path data, Optional<Path> images) throws IOException {
    String name = Objects.toString(data.getFileName(), "").toLowerCase(Locale.ROOT);
    if (Files.isDirectory(data)) {
      return VocBoxes.isAt(data) ? VocBoxes.read(data, images) : YoloBoxes.read(data, images);
    }
    if (name.endsWith(".json")) {
      return CocoInstances.read(
          data, images.orElseGet(() -> data.toAbsolutePath().getParent()), Part.ANY);
    }
    if (name.endsWith(".yaml") || name.endsWith(".yml")) {
      return YoloBoxes.read(data, images);
    }
    throw new DataSetException(
        data.toString(),
        Files.exists(data)
            ? "neither a folder nor .json (COCO) nor .yaml (YOLO): give one of these"
            : "is not there");
  }

  /**
   * Reads COCO's JSON.
   *
   * @param images the folder of the pictures
   * @param part what they are for
   * @throws DataSetException if the file is not what it says it is, or names a picture outside the
   *     folder
   * @throws IOException if it cannot be read
   */
  public static BoxData coco(Path json, Path images, Part part) throws IOException {
    return CocoInstances.read(json, images, part);
  }

  /**
   * These and others of the same classes.
   *
   * @throws IllegalArgumentException if the classes differ
   */
  public BoxData and(BoxData more) {
    if (!more.classes.equals(classes)) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "classes %s and %s differ", classes, more.classes));
    }
    List<BoxPicture> all = new ArrayList<>(pictures);
    all.addAll(more.pictures);
    List<String> said = new ArrayList<>(notices);
    said.addAll(more.notices);
    return new BoxData(classes, all, said);
  }

  /** The same, every picture for one part. */
  public BoxData in(Part part) {
    return new BoxData(
        classes, pictures.stream().map(picture -> picture.in(part)).toList(), notices);
  }

  /**
   * Boxes of each class in pictures of a part, in the order of the classes.
   *
   * @param part of the pictures
   */
  public int[] counts(Part part) {
    int[] counts = new int[classes.size()];
    for (BoxPicture picture : pictures) {
      if (picture.part() == part) {
        picture.boxes().forEach(box -> counts[box.category()]++);
      }
    }
    return counts;
  }

  /** The pictures of a part. */
  public List<BoxPicture> of(Part part) {
    return pictures.stream().filter(picture -> picture.part() == part).toList();
  }
}
