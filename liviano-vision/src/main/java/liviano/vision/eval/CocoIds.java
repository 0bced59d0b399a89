package liviano.vision.eval;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Ids that stand for one thing each, and annotations that lead somewhere. */
final class CocoIds {
  private CocoIds() {}

  /**
   * @throws IllegalArgumentException naming the first id that comes twice (of annotations: unless
   *     they are the same), or the annotation of a picture or category that is not there
   */
  static void require(
      List<CocoImage> images, List<CocoAnnotation> annotations, List<CocoCategory> categories) {
    Set<Long> imageIds = new HashSet<>();
    for (CocoImage image : images) {
      once("image", image.id(), imageIds);
    }
    Set<Long> categoryIds = new HashSet<>();
    for (CocoCategory category : categories) {
      once("category", category.id(), categoryIds);
    }
    Map<Long, CocoAnnotation> known = new HashMap<>();
    for (CocoAnnotation annotation : annotations) {
      CocoAnnotation before = known.putIfAbsent(annotation.id(), annotation);
      if (before != null && !before.equals(annotation)) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT, "annotation %d is there twice, and not the same", annotation.id()));
      }
      there(annotation, "image", annotation.imageId(), imageIds);
      there(annotation, "category", annotation.categoryId(), categoryIds);
    }
  }

  private static void once(String kind, long id, Set<Long> known) {
    if (!known.add(id)) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "%s %d is there twice", kind, id));
    }
  }

  private static void there(CocoAnnotation annotation, String kind, long id, Set<Long> known) {
    if (!known.contains(id)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "annotation %d is of %s %d, which is not listed",
              annotation.id(),
              kind,
              id));
    }
  }
}
