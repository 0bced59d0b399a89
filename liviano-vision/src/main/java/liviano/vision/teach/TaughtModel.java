package liviano.vision.teach;

import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import liviano.model.Calibration;
import liviano.model.Model;
import liviano.model.ModelCard;
import liviano.model.VisionTask;
import liviano.vision.teach.regression.LinearHead;

/** What teaching leaves: a base with the layer that was fitted, and a card that says so. */
final class TaughtModel {
  private TaughtModel() {}

  /**
   * The model.
   *
   * @param pictures that were learned from
   */
  static Model of(
      Model base,
      LinearHead head,
      List<String> labels,
      Calibration calibration,
      SequencedMap<String, Double> accuracy,
      String title,
      int pictures) {
    ModelCard card =
        ModelCard.of(VisionTask.CLASSIFICATION, title, base.card().preprocessing())
            .withLabels(labels)
            .withOrigin(origin(base, labels.size(), pictures), base.card().licence())
            .withAccuracy(accuracy)
            .withCalibration(calibration);
    return LastLayer.on(base, head.weights(), head.biases(), card);
  }

  private static String origin(Model base, int classes, int pictures) {
    String from = base.card().origin().isEmpty() ? base.card().title() : base.card().origin();
    return String.format(
        Locale.ROOT,
        "last layer taught by Liviano on %d pictures of %d classes; the rest: %s",
        pictures,
        classes,
        from);
  }
}
