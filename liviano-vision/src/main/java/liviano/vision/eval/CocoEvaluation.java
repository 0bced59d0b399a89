package liviano.vision.eval;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/**
 * The twelve numbers of COCO, each from 0 to 1, or -1 where the data set has nothing to find.
 *
 * <p>AP is precision, averaged over 101 levels of recall and over categories; AR is the recall
 * reached, averaged over categories. Both average over ten overlaps, 0.5 to 0.95, unless said
 * otherwise, and take the 100 best detections of a category in a picture.
 *
 * @param images pictures evaluated
 * @param ap the first number of any leaderboard
 * @param ap50 at an overlap of 0.5 alone
 * @param ap75 at an overlap of 0.75 alone
 * @param apSmall of objects up to 32² square pixels
 * @param apMedium of objects from 32² to 96² square pixels
 * @param apLarge of objects from 96² square pixels
 * @param ar1 with the best detection of a category in a picture
 * @param ar10 with the 10 best
 * @param ar100 with the 100 best
 * @param arSmall of objects up to 32² square pixels
 * @param arMedium of objects from 32² to 96² square pixels
 * @param arLarge of objects from 96² square pixels
 * @param apOfCategory AP of each category by its id, ascending
 */
public record CocoEvaluation(
    int images,
    double ap,
    double ap50,
    double ap75,
    double apSmall,
    double apMedium,
    double apLarge,
    double ar1,
    double ar10,
    double ar100,
    double arSmall,
    double arMedium,
    double arLarge,
    SequencedMap<Integer, Double> apOfCategory) {
  public CocoEvaluation {
    apOfCategory = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(apOfCategory));
  }

  /** The twelve numbers in COCO's order, under the names of the field: AP, AP50, ..., ARlarge. */
  public SequencedMap<String, Double> metrics() {
    SequencedMap<String, Double> metrics = new LinkedHashMap<>();
    metrics.put("AP", ap);
    metrics.put("AP50", ap50);
    metrics.put("AP75", ap75);
    metrics.put("APsmall", apSmall);
    metrics.put("APmedium", apMedium);
    metrics.put("APlarge", apLarge);
    metrics.put("AR1", ar1);
    metrics.put("AR10", ar10);
    metrics.put("AR100", ar100);
    metrics.put("ARsmall", arSmall);
    metrics.put("ARmedium", arMedium);
    metrics.put("ARlarge", arLarge);
    return Collections.unmodifiableSequencedMap(metrics);
  }
}
