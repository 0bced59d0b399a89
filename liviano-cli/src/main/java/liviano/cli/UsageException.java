package liviano.cli;

import java.io.Serial;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The command was called wrongly: one line on stderr, {@link ExitStatus#USAGE}. */
public final class UsageException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  private static final Pattern SETTING = Pattern.compile("^\\w+");

  /**
   * @param message one line: what is wrong and what to do
   */
  public UsageException(String message) {
    super(message);
  }

  /**
   * Gives a setting of the library the value of an option.
   *
   * @param option such as {@code --top}; stands in the message where the library names its setting
   * @throws UsageException if the library refuses the value
   */
  public static void check(String option, Runnable setting) {
    try {
      setting.run();
    } catch (IllegalArgumentException e) {
      throw new UsageException(
          SETTING.matcher(e.getMessage()).replaceFirst(Matcher.quoteReplacement(option)));
    }
  }
}
