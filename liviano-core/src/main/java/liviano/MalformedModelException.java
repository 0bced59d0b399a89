package liviano;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * A model that is not what it says it is: a damaged file, a tensor that is missing or of another
 * shape, a graph that does not fit its weights. The message is one line, {@code FILE: at byte N:
 * reason}, without the parts that are not known.
 */
public final class MalformedModelException extends LivianoException {

  private static final long serialVersionUID = 1L;

  private final String file;
  private final long offset;
  private final String reason;

  /** For models in memory; {@link #inFile} adds the file where it is known later. */
  public MalformedModelException(String reason) {
    this("", -1, reason, null);
  }

  public MalformedModelException(String file, String reason) {
    this(file, -1, reason, null);
  }

  /**
   * An error at a known place.
   *
   * @param offset bytes from the start of the file
   */
  public MalformedModelException(String file, long offset, String reason) {
    this(file, offset, reason, null);
  }

  /**
   * An error that another one caused.
   *
   * @param file empty if there is none
   * @param offset bytes from the start of the file, negative if not known
   * @param cause null if there is none
   */
  public MalformedModelException(String file, long offset, String reason, Throwable cause) {
    super(placed(file, offset, reason), cause);
    this.file = file;
    this.offset = offset;
    this.reason = reason;
  }

  /** This error with the file's name, or itself if it has one already. */
  public MalformedModelException inFile(String name) {
    return file.isEmpty() ? new MalformedModelException(name, offset, reason, this) : this;
  }

  public Optional<String> file() {
    return file.isEmpty() ? Optional.empty() : Optional.of(file);
  }

  /** Where in the file, in bytes from its start. */
  public OptionalLong offset() {
    return offset < 0 ? OptionalLong.empty() : OptionalLong.of(offset);
  }

  /** The reason alone, without file and offset. */
  public String reason() {
    return reason;
  }

  private static String placed(String file, long offset, String reason) {
    return (file.isEmpty() ? "" : file + ": ")
        + (offset < 0 ? "" : "at byte " + offset + ": ")
        + reason;
  }
}
