package liviano.vision.teach;

import java.util.List;
import java.util.Optional;
import liviano.model.Model;

/**
 * A model that was taught, and what is known of it.
 *
 * @param model a classifier like any other
 * @param base the title of the model that was there
 * @param classes how many pictures there were, in the order of the model's labels
 * @param l2 strength of the penalty that was chosen
 * @param iterations that the last fit took
 * @param temperature the logits are divided by
 * @param validation how the model does on the pictures that settings were chosen by: a little
 *     better than on others; empty where there are none
 * @param test how it does on pictures that decided nothing; empty where there are none
 * @param uncalibratedError {@link Measured#calibrationError} of the validation pictures without the
 *     temperature
 * @param openSet the threshold for unknown pictures, where one was asked for
 * @param curve accuracy by the number of pictures, where it was asked for
 * @param unreadable pictures that could not be read
 * @param duplicates pictures for training that are the same or nearly as others for validation or
 *     test
 * @param contradictions same pictures in different classes
 * @param notices what else should be known, a line each
 */
public record Taught(
    Model model,
    String base,
    List<ClassCount> classes,
    double l2,
    int iterations,
    double temperature,
    Optional<Measured> validation,
    Optional<Measured> test,
    double uncalibratedError,
    Optional<OpenSet> openSet,
    List<CurvePoint> curve,
    List<Unreadable> unreadable,
    List<Duplicate> duplicates,
    List<Duplicate> contradictions,
    List<String> notices) {
  public Taught {
    classes = List.copyOf(classes);
    curve = List.copyOf(curve);
    unreadable = List.copyOf(unreadable);
    duplicates = List.copyOf(duplicates);
    contradictions = List.copyOf(contradictions);
    notices = List.copyOf(notices);
  }

  /** On the test pictures if there are any, else on those for validation. */
  public Optional<Measured> measured() {
    return test.or(() -> validation);
  }

  /**
   * Whether more pictures would help: whether accuracy grew with the last step of the curve, and by
   * a point or more since half of the pictures or fewer. Empty where the curve does not say: it is
   * too short, or what was measured too little.
   */
  public Optional<Boolean> morePicturesWouldHelp() {
    return CurvePoint.stillGrows(curve);
  }
}
