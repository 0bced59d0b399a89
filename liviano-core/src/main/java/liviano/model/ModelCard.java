package liviano.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * What one has to know to use a model and to trust it.
 *
 * @param task what it answers
 * @param title its name for people
 * @param labels the name of each class, by index; empty where they are unknown; for a detector by
 *     category id, 0 the background, {@value Labels#NONE} or nothing for an id that no object has
 * @param preprocessing what happens to a picture before it reaches the network
 * @param origin where the weights come from
 * @param licence of the weights, as an SPDX identifier where there is one; empty where unknown
 * @param accuracy published figures by their name, as fractions: {@code top1}, {@code top5}, {@code
 *     mAP}
 * @param roles what values of the graph stand for, by the name of an output or of a value; values
 *     that are called as their role need none
 * @param layouts how the file that the network came from has its inputs and outputs, by their
 *     names; one that is missing has a batch of one before our extents
 * @param calibration of a classifier's probabilities
 */
public record ModelCard(
    VisionTask task,
    String title,
    List<String> labels,
    Preprocessing preprocessing,
    String origin,
    String licence,
    SequencedMap<String, Double> accuracy,
    SequencedMap<String, Role> roles,
    SequencedMap<String, TensorLayout> layouts,
    Calibration calibration) {

  public ModelCard {
    labels = List.copyOf(labels);
    accuracy = copy(accuracy);
    roles = copy(roles);
    layouts = copy(layouts);
  }

  /** A card of a network whose probabilities are taken as they are. */
  public ModelCard(
      VisionTask task,
      String title,
      List<String> labels,
      Preprocessing preprocessing,
      String origin,
      String licence,
      SequencedMap<String, Double> accuracy,
      SequencedMap<String, Role> roles,
      SequencedMap<String, TensorLayout> layouts) {
    this(
        task,
        title,
        labels,
        preprocessing,
        origin,
        licence,
        accuracy,
        roles,
        layouts,
        Calibration.NONE);
  }

  /** A card of a network whose outputs are called as their roles. */
  public ModelCard(
      VisionTask task,
      String title,
      List<String> labels,
      Preprocessing preprocessing,
      String origin,
      String licence,
      SequencedMap<String, Double> accuracy) {
    this(
        task,
        title,
        labels,
        preprocessing,
        origin,
        licence,
        accuracy,
        new LinkedHashMap<>(),
        new LinkedHashMap<>());
  }

  /** A card that says no more than task, name and preprocessing. */
  public static ModelCard of(VisionTask task, String title, Preprocessing preprocessing) {
    return new ModelCard(task, title, List.of(), preprocessing, "", "", new LinkedHashMap<>());
  }

  public ModelCard withLabels(List<String> newLabels) {
    return new ModelCard(
        task,
        title,
        newLabels,
        preprocessing,
        origin,
        licence,
        accuracy,
        roles,
        layouts,
        calibration);
  }

  public ModelCard withPreprocessing(Preprocessing newPreprocessing) {
    return new ModelCard(
        task,
        title,
        labels,
        newPreprocessing,
        origin,
        licence,
        accuracy,
        roles,
        layouts,
        calibration);
  }

  public ModelCard withOrigin(String newOrigin, String newLicence) {
    return new ModelCard(
        task,
        title,
        labels,
        preprocessing,
        newOrigin,
        newLicence,
        accuracy,
        roles,
        layouts,
        calibration);
  }

  public ModelCard withAccuracy(SequencedMap<String, Double> newAccuracy) {
    return new ModelCard(
        task,
        title,
        labels,
        preprocessing,
        origin,
        licence,
        newAccuracy,
        roles,
        layouts,
        calibration);
  }

  public ModelCard withRoles(SequencedMap<String, Role> newRoles) {
    return new ModelCard(
        task,
        title,
        labels,
        preprocessing,
        origin,
        licence,
        accuracy,
        newRoles,
        layouts,
        calibration);
  }

  public ModelCard withLayouts(SequencedMap<String, TensorLayout> newLayouts) {
    return new ModelCard(
        task,
        title,
        labels,
        preprocessing,
        origin,
        licence,
        accuracy,
        roles,
        newLayouts,
        calibration);
  }

  public ModelCard withTitle(String newTitle) {
    return new ModelCard(
        task,
        newTitle,
        labels,
        preprocessing,
        origin,
        licence,
        accuracy,
        roles,
        layouts,
        calibration);
  }

  public ModelCard withCalibration(Calibration newCalibration) {
    return new ModelCard(
        task,
        title,
        labels,
        preprocessing,
        origin,
        licence,
        accuracy,
        roles,
        layouts,
        newCalibration);
  }

  private static <T> SequencedMap<String, T> copy(Map<String, T> map) {
    return Collections.unmodifiableSequencedMap(new LinkedHashMap<>(map));
  }
}
