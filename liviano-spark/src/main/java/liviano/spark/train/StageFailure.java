package liviano.spark.train;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import liviano.LivianoException;
import liviano.spark.cli.Session;

/** Why a stage failed, without Spark's stack traces. */
final class StageFailure {
  /** Spark says of lost executors which and why, in the middle of what it says. */
  private static final Pattern LOST =
      Pattern.compile("ExecutorLostFailure \\((executor \\S+) [^)]*\\)(?: Reason: ([^\\n]+))?");

  private StageFailure() {}

  /** In one line. */
  static String words(Throwable failure) {
    Matcher lost = LOST.matcher(String.valueOf(failure.getMessage()));
    if (lost.find()) {
      return LivianoException.oneLine(
          "Spark has lost " + lost.group(1) + (lost.group(2) == null ? "" : ": " + lost.group(2)));
    }
    return LivianoException.oneLine("Spark: " + Session.firstLine(failure));
  }
}
