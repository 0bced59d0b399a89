package liviano.vision.eval;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntToDoubleFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * COCO's evaluation of boxes, number for number that of the reference ({@code COCOeval} of
 * pycocotools, with boxes) on its standard setting.
 *
 * <p>Knowingly different in one place: an annotation with the id 0 can be found here; the reference
 * takes its 0 for "none".
 *
 * @see <a href="https://cocodataset.org/#detection-eval">COCO's detection evaluation</a>
 */
public final class CocoEvaluator {
  private CocoEvaluator() {}

  /**
   * Compares what was found with what is there. All pictures of the data set count, those without
   * detections too. Detections of categories that the data set does not list do not.
   *
   * @param detections in any order; of equal scores the earlier comes first
   * @throws IllegalArgumentException if one is of a picture that the data set does not list
   */
  public static CocoEvaluation evaluate(CocoDataSet truth, Collection<CocoDetection> detections) {
    Map<Integer, NavigableMap<Long, Pair>> pairs = pairs(truth, detections);
    SequencedMap<Integer, Map<AreaRange, CocoCurve>> curves = new LinkedHashMap<>();
    truth.categories().stream()
        .map(CocoCategory::id)
        .sorted()
        .forEach(id -> curves.put(id, curves(pairs.getOrDefault(id, new TreeMap<>()).values())));
    return summary(truth.images().size(), curves);
  }

  /** One category in one picture, both lists in the order given. */
  private record Pair(List<CocoAnnotation> truths, List<CocoDetection> detections) {
    Pair() {
      this(new ArrayList<>(), new ArrayList<>());
    }
  }

  /** By category, then picture; pictures without the category are left out. */
  private static Map<Integer, NavigableMap<Long, Pair>> pairs(
      CocoDataSet truth, Collection<CocoDetection> detections) {
    Map<Integer, NavigableMap<Long, Pair>> pairs = new HashMap<>();
    for (CocoAnnotation one : truth.annotations()) {
      pair(pairs, one.categoryId(), one.imageId()).truths().add(one);
    }
    Set<Long> images = new HashSet<>();
    truth.images().forEach(image -> images.add(image.id()));
    for (CocoDetection one : detections) {
      if (!images.contains(one.imageId())) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "a detection is of image %d, which the annotations do not list",
                one.imageId()));
      }
      pair(pairs, one.categoryId(), one.imageId()).detections().add(one);
    }
    return pairs;
  }

  private static Pair pair(Map<Integer, NavigableMap<Long, Pair>> pairs, int category, long image) {
    return pairs
        .computeIfAbsent(category, _ -> new TreeMap<>())
        .computeIfAbsent(image, _ -> new Pair());
  }

  private static Map<AreaRange, CocoCurve> curves(Collection<Pair> pairs) {
    List<CocoScene> scenes =
        pairs.stream().map(pair -> new CocoScene(pair.truths(), pair.detections())).toList();
    Map<AreaRange, CocoCurve> curves = new EnumMap<>(AreaRange.class);
    for (AreaRange range : AreaRange.values()) {
      curves.put(range, new CocoCurve(scenes, range));
    }
    return curves;
  }

  private static CocoEvaluation summary(
      int images, SequencedMap<Integer, Map<AreaRange, CocoCurve>> curves) {
    SequencedMap<Integer, Double> apOfCategory = new LinkedHashMap<>();
    curves.forEach((id, curve) -> apOfCategory.put(id, ap(List.of(curve), AreaRange.ALL)));
    Collection<Map<AreaRange, CocoCurve>> all = curves.values();
    return new CocoEvaluation(
        images,
        ap(all, AreaRange.ALL),
        mean(all, AreaRange.ALL, curve -> curve.precision(0)),
        mean(all, AreaRange.ALL, curve -> curve.precision(5)),
        ap(all, AreaRange.SMALL),
        ap(all, AreaRange.MEDIUM),
        ap(all, AreaRange.LARGE),
        ar(all, AreaRange.ALL, 1),
        ar(all, AreaRange.ALL, 10),
        ar(all, AreaRange.ALL, CocoScene.MOST),
        ar(all, AreaRange.SMALL, CocoScene.MOST),
        ar(all, AreaRange.MEDIUM, CocoScene.MOST),
        ar(all, AreaRange.LARGE, CocoScene.MOST),
        apOfCategory);
  }

  private static double ap(Collection<Map<AreaRange, CocoCurve>> categories, AreaRange range) {
    return mean(categories, range, curve -> overThresholds(curve::precision));
  }

  private static double ar(
      Collection<Map<AreaRange, CocoCurve>> categories, AreaRange range, int most) {
    return mean(categories, range, curve -> overThresholds(i -> curve.recall(i, most)));
  }

  private static double overThresholds(IntToDoubleFunction measure) {
    return IntStream.range(0, CocoScene.THRESHOLDS.length).mapToDouble(measure).average().orElse(0);
  }

  /** Over the categories that have anything to be found; -1 if none has. */
  private static double mean(
      Collection<Map<AreaRange, CocoCurve>> categories,
      AreaRange range,
      ToDoubleFunction<CocoCurve> measure) {
    return categories.stream()
        .map(category -> category.get(range))
        .filter(CocoCurve::exists)
        .mapToDouble(measure)
        .average()
        .orElse(-1);
  }
}
