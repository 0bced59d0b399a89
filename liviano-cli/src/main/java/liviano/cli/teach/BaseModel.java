package liviano.cli.teach;

import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import liviano.cli.CommandContext;
import liviano.cli.CommandException;
import liviano.cli.UsageException;
import liviano.cli.options.ModelOption;
import liviano.cli.options.NamedModel;
import liviano.cli.options.StandardModel;

/** The model whose body looks at pictures, where the verb gives none of its own. */
final class BaseModel {
  private BaseModel() {}

  /**
   * The model that was given; otherwise the one that embeds pictures, which is installed first if
   * need be. Says which one it is.
   *
   * @throws UsageException if it is not installed and {@code --offline} forbids to fetch it
   * @throws CommandException if there is no such model, or none can be fetched
   * @throws IOException if it cannot be read
   */
  static NamedModel load(Optional<String> given, String option, CommandContext context)
      throws IOException {
    NamedModel loaded = ModelOption.load(given, option, context, StandardModel.EMBEDDER);
    if (given.isEmpty()) {
      context
          .console()
          .notice(
              String.format(
                  Locale.ROOT,
                  "pictures are looked at by %s (%s)",
                  loaded.name(),
                  loaded.model().card().title()));
    }
    return loaded;
  }
}
