package liviano.paper.language;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the sources say in English, in another language. A file of phrases has pairs of lines, the
 * English one and the other, with a blank line between pairs; {@code {1}}, {@code {2}} ... stand
 * for what differs from one sentence to the next, numbers and names, which the other language may
 * have in another order. What stands there is looked up itself: {@code 5 pictures} in a longer
 * sentence is a phrase too. Text without a phrase stays as it is, as names and numbers do; {@code
 * PhrasesTest} sees to it that nothing else does. Immutable.
 */
public final class Phrases {
  private static final Pattern PLACE = Pattern.compile("\\{([1-9])}");

  private final Map<String, String> whole;
  private final List<Sentence> sentences;

  /**
   * A phrase with places for what differs.
   *
   * @param english what a finished sentence has to look like
   * @param places which place each group stands for
   */
  private record Sentence(Pattern english, List<String> places, String other) {}

  private Phrases(Map<String, String> pairs) {
    this.whole = pairs;
    this.sentences =
        pairs.entrySet().stream()
            .filter(pair -> PLACE.matcher(pair.getKey()).find())
            .map(pair -> sentence(pair.getKey(), pair.getValue()))
            .toList();
  }

  /** English: everything as it is. */
  public static Phrases english() {
    return new Phrases(Map.of());
  }

  /** Those of a room. */
  public static Phrases of(Language language, Room room) {
    return language == Language.EN ? english() : new Phrases(pairs(language, room));
  }

  /**
   * The pairs of a file, in its order: English first.
   *
   * @throws IllegalStateException if the file has no pairs of lines, or a phrase twice
   */
  static SequencedMap<String, String> pairs(Language language, Room room) {
    String name = room.file(language);
    try (InputStream file = Phrases.class.getResourceAsStream(name)) {
      if (file == null) {
        throw new IllegalStateException("no phrases: " + name);
      }
      BufferedReader reader =
          new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8));
      List<String> lines = reader.lines().filter(line -> !line.isEmpty()).toList();
      SequencedMap<String, String> pairs = new LinkedHashMap<>();
      for (int i = 0; i < lines.size(); i += 2) {
        if (i + 1 == lines.size() || pairs.put(lines.get(i), lines.get(i + 1)) != null) {
          throw new IllegalStateException(
              String.format(Locale.ROOT, "%s: '%s' is twice, or alone", name, lines.get(i)));
        }
      }
      return pairs;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Sentence sentence(String english, String other) {
    StringBuilder pattern = new StringBuilder();
    List<String> places = new ArrayList<>();
    int end = 0;
    for (MatchResult place : PLACE.matcher(english).results().toList()) {
      pattern.append(Pattern.quote(english.substring(end, place.start()))).append("(.+?)");
      places.add(place.group());
      end = place.end();
    }
    pattern.append(Pattern.quote(english.substring(end)));
    return new Sentence(Pattern.compile(pattern.toString()), places, other);
  }

  /** The text in this language. */
  public String of(String english) {
    return find(english).orElse(english);
  }

  private Optional<String> find(String english) {
    if (whole.containsKey(english)) {
      return Optional.of(whole.get(english));
    }
    for (Sentence sentence : sentences) {
      Matcher matcher = sentence.english().matcher(english);
      if (matcher.matches()) {
        String text = sentence.other();
        for (int i = 0; i < sentence.places().size(); i++) {
          text = text.replace(sentence.places().get(i), of(matcher.group(i + 1)));
        }
        return Optional.of(text);
      }
    }
    return Optional.empty();
  }
}
