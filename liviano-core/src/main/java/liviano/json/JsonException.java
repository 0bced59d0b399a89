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

  private JsonException(long offset, String path, String reason) {
    super(
        (offset < 0 ? "" : "at byte " + offset + ": ")
            + (path.isEmpty() ? "" : path + ": ")
            + reason);
    this.offset = offset;
    this.path = path;
    this.reason = reason;
  }

  static JsonException atByte(long offset, String reason) {
    return new JsonException(offset, "", reason);
  }

  static JsonException at(Place place, String reason) {
    return new JsonException(place.offset(), place.path(), reason);
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

  /** The reason alone, without offset and path. */
  public String reason() {
    return reason;
  }
}
