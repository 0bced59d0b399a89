package liviano.train.run;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import liviano.json.Json;
import liviano.json.JsonEnums;
import liviano.json.JsonException;
import liviano.json.JsonLimits;
import liviano.json.JsonObject;

/**
 * How a run ended, in {@code ending.json}. A run without one is at work, or its process was killed.
 *
 * @param how in a word
 * @param why in a sentence without a full stop; empty where the word says it
 */
public record Ending(How how, String why) {
  private static final int VERSION = 1;
  private static final List<String> MEMBERS = List.of("version", "how", "why");
  private static final JsonLimits LIMITS = new JsonLimits(1 << 16, 4, 100);

  /** In a word. */
  public enum How {
    /** It took all its epochs. */
    COMPLETE,
    /** Its score grew no more. */
    EARLY,
    /** Its time was over. */
    TIME,
    /** Somebody stopped it. */
    INTERRUPTED,
    /** It could not go on. */
    FAILED;

    /** Whether it did what it was to do. */
    public boolean isFinished() {
      return this == COMPLETE || this == EARLY;
    }
  }

  void write(Path file) throws IOException {
    TextFiles.write(
        file,
        JsonObject.builder()
            .put("version", VERSION)
            .put("how", JsonEnums.write(how))
            .put("why", why)
            .build()
            .toPrettyJson());
  }

  /**
   * Reads {@code ending.json}; empty where there is none.
   *
   * @throws RunException if it is no such file, or of a newer version
   * @throws IOException if it cannot be read
   */
  static Optional<Ending> read(Path file) throws IOException {
    try {
      JsonObject json = Json.read(file, LIMITS).asObject();
      long version = json.longInteger("version");
      if (version > VERSION) {
        throw RunException.newer(file, version, VERSION);
      }
      json.requireOnly(MEMBERS);
      return Optional.of(new Ending(JsonEnums.read(json, "how", How.values()), json.string("why")));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (JsonException e) {
      throw new RunException(file, e);
    }
  }
}
