package liviano.cli;

import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** Options that every verb takes, before or after its name; filled when the line is parsed. */
public final class GlobalOptions {
  @Option(
      names = "--debug",
      scope = ScopeType.INHERIT,
      fallbackValue =
          "true", // else the second of two, before and after the verb, would undo the first
      description = "Show stack traces and log messages.")
  private boolean debug;

  @Option(
      names = "--offline",
      scope = ScopeType.INHERIT,
      fallbackValue =
          "true", // else the second of two, before and after the verb, would undo the first
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
