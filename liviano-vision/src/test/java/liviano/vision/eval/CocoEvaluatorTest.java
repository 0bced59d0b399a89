package liviano.vision.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CocoEvaluatorTest {
  private static final Offset<Double> EXACT = within(1e-12);

  @Test
  void findsEverythingWhereAllIsFound() {
    List<CocoAnnotation> truths =
        List.of(
            truth(1, 1, 1, 0, 0, 10, 10),
            truth(2, 2, 1, 50, 50, 60, 60),
            truth(3, 2, 2, 0, 0, 100, 100));
    var evaluation = CocoEvaluator.evaluate(dataSet(truths), copies(truths, 0.9));
    assertThat(evaluation.metrics().values()).allSatisfy(v -> assertThat(v).isEqualTo(1, EXACT));
    assertThat(evaluation.images()).isEqualTo(3);
    // Of category 3 there is nothing to find.
    assertThat(evaluation.apOfCategory()).containsOnlyKeys(1, 2, 3).containsEntry(3, -1.0);
  }

  @Test
  void findsNothingWithoutDetections() {
    var evaluation =
        CocoEvaluator.evaluate(dataSet(List.of(truth(1, 1, 1, 0, 0, 50, 50))), List.of());
    assertThat(evaluation.metrics())
        .containsEntry("AP", 0.0)
        .containsEntry("AR100", 0.0)
        .containsEntry("APmedium", 0.0)
        .containsEntry("APsmall", -1.0)
        .containsEntry("ARlarge", -1.0);
  }

  @Test
  void hasNoNumbersWhereThereIsNothingToFind() {
    var evaluation =
        CocoEvaluator.evaluate(dataSet(List.of()), List.of(found(1, 1, 0, 0, 9, 9, 1)));
    assertThat(evaluation.metrics()).hasSize(12);
    assertThat(evaluation.metrics().values()).containsOnly(-1.0);
  }

  @Test
  void averagesOverThresholds() {
    // An overlap of 8 / 10: at 0.5, ..., 0.8, which it reaches exactly, and not at 0.85.
    var evaluation =
        CocoEvaluator.evaluate(
            dataSet(List.of(truth(1, 1, 1, 0, 0, 10, 10))), List.of(found(1, 1, 0, 0, 8, 10, 0.5)));
    assertThat(evaluation.ap()).isEqualTo(0.7, EXACT);
    assertThat(evaluation.ar100()).isEqualTo(0.7, EXACT);
    assertThat(evaluation.ap75()).isEqualTo(1, EXACT);
  }

  @Test
  void averagesOverLevelsOfRecall() {
    // In the order of scores: right, wrong, right, and one of four never found. Recall 1/4 is
    // reached at precision 1 (levels 0 to 0.25: 26), 2/4 at 2/3 (0.26 to 0.5: 25), beyond at none.
    List<CocoAnnotation> truths =
        IntStream.range(0, 4).mapToObj(i -> truth(i + 1, 1, 1, 100 * i, 0, 10, 10)).toList();
    var evaluation =
        CocoEvaluator.evaluate(
            dataSet(truths),
            List.of(
                found(1, 1, 0, 0, 10, 10, 0.9),
                found(1, 1, 0, 100, 10, 10, 0.8),
                found(1, 1, 100, 0, 10, 10, 0.7)));
    assertThat(evaluation.ap()).isEqualTo((26 + 25 * 2 / 3.0) / 101, EXACT);
    assertThat(evaluation.ar100()).isEqualTo(0.5, EXACT);
  }

  @Test
  void countsTheSecondOfTwoAsWrong() {
    List<CocoAnnotation> truths =
        List.of(truth(1, 1, 1, 0, 0, 10, 10), truth(2, 1, 1, 100, 0, 10, 10));
    List<CocoDetection> detections =
        List.of(
            found(1, 1, 0, 0, 10, 10, 0.9),
            found(1, 1, 0, 0, 10, 10, 0.8),
            found(1, 1, 100, 0, 10, 10, 0.7));
    var evaluation = CocoEvaluator.evaluate(dataSet(truths), detections);
    // Right, wrong, right: recall 1/2 at precision 1 (51 levels), 1 at 2/3 (50 levels).
    assertThat(evaluation.ap()).isEqualTo((51 + 50 * 2 / 3.0) / 101, EXACT);
  }

  @Test
  void keepsTheOrderOfEqualScores() {
    List<CocoAnnotation> truths = List.of(truth(1, 2, 1, 0, 0, 10, 10));
    CocoDetection right = found(2, 1, 0, 0, 10, 10, 0.5);
    CocoDetection wrong = found(2, 1, 300, 0, 10, 10, 0.5);
    CocoDetection earlierPicture = found(1, 1, 300, 0, 10, 10, 0.5);
    assertThat(ap(truths, right, wrong)).isEqualTo(1, EXACT);
    assertThat(ap(truths, wrong, right)).isEqualTo(0.5, EXACT);
    // Pictures come in the order of their ids, whatever the order of detections.
    assertThat(ap(truths, right, earlierPicture)).isEqualTo(0.5, EXACT);
    // -0.0 is no less sure than 0.0.
    assertThat(ap(truths, scored(right, -0.0), scored(wrong, 0.0))).isEqualTo(1, EXACT);
    assertThat(ap(truths, scored(wrong, 0.0), scored(right, -0.0))).isEqualTo(0.5, EXACT);
  }

  @Test
  void takesTheLastOfEqualOverlaps() {
    // Both detections overlap both truths by 0.9: the first takes the second truth at every
    // threshold it reaches, which leaves the first truth to the second detection.
    List<CocoAnnotation> truths = List.of(truth(1, 1, 1, 0, 0, 9, 10), truth(2, 1, 1, 1, 0, 9, 10));
    CocoDetection between = found(1, 1, 0, 0, 10, 10, 0.9);
    CocoDetection onlySecond = found(1, 1, 1, 0, 9, 10, 0.8);
    var evaluation = CocoEvaluator.evaluate(dataSet(truths), List.of(between, onlySecond));
    // The second detection overlaps the first truth by 8/10. Up to 0.8: both right. At 0.85 and
    // 0.9 (whose bits are below 0.9): right, wrong. At 0.95: wrong, right, or 1/2 up to recall 1/2.
    double expected = 0.7 + 0.2 * 51 / 101 + 0.1 * 0.5 * 51 / 101;
    assertThat(evaluation.ap()).isEqualTo(expected, EXACT);
  }

  @Test
  void matchesACrowdAnyNumberOfTimes() {
    CocoAnnotation crowd = new CocoAnnotation(1, 1, 1, 0, 0, 100, 100, 10_000, true);
    CocoAnnotation single = truth(2, 1, 1, 200, 0, 50, 50);
    List<CocoDetection> inside = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      // Each lies in the crowd whole, though it covers a hundredth of it.
      inside.add(found(1, 1, 4 * i, 0, 10, 10, 0.9));
    }
    inside.add(found(1, 1, 200, 0, 50, 50, 0.5));
    var evaluation = CocoEvaluator.evaluate(dataSet(List.of(crowd, single)), inside);
    assertThat(evaluation.ap()).isEqualTo(1, EXACT);
    // The one that counts is the 21st of its picture.
    assertThat(evaluation.ar10()).isZero();
    assertThat(evaluation.ar100()).isEqualTo(1, EXACT);
    // A crowd is nothing to find, of whatever size.
    assertThat(evaluation.apLarge()).isEqualTo(-1);
  }

  @Test
  void prefersAPersonToTheCrowdAround() {
    CocoAnnotation crowd = new CocoAnnotation(1, 1, 1, 0, 0, 100, 100, 10_000, true);
    CocoAnnotation person = truth(2, 1, 1, 0, 0, 10, 10);
    // In the crowd whole, on the person by 0.6 only: right up to 0.6, then passed over.
    var evaluation =
        CocoEvaluator.evaluate(
            dataSet(List.of(crowd, person)),
            List.of(found(1, 1, 0, 0, 6, 10, 0.9), found(1, 1, 0, 0, 10, 10, 0.8)));
    // From 0.65 on the second alone counts. Up to 0.6 the second goes to the crowd.
    assertThat(evaluation.ap()).isEqualTo(1, EXACT);
    assertThat(evaluation.ar1()).isEqualTo(0.3, EXACT);
  }

  @Test
  void tellsSizesByTheAreaOfTheObject() {
    // A box of 40x40 whose object has only 1000 square pixels is small.
    CocoAnnotation thin = new CocoAnnotation(1, 1, 1, 0, 0, 40, 40, 1000, false);
    var evaluation =
        CocoEvaluator.evaluate(dataSet(List.of(thin)), List.of(found(1, 1, 0, 0, 40, 40, 0.9)));
    assertThat(evaluation.apSmall()).isEqualTo(1, EXACT);
    assertThat(evaluation.apMedium()).isEqualTo(-1);
  }

  @Test
  void putsBordersOnBothSides() {
    CocoAnnotation border = new CocoAnnotation(1, 1, 1, 0, 0, 32, 32, 1024, false);
    var evaluation = CocoEvaluator.evaluate(dataSet(List.of(border)), List.of());
    assertThat(evaluation.arSmall()).isZero();
    assertThat(evaluation.arMedium()).isZero();
    assertThat(evaluation.arLarge()).isEqualTo(-1);
  }

  @Test
  void passesOverUnmatchedDetectionsOfOtherSizes() {
    List<CocoAnnotation> truths = List.of(truth(1, 1, 1, 0, 0, 10, 10));
    var evaluation =
        CocoEvaluator.evaluate(
            dataSet(truths),
            List.of(found(1, 1, 200, 200, 100, 100, 0.9), found(1, 1, 0, 0, 10, 10, 0.8)));
    assertThat(evaluation.apSmall()).isEqualTo(1, EXACT);
    assertThat(evaluation.ap()).isEqualTo(0.5, EXACT);
  }

  @Test
  void looksAtTheBestOfEachPicture() {
    List<CocoAnnotation> truths =
        IntStream.range(0, 120).mapToObj(i -> truth(i + 1, 1, 1, 20 * i, 0, 10, 10)).toList();
    List<CocoDetection> all = copies(truths, 0.5);
    var evaluation = CocoEvaluator.evaluate(dataSet(truths), all);
    assertThat(evaluation.ar1()).isEqualTo(1 / 120.0, EXACT);
    assertThat(evaluation.ar10()).isEqualTo(10 / 120.0, EXACT);
    assertThat(evaluation.ar100()).isEqualTo(100 / 120.0, EXACT);
  }

  @Test
  void findsAnAnnotationWithTheIdZero() {
    List<CocoAnnotation> truths = List.of(truth(0, 1, 1, 0, 0, 10, 10));
    assertThat(ap(truths, found(1, 1, 0, 0, 10, 10, 0.9))).isEqualTo(1, EXACT);
  }

  @Test
  void passesOverCategoriesThatAreNotListed() {
    List<CocoAnnotation> truths = List.of(truth(1, 1, 1, 0, 0, 10, 10));
    assertThat(ap(truths, found(1, 77, 0, 0, 10, 10, 0.99), found(1, 1, 0, 0, 10, 10, 0.9)))
        .isEqualTo(1, EXACT);
  }

  @Test
  void refusesDetectionsOfUnknownPictures() {
    assertThatThrownBy(() -> ap(List.of(), found(99, 1, 0, 0, 1, 1, 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a detection is of image 99, which the annotations do not list");
  }

  @Test
  void countsPicturesWithoutAnythingAsPlacesToBeWrong() {
    List<CocoAnnotation> truths = List.of(truth(1, 1, 1, 0, 0, 10, 10));
    assertThat(ap(truths, found(3, 1, 0, 0, 10, 10, 0.9), found(1, 1, 0, 0, 10, 10, 0.8)))
        .isEqualTo(0.5, EXACT);
  }

  @Test
  void doesNotDependOnTheOrderOfDetectionsWithDifferentScores() {
    var drawn = RandomCoco.of(5, 20, 3);
    List<CocoDetection> detections = new ArrayList<>();
    for (CocoDetection one : drawn.detections()) {
      detections.add(scored(one, detections.size() * 37 % 1009));
    }
    var once = CocoEvaluator.evaluate(drawn.truth(), detections);
    Collections.reverse(detections);
    assertThat(CocoEvaluator.evaluate(drawn.truth(), detections)).isEqualTo(once);
  }

  /** What pycocotools 2.0.11 says of the same data sets. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2 | 200 | 1 | "
            + "0.12553070014439752 0.15378679701186762 0.14009006105116464 "
            + "0.08571664358221848 0.193675221022279 0.16825903213530108 "
            + "0.09527027027027027 0.43810810810810813 0.5097297297297297 "
            + "0.37423076923076926 0.5582463465553237 0.5810945273631841",
        "3 | 40 | 20 | "
            + "0.25836161506181976 0.2912404168992882 0.2786969549947282 "
            + "0.1842990643602175 0.3593368723172516 0.3565725332344851 "
            + "0.4487974160342581 0.5884833003254056 0.5884833003254056 "
            + "0.32009803921568625 0.6364786967418546 0.6833333333333332",
        "4 | 5 | 3 | "
            + "0.2193976828558432 0.27534240924092407 0.17726308345120229 "
            + "0.14654644035832154 0.3787718057520038 0.6878571428571428 "
            + "0.125974025974026 0.5285714285714285 0.574025974025974 "
            + "0.3916666666666667 0.619047619047619 1.0",
        "8 | 30 | 4 | "
            + "0.07792086987869877 0.09583704032927347 0.08154678402974293 "
            + "0.06213864108759109 0.1890691905658143 0.09830037341910138 "
            + "0.16110557401255077 0.5727057954964931 0.5900719822812847 "
            + "0.43388888888888894 0.7008740489215873 0.43666666666666665"
      })
  void agreesWithTheReference(long seed, int pictures, int categories, String numbers) {
    var drawn = RandomCoco.of(seed, pictures, categories);
    List<Double> metrics =
        List.copyOf(CocoEvaluator.evaluate(drawn.truth(), drawn.detections()).metrics().values());
    String[] expected = numbers.split(" ");
    assertThat(metrics).hasSameSizeAs(expected);
    for (int i = 0; i < expected.length; i++) {
      assertThat(metrics.get(i)).isEqualTo(Double.parseDouble(expected[i]), EXACT);
    }
  }

  private static double ap(List<CocoAnnotation> truths, CocoDetection... detections) {
    return CocoEvaluator.evaluate(dataSet(truths), List.of(detections)).ap();
  }

  /** Three pictures and three categories. */
  private static CocoDataSet dataSet(List<CocoAnnotation> truths) {
    return new CocoDataSet(
        IntStream.rangeClosed(1, 3).mapToObj(i -> new CocoImage(i, i + ".jpg", 640, 480)).toList(),
        truths,
        IntStream.rangeClosed(1, 3).mapToObj(i -> new CocoCategory(i, "thing " + i)).toList());
  }

  /** An object that fills its box. */
  private static CocoAnnotation truth(
      long id, long image, int category, double x, double y, double width, double height) {
    return new CocoAnnotation(id, image, category, x, y, width, height, width * height, false);
  }

  private static CocoDetection found(
      long image, int category, double x, double y, double width, double height, double score) {
    return new CocoDetection(image, category, x, y, width, height, score);
  }

  private static CocoDetection scored(CocoDetection d, double score) {
    return found(d.imageId(), d.categoryId(), d.x(), d.y(), d.width(), d.height(), score);
  }

  private static List<CocoDetection> copies(List<CocoAnnotation> truths, double score) {
    return truths.stream()
        .map(t -> found(t.imageId(), t.categoryId(), t.x(), t.y(), t.width(), t.height(), score))
        .toList();
  }
}
