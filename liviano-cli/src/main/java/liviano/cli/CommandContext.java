package liviano.cli;

import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import liviano.LivianoException;
import liviano.cli.output.Console;
import liviano.formats.store.ModelStore;

/**
 * What a verb may know of the world around it.
 *
 * @param console streams and terminals
 * @param options the options all verbs share; read them in {@code call}, not before
 * @param environment environment variables
 */
public record CommandContext(
    Console console, GlobalOptions options, Map<String, String> environment) {

  /** What to do where models have no place. */
  public static final String NO_HOME =
      "this user has no home folder; set LIVIANO_HOME to a folder that can be written";

  /** Copies the environment. */
  public CommandContext {
    Objects.requireNonNull(console);
    Objects.requireNonNull(options);
    environment = Map.copyOf(environment);
  }

  /**
   * Where installed models live: {@code $LIVIANO_HOME}, else {@code ~/.cache/liviano}, where {@code
   * ~} is what the shell takes for it: {@code $HOME}, and the account's folder only without that.
   *
   * @throws UsageException if this user has neither; the message asks for {@code LIVIANO_HOME}
   */
  public Path modelFolder() {
    return modelFolderIfAny()
        .orElseThrow(() -> new UsageException("no folder for models: " + NO_HOME));
  }

  /** The same; empty where this user has neither. */
  public Optional<Path> modelFolderIfAny() {
    return modelFolder(environment, System.getProperty("user.home"));
  }

  /**
   * The same for another user.
   *
   * @param accountsHome a question mark where the user has no account
   */
  static Optional<Path> modelFolder(Map<String, String> environment, String accountsHome) {
    return ModelStore.usualFolder(environment, accountsHome);
  }

  /**
   * Reports a failure in one line on stderr, with its stack trace under {@code --debug}.
   *
   * @param subject what failed, such as a picture's name as given; empty if the failure says it. A
   *     file that the failure is about is named too, since it may be another: one to be written.
   */
  public void report(String subject, Throwable failure) {
    console.error(named(subject, named(Failures.fileOf(failure), Failures.describe(failure))));
    if (options.debug()) {
      console.trace(failure);
    }
  }

  /** Puts a name before a message that does not begin with it, as it is or made one line. */
  private static String named(String name, String message) {
    String within = LivianoException.oneLine(name) + ":";
    if (message.startsWith(within)) {
      return name + ":" + message.substring(within.length());
    }
    return name.isEmpty() || message.startsWith(name + ":") ? message : name + ": " + message;
  }
}
