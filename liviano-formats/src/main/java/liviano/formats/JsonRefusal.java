package liviano.formats;

import liviano.Limits;
import liviano.LivianoException;
import liviano.MalformedModelException;
import liviano.UnsupportedModelException;
import liviano.json.JsonException;

/** What is said of JSON in a model's files that is refused. */
public final class JsonRefusal {
  private JsonRefusal() {}

  /**
   * A model that is broken, or beyond the limits.
   *
   * @param file empty where it is named elsewhere
   * @param what the JSON is in the file, for people; empty where it is the file
   */
  public static LivianoException of(String file, String what, JsonException e) {
    String reason = (what.isEmpty() ? "" : what + ": ") + e.getMessage();
    return e.isBeyondLimits()
        ? new UnsupportedModelException(
                reason
                    + "; if you trust the file, give Java more heap with -Xmx, or raise it:"
                    + " Limits.with(JSON_VALUES or TEXT_BYTES, ...) in a program, or -D"
                    + Limits.PROPERTY
                    + "=2 for all limits")
            .inFile(file)
        : new MalformedModelException(file, -1, reason, e);
  }
}
