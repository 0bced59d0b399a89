package liviano.formats.store;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SequencedMap;
import liviano.model.VisionTask;

/**
 * A set of weights that others have published, and where it can be had.
 *
 * @param name what it is called once it is installed
 * @param aliases other names by which it is found
 * @param network which of the zoo's networks it is
 * @param width its width multiplier
 * @param resolution height and width of its input, pixels
 * @param title its name for people
 * @param licence of the weights, as an SPDX identifier
 * @param accuracy published figures by their name, as fractions, as on a model's card; empty where
 *     none were published
 * @param accuracySource who published them
 * @param preparation of pictures; empty where the model's own file tells it
 * @param classes what its classes are called
 * @param parameters how many trained numbers it has
 * @param sources the first to be tried first; all of them give these weights
 */
public record Published(
    String name,
    List<String> aliases,
    VisionTask task,
    String network,
    double width,
    int resolution,
    String title,
    String licence,
    SequencedMap<String, Double> accuracy,
    String accuracySource,
    Optional<Preparation> preparation,
    ClassNames classes,
    long parameters,
    List<Source> sources) {
  /** Copies the collections; there must be a source, and a name that a model can have. */
  public Published {
    aliases = List.copyOf(aliases);
    accuracy = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(accuracy));
    sources = List.copyOf(sources);
    if (!ModelStore.isName(name)) {
      throw new IllegalArgumentException("not a model's name: '" + name + "'");
    }
    if (sources.isEmpty()) {
      throw new IllegalArgumentException("no source for " + name);
    }
  }

  /** How much the first source that says it gives; empty if none does. */
  public OptionalLong bytes() {
    return sources.stream()
        .map(Source::bytes)
        .filter(OptionalLong::isPresent)
        .findFirst()
        .orElse(OptionalLong.empty());
  }
}
