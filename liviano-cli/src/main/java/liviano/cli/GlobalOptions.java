package liviano.cli;

import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/**
 * Options that every verb takes, before or after its name; filled when the line is parsed. Without
 * their fallback values the second of two, one before and one after the name, would undo the first.
 */
public final class GlobalOptions {
  @Option(
      names = "--debug",
      scope = ScopeType.INHERIT,
      fallbackValue = "true",
      description = "Show stack traces and log messages.")
  private boolean debug;

  @Option(
      names = "--offline",
      scope = ScopeType.INHERIT,
      fallbackValue = "true",
      description = "Never download anything; use what is installed.")
  private boolean offline;

  /** None set. */
  public GlobalOptions() {}

  /** True if stack traces are to be shown. */
  public boolean debug() {
    return debug;
  }

  /** True if nothing may be fetched over the network. */
  public boolean offline() {
    return offline;
  }
}
