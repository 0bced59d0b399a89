package liviano.train.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import liviano.json.Json;
import liviano.json.JsonException;
import liviano.json.JsonLimits;
import liviano.json.JsonObject;
import liviano.json.JsonString;

/**
 * What must be known to do a run again, or to go on with it: {@code run.json}, which is written
 * once and never changed. What belongs to another part is an object that only its owner reads.
 *
 * @param task what is learned: {@code classification}, {@code detection}, {@code segmentation}
 * @param data folders and files by the part that they play, such as {@code train}
 * @param network the network: by custom with {@code architecture}, {@code width} and {@code
 *     resolution}, which lists show
 * @param recipe how it is trained
 * @param options what else the task was told; empty for nothing
 * @param score what its score is called, such as {@code accuracy}
 * @param epochs that it is to take, at least 1
 * @param seed of all that is drawn by lot
 * @param workers processes that train together, at least 1
 * @param madeBy versions and machine
 */
public record RunConfig(
    String task,
    SequencedMap<String, String> data,
    JsonObject network,
    JsonObject recipe,
    JsonObject options,
    String score,
    int epochs,
    long seed,
    int workers,
    MadeBy madeBy) {
  /** Of the file's format; a file of a higher one is refused. */
  static final int VERSION = 1;

  private static final String FORMAT = "liviano-run";
  private static final List<String> MEMBERS =
      List.of(
          "format", "version", "task", "data", "network", "recipe", "options", "score", "epochs",
          "seed", "workers", "madeBy");
  private static final JsonLimits LIMITS = new JsonLimits(4 << 20, 64, 100_000);

  /**
   * What a run was begun with.
   *
   * @param liviano its version
   * @param libtorch its version; empty where it takes no part
   * @param machine in words, such as {@code 2 processors, 24 GiB, Linux amd64, Java 25.0.3}
   */
  public record MadeBy(String liviano, String libtorch, String machine) {
    private static final List<String> MEMBERS = List.of("liviano", "libtorch", "machine");

    private JsonObject toJson() {
      return JsonObject.builder()
          .put("liviano", liviano)
          .put("libtorch", libtorch)
          .put("machine", machine)
          .build();
    }

    private static MadeBy of(JsonObject json) {
      json.requireOnly(MEMBERS);
      return new MadeBy(json.string("liviano"), json.string("libtorch"), json.string("machine"));
    }
  }

  /**
   * @throws IllegalArgumentException if a text that names something is empty, or a number below 1
   */
  public RunConfig {
    if (task.isBlank() || score.isBlank() || epochs < 1 || workers < 1) {
      throw new IllegalArgumentException(
          "a run has a task, a score, at least one epoch and one worker, not '"
              + task
              + "', '"
              + score
              + "', "
              + epochs
              + " and "
              + workers);
    }
    data = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(data));
  }

  /** The network in a few words: {@code mobilenet_v2 0.35/96}, as far as it says them. */
  public String networkWords() {
    StringBuilder words = new StringBuilder(text("architecture"));
    String width = text("width");
    String resolution = text("resolution");
    if (!width.isEmpty() || !resolution.isEmpty()) {
      words.append(words.isEmpty() ? "" : " ").append(width);
      words.append(width.isEmpty() || resolution.isEmpty() ? "" : "/").append(resolution);
    }
    return words.toString();
  }

  private String text(String member) {
    return network
        .find(member)
        .map(value -> value instanceof JsonString text ? text.value() : value.toString())
        .orElse("");
  }

  /** As it is written. */
  public JsonObject toJson() {
    JsonObject.Builder places = JsonObject.builder();
    data.forEach(places::put);
    return JsonObject.builder()
        .put("format", FORMAT)
        .put("version", VERSION)
        .put("task", task)
        .put("data", places.build())
        .put("network", network)
        .put("recipe", recipe)
        .put("options", options)
        .put("score", score)
        .put("epochs", epochs)
        .put("seed", seed)
        .put("workers", workers)
        .put("madeBy", madeBy.toJson())
        .build();
  }

  void write(Path file) throws IOException {
    TextFiles.write(file, toJson().toPrettyJson());
  }

  /**
   * Reads {@code run.json}.
   *
   * @throws RunException if it is no such file, naming the place, or of a newer version
   * @throws IOException if it cannot be read
   */
  static RunConfig read(Path file) throws IOException {
    try {
      JsonObject json = Json.read(file, LIMITS).asObject();
      if (!json.string("format").equals(FORMAT)) {
        throw json.error("format", "expected " + Json.quote(FORMAT));
      }
      long version = json.longInteger("version");
      if (version > VERSION) {
        throw RunException.newer(file, version, VERSION);
      }
      return of(json.requireOnly(MEMBERS));
    } catch (JsonException e) {
      throw new RunException(file, e);
    }
  }

  private static RunConfig of(JsonObject json) {
    SequencedMap<String, String> data = new LinkedHashMap<>();
    JsonObject places = json.object("data");
    places.members().keySet().forEach(part -> data.put(part, places.string(part)));
    try {
      return new RunConfig(
          json.string("task"),
          data,
          json.object("network"),
          json.object("recipe"),
          json.object("options"),
          json.string("score"),
          json.integer("epochs"),
          json.longInteger("seed"),
          json.integer("workers"),
          MadeBy.of(json.object("madeBy")));
    } catch (IllegalArgumentException e) {
      throw json.error(e.getMessage());
    }
  }
}
