package liviano.json;

import java.util.OptionalLong;
import liviano.LivianoException;

/**
 * Text that is not JSON, JSON beyond the limits, or a member that is missing or of another kind
 * than asked for. The message is one line: {@code at byte 120: anchors[3].scale: expected a number
 * but found a string}.
 */
public final class JsonException extends LivianoException {

  private static final long serialVersionUID = 1L;

  private final long offset;
  private final String path;
  private final String reason;
  private final boolean beyondLimits;

  private JsonException(long offset, String path, String reason, boolean beyondLimits) {
    super(
        (offset < 0 ? "" : "at byte " + offset + ": ")
            + (path.isEmpty() ? "" : path + ": ")
            + reason);
    this.offset = offset;
    this.path = path;
    this.reason = reason;
    this.beyondLimits = beyondLimits;
  }

  static JsonException atByte(long offset, String reason) {
    return new JsonException(offset, "", reason, false);
  }

  static JsonException at(Place place, String reason) {
    return new JsonException(place.offset(), place.path(), reason, false);
  }

  /** A text that may be sound, but takes more memory than the reader may give it. */
  static JsonException beyond(long offset, String reason) {
    return new JsonException(offset, "", reason, true);
  }

  /**
   * Where in the text, counted in bytes from its start: of a parse error the byte itself, of a
   * wrong member the innermost array or object around it. Empty for values that were not parsed.
   */
  public OptionalLong offset() {
    return offset < 0 ? OptionalLong.empty() : OptionalLong.of(offset);
  }

  /** The member, as {@code anchors[3].scale}; empty for parse errors and at the top. */
  public String path() {
    return path;
  }

  /**
   * Whether the text may be sound, but is longer or holds more values than {@link JsonLimits}
   * allow.
   */
  public boolean isBeyondLimits() {
    return beyondLimits;
  }

  /** The reason alone, without offset and path. */
  public String reason() {
    return reason;
  }
}
