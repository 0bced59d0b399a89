package liviano.paper.language;

import java.util.Optional;
import liviano.cli.CommandContext;
import picocli.CommandLine.Option;

/** The option {@code --lang} of the verbs that print and draw for people. */
public final class LanguageOption {
  @Option(
      names = "--lang",
      paramLabel = "LANG",
      description =
          "Language of what people read: en or es; that of LC_ALL, LC_MESSAGES or LANG if not"
              + " given. CSV and JSON are in English.")
  private Optional<Language> language = Optional.empty();

  /** For picocli, which fills the field. */
  public LanguageOption() {}

  /** Whether it was given. */
  public boolean isSet() {
    return language.isPresent();
  }

  /** The phrases of a room in the language that was given, or that the environment asks for. */
  public Phrases phrases(CommandContext context, Room room) {
    return Phrases.of(language.orElseGet(() -> Language.of(context.environment())), room);
  }
}
