package liviano.server.tasks;

import java.time.Duration;
import liviano.json.JsonObject;

/**
 * Bounds of teaching by requests.
 *
 * @param pictures the most in all
 * @param bytes the most of all of them
 * @param time the longest that it may take, with the pictures' way over the network
 * @param models that were taught are kept at a time
 */
public record TeachLimits(int pictures, long bytes, Duration time, int models) {

  /** 2,000 pictures, 256 MiB or a quarter of the heap, a minute, 8 models. */
  public static TeachLimits defaults() {
    long bytes = Math.min(256L << 20, Runtime.getRuntime().maxMemory() / 4);
    return new TeachLimits(2_000, bytes, Duration.ofSeconds(60), 8);
  }

  /** For clients. */
  JsonObject toJson() {
    return JsonObject.builder()
        .put("pictures", pictures)
        .put("bytes", bytes)
        .put("seconds", time.toSeconds())
        .build();
  }
}
