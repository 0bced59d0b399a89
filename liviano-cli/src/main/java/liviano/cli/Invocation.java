package liviano.cli;

import java.util.Locale;

/** How the user calls the command, for messages that say what to run. */
public final class Invocation {
  /** System property in which a launcher says it. */
  static final String PROPERTY = "liviano.command";

  private Invocation() {}

  /**
   * A line to run, in quotes.
   *
   * @param arguments such as {@code models list}
   */
  public static String of(String arguments) {
    return String.format(Locale.ROOT, "'%s %s'", command(), arguments);
  }

  /** The command alone: {@code liviano}, or what the launcher was called. */
  public static String command() {
    String told = System.getProperty(PROPERTY, "");
    return told.isBlank() ? "liviano" : told;
  }
}
