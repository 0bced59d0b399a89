package liviano.vision.teach;

import java.util.List;
import java.util.Optional;
import liviano.vision.eval.ConfusionMatrix;

/**
 * How well a model does that was taught with fewer pictures.
 *
 * @param perClass the most pictures of a class that it was taught with
 * @param pictures that it was taught with
 */
public record CurvePoint(int perClass, int pictures, ConfusionMatrix.Interval accuracy) {
  /** By so much accuracy must have grown from half of the pictures or fewer to all of them. */
  private static final double WORTH = 0.01;

  /** An accuracy that is known no better than that says nothing of growth. */
  private static final double VAGUE = 0.2;

  /** See {@link Taught#morePicturesWouldHelp}. */
  static Optional<Boolean> stillGrows(List<CurvePoint> curve) {
    if (curve.size() < 2) {
      return Optional.empty();
    }
    CurvePoint last = curve.getLast();
    ConfusionMatrix.Interval all = last.accuracy();
    if (all.high() - all.low() > VAGUE) {
      return Optional.empty();
    }
    boolean grew = all.share() > curve.get(curve.size() - 2).accuracy().share();
    return curve.reversed().stream()
        .filter(point -> 2 * point.pictures() <= last.pictures())
        .findFirst()
        .map(half -> grew && all.share() - half.accuracy().share() >= WORTH);
  }
}
