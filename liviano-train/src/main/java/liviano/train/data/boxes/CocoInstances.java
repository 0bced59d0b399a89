package liviano.train.data.boxes;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import liviano.vision.eval.CocoAnnotation;
import liviano.vision.eval.CocoCategory;
import liviano.vision.eval.CocoDataSet;
import liviano.vision.eval.CocoImage;
import liviano.vision.eval.DataSetException;
import liviano.vision.eval.Part;

/** Boxes of COCO's JSON; classes are its categories in the order of their ids. */
final class CocoInstances {
  private final Path json;
  private final CocoDataSet data;
  private final BoxCheck check = new BoxCheck();

  private CocoInstances(Path json, CocoDataSet data) {
    this.json = json;
    this.data = data;
  }

  static BoxData read(Path json, Path images, Part part) throws IOException {
    List<String> notices = new ArrayList<>();
    CocoInstances reader = new CocoInstances(json, CocoDataSet.read(json, notices::add));
    return reader.read(images, part, notices);
  }

  private BoxData read(Path images, Part part, List<String> notices) {
    List<CocoCategory> categories =
        data.categories().stream().sorted(Comparator.comparingInt(CocoCategory::id)).toList();
    Map<Integer, Integer> numbers = numbers(categories);
    Map<Long, List<CocoAnnotation>> annotations = new HashMap<>();
    for (CocoAnnotation annotation : data.annotations()) {
      annotations.computeIfAbsent(annotation.imageId(), _ -> new ArrayList<>()).add(annotation);
    }
    if (data.images().isEmpty()) {
      throw new DataSetException(json.toString(), "it lists no pictures");
    }
    List<BoxPicture> pictures = new ArrayList<>();
    for (CocoImage image : data.images()) {
      List<TrueBox> boxes = new ArrayList<>();
      for (CocoAnnotation annotation : annotations.getOrDefault(image.id(), List.of())) {
        int category = numbers.get(annotation.categoryId());
        box(image, annotation, category).ifPresent(boxes::add);
      }
      pictures.add(
          new BoxPicture(
              images.resolve(image.file()),
              part,
              Optional.of(new BoxPicture.Size(image.width(), image.height())),
              false,
              boxes));
    }
    notices.addAll(check.notices());
    return new BoxData(categories.stream().map(CocoCategory::name).toList(), pictures, notices);
  }

  private Map<Integer, Integer> numbers(List<CocoCategory> categories) {
    if (categories.isEmpty()) {
      throw new DataSetException(json.toString(), "it lists no categories");
    }
    Map<Integer, Integer> numbers = new HashMap<>();
    Set<String> names = new HashSet<>();
    for (CocoCategory category : categories) {
      if (!names.add(category.name())) {
        throw new DataSetException(
            json.toString(),
            String.format(Locale.ROOT, "two categories are called '%s'", category.name()));
      }
      numbers.put(category.id(), numbers.size());
    }
    return numbers;
  }

  private Optional<TrueBox> box(CocoImage image, CocoAnnotation annotation, int category) {
    double height = image.height();
    double width = image.width();
    return check.sound(
        new BoxCheck.Drawn(
            category,
            annotation.y() / height,
            annotation.x() / width,
            (annotation.y() + annotation.height()) / height,
            (annotation.x() + annotation.width()) / width,
            false,
            annotation.crowd()),
        1 / Math.min(width, height),
        String.format(Locale.ROOT, "annotation %d of %s", annotation.id(), image.file()));
  }
}
