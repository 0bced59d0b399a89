package liviano.cli.pictures;

import liviano.LivianoException;
import liviano.cli.CommandException;
import liviano.model.Model;
import liviano.vision.DetectorOptions;
import liviano.vision.ObjectDetector;

/** Detectors as the verbs need them. */
public final class Detectors {
  private Detectors() {}

  /**
   * A detector.
   *
   * @param name of the model in error messages
   * @throws CommandException if the model is no detector
   */
  public static ObjectDetector of(String name, Model model, DetectorOptions options) {
    try {
      return ObjectDetector.of(model, options);
    } catch (IllegalArgumentException | LivianoException e) {
      throw CommandException.about(name, e);
    }
  }
}
