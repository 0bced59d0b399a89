package liviano.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
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
 */
public record ModelCard(
    VisionTask task,
    String title,
    List<String> labels,
    Preprocessing preprocessing,
    String origin,
    String licence,
    SequencedMap<String, Double> accuracy) {

  public ModelCard {
    labels = List.copyOf(labels);
    accuracy = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(accuracy));
  }

  /** A card that says no more than task, name and preprocessing. */
  public static ModelCard of(VisionTask task, String title, Preprocessing preprocessing) {
    return new ModelCard(task, title, List.of(), preprocessing, "", "", new LinkedHashMap<>());
  }

  public ModelCard withLabels(List<String> newLabels) {
    return new ModelCard(task, title, newLabels, preprocessing, origin, licence, accuracy);
  }

  public ModelCard withPreprocessing(Preprocessing newPreprocessing) {
    return new ModelCard(task, title, labels, newPreprocessing, origin, licence, accuracy);
  }

  public ModelCard withOrigin(String newOrigin, String newLicence) {
    return new ModelCard(task, title, labels, preprocessing, newOrigin, newLicence, accuracy);
  }

  public ModelCard withAccuracy(SequencedMap<String, Double> newAccuracy) {
    return new ModelCard(task, title, labels, preprocessing, origin, licence, newAccuracy);
  }
}
