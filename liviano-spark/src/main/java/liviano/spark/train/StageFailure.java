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

  /** And of tasks that failed, with which exception. */
  private static final Pattern FAILED =
      Pattern.compile("barrier task .* finished unsuccessfully\\.\\R([^\\n]+)");

  private StageFailure() {}

  /** In one line. */
  static String words(Throwable failure) {
    String message = String.valueOf(failure.getMessage());
    Matcher lost = LOST.matcher(message);
    if (lost.find()) {
      String reason = lost.group(2) == null ? "" : ": " + lost.group(2);
      return LivianoException.oneLine("Spark has lost " + lost.group(1) + reason);
    }
    Matcher failed = FAILED.matcher(message);
    return LivianoException.oneLine(
        failed.find()
            ? "a task of Spark's failed: " + failed.group(1)
            : "Spark: " + Session.firstLine(failure));
  }
}
