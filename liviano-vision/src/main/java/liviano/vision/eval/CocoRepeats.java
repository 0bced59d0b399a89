package liviano.vision.eval;

import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Ids that come more than once, as the reference takes them, with a warning, since its answer may
 * not be the one that was meant.
 *
 * <p>It looks pictures, categories and annotations up by their id, where the last of an id has
 * taken the place of those before it. Pictures and categories are counted by id: once. Annotations
 * are listed picture by picture and then looked up one by one: where an id comes twice, the last of
 * its annotations counts twice, in its own picture and category, and the other nowhere.
 */
final class CocoRepeats {
  private final Consumer<String> warnings;

  CocoRepeats(Consumer<String> warnings) {
    this.warnings = warnings;
  }

  /** One of each id, the last, in the place of the first. */
  List<CocoImage> images(List<CocoImage> images) {
    return once(images, CocoImage::id, "image");
  }

  /** One of each id, the last, in the place of the first. */
  List<CocoCategory> categories(List<CocoCategory> categories) {
    return once(categories, category -> (long) category.id(), "category");
  }

  /** As many as there are, those of one id all the same. */
  List<CocoAnnotation> annotations(List<CocoAnnotation> annotations) {
    Map<Long, CocoAnnotation> last = byId(annotations, CocoAnnotation::id);
    if (last.size() == annotations.size()) {
      return annotations;
    }
    warn(annotations, CocoAnnotation::id, "annotation", "the last of them counts each time");
    return annotations.stream()
        .sorted(Comparator.comparingLong(CocoAnnotation::imageId))
        .map(one -> last.get(one.id()))
        .toList();
  }

  private <T> List<T> once(List<T> all, Function<T, Long> id, String kind) {
    Map<Long, T> last = byId(all, id);
    if (last.size() < all.size()) {
      warn(all, id, kind, "the last of them counts");
    }
    return List.copyOf(last.values());
  }

  private static <T> Map<Long, T> byId(List<T> all, Function<T, Long> id) {
    Map<Long, T> last = new LinkedHashMap<>();
    all.forEach(one -> last.put(id.apply(one), one));
    return last;
  }

  private <T> void warn(List<T> all, Function<T, Long> id, String kind, String rule) {
    Map<Long, Integer> times = new HashMap<>();
    long first = 0;
    int repeated = 0;
    for (T one : all) {
      int count = times.merge(id.apply(one), 1, Integer::sum);
      first = count == 2 && repeated == 0 ? id.apply(one) : first;
      repeated += count == 2 ? 1 : 0;
    }
    String ids =
        repeated == 1
            ? String.format(Locale.ROOT, "%s id %d comes", kind, first)
            : String.format(Locale.ROOT, "%d %s ids, the first %d, come", repeated, kind, first);
    warnings.accept(
        String.format(Locale.ROOT, "%s more than once: %s, as in COCO's own evaluator", ids, rule));
  }
}
