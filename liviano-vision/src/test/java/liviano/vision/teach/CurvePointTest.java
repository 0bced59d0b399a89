package liviano.vision.teach;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import liviano.vision.eval.ConfusionMatrix.Interval;
import org.junit.jupiter.api.Test;

/** Whether more pictures would help, by accuracies over 10, 20, 40, ... pictures. */
class CurvePointTest {
  private static Optional<Boolean> stillGrows(double around, double... shares) {
    List<CurvePoint> curve = new ArrayList<>();
    int pictures = 10;
    for (double share : shares) {
      Interval interval = new Interval(share, share - around, share + around);
      curve.add(new CurvePoint(pictures, pictures, interval));
      pictures *= 2;
    }
    return CurvePoint.stillGrows(curve);
  }

  @Test
  void itDoesIfItGrewByAPoint() {
    assertThat(stillGrows(0.03, 0.5, 0.7, 0.72)).contains(true);
    assertThat(stillGrows(0.03, 0.5, 0.7, 0.705)).contains(false);
  }

  @Test
  void itDoesNotIfItFellAtTheLast() {
    assertThat(stillGrows(0.03, 0.5, 0.9, 0.8)).contains(false);
  }

  @Test
  void nobodyKnowsWhereAccuracyItselfIsVague() {
    assertThat(stillGrows(0.15, 0.4, 0.6, 0.9)).isEmpty();
    assertThat(stillGrows(0.03, 0.9)).isEmpty();
  }
}
