package liviano.cli;

import liviano.cli.output.Console;

/** Tells on standard error, where {@code bench --cold} asks for it, how far a start has come. */
public final class Stages {
  /** System property: {@code true} where stages are told. */
  public static final String PROPERTY = "liviano.stages";

  /**
   * What a line of a stage begins with; its name and the time of {@link System#nanoTime} follow.
   */
  public static final String MARK = "@stage ";

  private Stages() {}

  /** The stage of that name is done. */
  public static void done(String stage, Console console) {
    if (Boolean.getBoolean(PROPERTY)) {
      console.errorWriter().println(line(stage));
      console.errorWriter().flush();
    }
  }

  /** The line of a stage that is done now. */
  public static String line(String stage) {
    return MARK + stage + ' ' + System.nanoTime();
  }
}
