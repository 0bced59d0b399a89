package liviano.vision.answer;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import liviano.MalformedModelException;
import liviano.model.Labels;
import liviano.model.ModelCard;
import liviano.text.NearNames;

/** The labels of a model, and which classes are meant by names. */
public final class LabelFilter {
  /** So many candidates are listed where a word is not enough. */
  private static final int MOST_LISTED = 12;

  /** Longer labels are cut in messages: they come from files. */
  private static final int LISTED_LENGTH = 60;

  /** Compiled when a name is looked for: most answers are of all classes. */
  private static final class Between {
    static final Pattern NAMES = Pattern.compile(",\\s*");
    static final Pattern WORDS = Pattern.compile("[^\\p{L}\\p{M}\\p{N}]+");
  }

  private LabelFilter() {}

  /**
   * The name of every class, by index; {@code class N} where it has no name.
   *
   * @param own of the caller, instead of the card's
   * @throws IllegalArgumentException if the caller names more or fewer
   * @throws MalformedModelException if the card does
   */
  public static List<String> labels(Optional<List<String>> own, ModelCard card, int classes) {
    if (own.isPresent()) {
      int count = own.get().size();
      if (count != classes) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "'%s' has %d classes: give %d labels, in the order of its outputs, not %d",
                card.title(),
                classes,
                classes,
                count));
      }
      return own.get();
    }
    if (card.labels().isEmpty()) {
      return IntStream.range(0, classes).mapToObj(i -> "class " + i).toList();
    }
    if (card.labels().size() != classes) {
      throw new MalformedModelException(
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
   * The classes of a name, at least one. A name means, the first that there is: the classes of
   * which it is the label; those of whose label it is one of the names parted by commas; the same
   * whether letters are capital or not; the class of that index, if it is a number; the only class
   * in whose label it stands as a word, or words one after the other.
   *
   * @throws IllegalArgumentException if there is none, offering near names; or if it is a word of
   *     several labels, listing them
   */
  public static int[] named(String name, List<String> labels) {
    int[] exact = exact(name, labels);
    if (exact.length > 0) {
      return exact;
    }
    if (name.matches("[0-9]{1,9}")) {
      return new int[] {index(Integer.parseInt(name), labels)};
    }
    String words = words(name);
    int[] candidates =
        words.isBlank()
            ? new int[0]
            : indices(labels, label -> !label.equals(Labels.NONE) && hasWords(label, words));
    if (candidates.length == 0) {
      throw new IllegalArgumentException(
          "the model has no label [" + name + "]" + near(name, labels));
    }
    if (candidates.length > 1) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "[%s] is a word of %d labels: give one by its name or number: %s",
              name,
              candidates.length,
              listed(candidates, labels)));
    }
    return candidates;
  }

  /**
   * The classes that may be in an answer, ascending. What a name means is told by {@link #named}.
   *
   * @param allow the only ones; all where it is empty
   * @throws IllegalArgumentException if a name is that of no class, or a word of several
   */
  public static int[] allowed(Set<String> allow, Set<String> deny, List<String> labels) {
    BitSet only = all(allow, labels);
    BitSet not = all(deny, labels);
    int[] allowed = new int[labels.size()];
    int count = 0;
    for (int i = 0; i < allowed.length; i++) {
      if ((only.isEmpty() || only.get(i)) && !not.get(i)) {
        allowed[count++] = i;
      }
    }
    return Arrays.copyOf(allowed, count);
  }

  /** In the order of the names, so that of several faults the same is told. */
  private static BitSet all(Collection<String> names, List<String> labels) {
    BitSet all = new BitSet();
    for (String name : new TreeSet<>(names)) {
      for (int index : named(name, labels)) {
        all.set(index);
      }
    }
    return all;
  }

  private static int index(int index, List<String> labels) {
    if (index >= labels.size()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "there is no class %d: the model has %d, from 0", index, labels.size()));
    }
    return index;
  }

  private static int[] exact(String name, List<String> labels) {
    List<Predicate<String>> rules =
        List.of(
            label -> label.equals(name),
            label -> Arrays.asList(Between.NAMES.split(label)).contains(name),
            label ->
                label.equalsIgnoreCase(name)
                    || Arrays.stream(Between.NAMES.split(label)).anyMatch(name::equalsIgnoreCase));
    return rules.stream()
        .map(rule -> indices(labels, rule))
        .filter(found -> found.length > 0)
        .findFirst()
        .orElse(new int[0]);
  }

  private static int[] indices(List<String> labels, Predicate<String> rule) {
    return IntStream.range(0, labels.size()).filter(i -> rule.test(labels.get(i))).toArray();
  }

  private static boolean hasWords(String label, String words) {
    return Arrays.stream(Between.NAMES.split(label)).anyMatch(one -> words(one).contains(words));
  }

  /** The words in small letters, with a space before and after each. */
  private static String words(String text) {
    return " " + Between.WORDS.matcher(text.toLowerCase(Locale.ROOT)).replaceAll(" ").strip() + " ";
  }

  private static String listed(int[] candidates, List<String> labels) {
    String list =
        Arrays.stream(candidates)
            .limit(MOST_LISTED)
            .mapToObj(i -> String.format(Locale.ROOT, "%s (%d)", cut(labels.get(i)), i))
            .collect(Collectors.joining("; "));
    int more = candidates.length - MOST_LISTED;
    return more > 0 ? String.format(Locale.ROOT, "%s; and %d more", list, more) : list;
  }

  private static String cut(String label) {
    return label.length() > LISTED_LENGTH ? label.substring(0, LISTED_LENGTH) + "..." : label;
  }

  private static String near(String name, List<String> labels) {
    List<String> names = labels.stream().flatMap(Between.NAMES::splitAsStream).distinct().toList();
    List<String> near = NearNames.of(name, names);
    return near.isEmpty() ? "" : "; nearest: " + near;
  }
}
