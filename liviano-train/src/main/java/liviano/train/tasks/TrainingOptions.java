package liviano.train.tasks;

import java.util.Locale;
import java.util.Optional;
import liviano.json.JsonEnums;
import liviano.json.JsonObject;
import liviano.train.network.NormRule;
import liviano.vision.quantize.Scheme;

/**
 * What a training is told beside its recipe.
 *
 * @param norm what becomes of batch norm
 * @param flip whether pictures may be mirrored
 * @param freeze the layer or block up to which layers stay as they are; empty for none
 * @param syncNorm whether batch norm takes the batches of all workers together
 * @param balanced whether rare classes count more; detectors have no such choice
 * @param bfloat16 whether products are computed in bf16
 * @param integers how weights are rounded, where the network is to be one of integers
 * @param validation share of the pictures to validate by, where none are given for it
 * @param patience epochs without a better score after which it ends; 0 for never
 * @param threads that prepare pictures, of each worker
 * @param cacheBytes memory for decoded pictures, of each worker
 */
public record TrainingOptions(
    NormRule norm,
    boolean flip,
    String freeze,
    boolean syncNorm,
    boolean balanced,
    boolean bfloat16,
    Optional<Scheme> integers,
    double validation,
    int patience,
    int threads,
    long cacheBytes) {
  private static final String INTEGERS = "integers";

  /**
   * @throws IllegalArgumentException if a number is beyond its range
   */
  public TrainingOptions {
    if (!(validation >= 0 && validation <= 0.9)) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "validation must be from 0 to 0.9, is %s", validation));
    }
    if (patience < 0 || threads < 1 || cacheBytes < 0) {
      throw new IllegalArgumentException("patience, threads and memory cannot be negative");
    }
  }

  /** What a training is told if nothing is said. */
  public static TrainingOptions usual(int threads, long cacheBytes) {
    return new TrainingOptions(
        NormRule.AUTO,
        true,
        "",
        false,
        false,
        false,
        Optional.empty(),
        0.1,
        0,
        threads,
        cacheBytes);
  }

  /** As {@link #of} reads it. */
  public JsonObject toJson() {
    JsonObject.Builder json =
        JsonObject.builder()
            .put("norm", JsonEnums.write(norm))
            .put("flip", flip)
            .put("freeze", freeze)
            .put("syncNorm", syncNorm)
            .put("balanced", balanced)
            .put("bfloat16", bfloat16);
    integers.ifPresent(scheme -> json.put(INTEGERS, JsonEnums.write(scheme)));
    return json.put("validation", validation)
        .put("patience", patience)
        .put("threads", threads)
        .put("cacheBytes", cacheBytes)
        .build();
  }

  /**
   * What {@link #toJson} wrote.
   *
   * @throws liviano.json.JsonException if it is something else
   */
  public static TrainingOptions of(JsonObject json) {
    try {
      return new TrainingOptions(
          JsonEnums.read(json, "norm", NormRule.values()),
          json.bool("flip"),
          json.string("freeze"),
          json.bool("syncNorm"),
          json.bool("balanced"),
          json.bool("bfloat16"),
          json.has(INTEGERS)
              ? Optional.of(JsonEnums.read(json, INTEGERS, Scheme.values()))
              : Optional.empty(),
          json.number("validation"),
          json.integer("patience"),
          json.integer("threads"),
          json.longInteger("cacheBytes"));
    } catch (IllegalArgumentException e) {
      throw json.error(e.getMessage());
    }
  }
}
