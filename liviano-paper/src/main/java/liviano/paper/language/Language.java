package liviano.paper.language;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A language of tables, captions and the laboratory's texts. */
public enum Language {
  /** English. */
  EN,
  /** Spanish. */
  ES;

  /** Where a user's environment says it, the first that is set before the others. */
  private static final List<String> VARIABLES = List.of("LC_ALL", "LC_MESSAGES", "LANG");

  /**
   * What the environment asks for, as in {@code LANG=es_ES.UTF-8}; English where it asks for
   * nothing, or for a language that is not here.
   *
   * @param environment variables
   */
  public static Language of(Map<String, String> environment) {
    String asked =
        VARIABLES.stream()
            .map(name -> environment.getOrDefault(name, ""))
            .filter(value -> !value.isEmpty())
            .findFirst()
            .orElse("");
    return asked.toLowerCase(Locale.ROOT).split("[_.@-]", 2)[0].equals("es") ? ES : EN;
  }
}
