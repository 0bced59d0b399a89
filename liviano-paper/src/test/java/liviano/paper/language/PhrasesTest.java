package liviano.paper.language;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The phrases are those of the sources, each with all that it says in English. */
class PhrasesTest {
  private static final Pattern PLACE = Pattern.compile("\\{[1-9]}");
  private static final Pattern JOINED = Pattern.compile("\"\\s*\\+\\s*\"");

  @ParameterizedTest
  @EnumSource(Room.class)
  void everyPhraseSaysTheSameInBothLanguages(Room room) {
    SequencedMap<String, String> pairs = Phrases.pairs(Language.ES, room);
    assertThat(pairs).hasSizeGreaterThan(20);
    pairs.forEach(
        (english, spanish) -> {
          assertThat(places(spanish)).as(english).isEqualTo(places(english));
          assertThat(spanish).as(english).isEqualTo(spanish.strip()).isNotEmpty();
          assertThat(spanish.endsWith("."))
              .as("the end of '%s'", spanish)
              .isEqualTo(english.endsWith(".") || spanish.endsWith("mín.") || abbreviated(spanish));
        });
  }

  private static boolean abbreviated(String spanish) {
    return spanish.endsWith("máx.") || spanish.endsWith("Parám.");
  }

  private static Set<String> places(String text) {
    return PLACE.matcher(text).results().map(place -> place.group()).collect(Collectors.toSet());
  }

  /** Nothing is kept that no source says any more. */
  @ParameterizedTest
  @EnumSource(Room.class)
  void everyPhraseStandsInTheSources(Room room) throws IOException {
    String sources =
        sources(Path.of("src/main/java/liviano/paper"))
            + sources(Path.of("../liviano-cli/src/main/java/liviano/cli/output"))
            + sources(Path.of("../liviano-train/src/main/java/liviano/train/cli"));
    for (String english : Phrases.pairs(Language.ES, room).keySet()) {
      for (String part : PLACE.split(english)) {
        String words = part.replaceAll("^[ ,.(]*(1 )?|[ ,)]+$", "").toLowerCase(Locale.ROOT);
        if (words.length() > 3) {
          assertThat(sources.contains(words)).as("'%s' of %s", part, room).isTrue();
        }
      }
    }
  }

  /** All of them as one text, with the parts of a sentence joined. */
  private static String sources(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      String text =
          files
              .filter(file -> file.toString().endsWith(".java"))
              .map(PhrasesTest::read)
              .collect(Collectors.joining());
      return JOINED.matcher(text).replaceAll("").replace("%%", "%").toLowerCase(Locale.ROOT);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void whatDiffersIsPutWhereTheOtherLanguageHasIt() {
    Phrases spanish = Phrases.of(Language.ES, Room.LAB);

    assertThat(spanish.of("Eight bits, 1 picture")).isEqualTo("Ocho bits, 1 imagen");
    assertThat(spanish.of("Positive channels after each expansion, as trained, 5 pictures"))
        .isEqualTo("Canales positivos tras cada expansión, entrenada, 5 imágenes");
    assertThat(spanish.of("blocks.16.project")).isEqualTo("blocks.16.project");
    assertThat(spanish.of("")).isEmpty();
    assertThat(Phrases.english().of("Eight bits, 1 picture")).isEqualTo("Eight bits, 1 picture");
    assertThat(Phrases.of(Language.EN, Room.LAB).of("block")).isEqualTo("block");
  }

  @ParameterizedTest
  @CsvSource({
    "es_ES.UTF-8, ES",
    "es, ES",
    "es_MX, ES",
    "ES@euro, ES",
    "en_US.UTF-8, EN",
    "C, EN",
    "est_EE, EN",
    "de_DE, EN",
    "'', EN"
  })
  void theEnvironmentAsksForALanguage(String value, Language language) {
    assertThat(Language.of(Map.of("LANG", value))).isEqualTo(language);
    assertThat(Language.of(Map.of("LC_ALL", value, "LANG", "es_ES")))
        .isEqualTo(value.isEmpty() ? Language.ES : language);
    assertThat(Language.of(Map.of())).isEqualTo(Language.EN);
    assertThat(List.of(Language.values())).hasSize(2);
  }
}
