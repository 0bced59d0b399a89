package liviano.vision;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;
import liviano.model.ModelCard;
import liviano.text.NearNames;

/** The labels of a model, and which classes are meant by names. */
public final class LabelFilter {
  private LabelFilter() {}

  /**
   * The name of every class, by index; {@code class N} where the card names none.
   *
   * @throws IllegalArgumentException if the card names more or fewer
   */
  public static List<String> labels(ModelCard card, int classes) {
    if (card.labels().isEmpty()) {
      return IntStream.range(0, classes).mapToObj(i -> "class " + i).toList();
    }
    if (card.labels().size() != classes) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "'%s' names %d labels for %d classes",
              card.title(),
              card.labels().size(),
              classes));
    }
    return card.labels();
  }

  /**
   * The classes of a name or a number, at least one: a word may stand in several labels. A number
   * means the class of that index, a name those of which it is the label, or one of the words
   * parted by commas.
   *
   * @throws IllegalArgumentException if there is none; the message offers near names
   */
  public static int[] named(String name, List<String> labels) {
    if (labels.contains(name) || !name.matches("[0-9]{1,9}")) {
      return allowed(Set.of(name), Set.of(), labels);
    }
    int index = Integer.parseInt(name);
    if (index >= labels.size()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "there is no class %d: the model has %d, from 0", index, labels.size()));
    }
    return new int[] {index};
  }

  /**
   * The classes that may be in an answer. A name means those of which it is the label, or one of
   * the words parted by commas.
   *
   * @param allow the only ones; all where it is empty
   * @throws IllegalArgumentException if a name is that of no label
   */
  public static int[] allowed(Set<String> allow, Set<String> deny, List<String> labels) {
    Set<Integer> only = indices(allow, labels);
    Set<Integer> not = indices(deny, labels);
    return IntStream.range(0, labels.size())
        .filter(i -> (only.isEmpty() || only.contains(i)) && !not.contains(i))
        .toArray();
  }

  private static Set<Integer> indices(Set<String> names, List<String> labels) {
    if (names.isEmpty()) {
      return Set.of();
    }
    Set<Integer> indices = new HashSet<>();
    List<String> unknown = new ArrayList<>(names);
    for (int i = 0; i < labels.size(); i++) {
      Set<String> words = new HashSet<>(Arrays.asList(labels.get(i).split(",\\s*")));
      words.add(labels.get(i));
      words.retainAll(names);
      if (!words.isEmpty()) {
        indices.add(i);
        unknown.removeAll(words);
      }
    }
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException(
          "the model has no label " + unknown + near(unknown.getFirst(), labels));
    }
    return indices;
  }

  private static String near(String name, List<String> labels) {
    List<String> words =
        labels.stream().flatMap(label -> Arrays.stream(label.split(",\\s*"))).distinct().toList();
    List<String> near = NearNames.of(name, words);
    return near.isEmpty() ? "" : "; nearest: " + near;
  }
}
