package liviano.cli.options;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import liviano.cli.CommandContext;
import liviano.files.PartialFile;
import liviano.json.Json;
import liviano.json.JsonException;
import liviano.json.JsonLimits;
import liviano.json.JsonObject;

/**
 * Which models verbs took last where none was given, in a file of the store. Another one is
 * announced: its answers are not those of the last one, and vectors of two models cannot be
 * compared.
 */
final class LastModels {
  private static final String FILE = ".last-models.json";
  private static final JsonLimits LIMITS = JsonLimits.defaults().withMaxBytes(1 << 16);

  private LastModels() {}

  /**
   * A model.
   *
   * @param digest where it matters which weights have the name
   */
  record Used(String name, Optional<String> digest) {
    private static Used read(JsonObject json) {
      return new Used(json.string("name"), json.optionalString("digest"));
    }

    private JsonObject write() {
      JsonObject.Builder json = JsonObject.builder().put("name", name);
      digest.ifPresent(hex -> json.put("digest", hex));
      return json.build();
    }

    private String words() {
      return name + digest.map(hex -> String.format(Locale.ROOT, " (%s)", hex)).orElse("");
    }
  }

  /** Remembers a model, and says so on standard error if it is another than last. */
  static void use(StandardModel standard, Used now, CommandContext context) {
    Path file = context.modelFolder().resolve(FILE);
    Map<StandardModel, Used> all = read(file);
    Used before = all.put(standard, now);
    if (now.equals(before)) {
      return;
    }
    if (before != null) {
      context.console().notice(changed(standard, before, now));
    }
    write(file, all);
  }

  private static String changed(StandardModel standard, Used before, Used now) {
    return String.format(
        Locale.ROOT,
        "the default %s is now %s, and was %s: %s%s",
        standard,
        now.words(),
        before.words(),
        standard == StandardModel.EMBEDDER
            ? "vectors of the two cannot be compared"
            : "they answer differently",
        before.name().equals(now.name())
            ? ""
            : String.format(Locale.ROOT, "; --model %s takes the former", before.name()));
  }

  /** What is there; nothing if that is no such file. */
  private static Map<StandardModel, Used> read(Path file) {
    Map<StandardModel, Used> all = new EnumMap<>(StandardModel.class);
    if (!Files.isRegularFile(file)) {
      return all;
    }
    try {
      JsonObject json = Json.read(file, LIMITS).asObject();
      for (StandardModel standard : StandardModel.values()) {
        json.optionalObject(standard.toString())
            .ifPresent(used -> all.put(standard, Used.read(used)));
      }
    } catch (IOException | JsonException e) {
      log("not read: " + file, e);
    }
    return all;
  }

  /** Where the store cannot be written to, nothing is remembered: the answer is not worth less. */
  private static void write(Path file, Map<StandardModel, Used> all) {
    JsonObject.Builder json = JsonObject.builder();
    all.forEach((standard, used) -> json.put(standard.toString(), used.write()));
    String text = json.build().toJson() + "\n";
    try (PartialFile partial = PartialFile.create(file)) {
      partial.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
      partial.finish();
    } catch (IOException e) {
      log("not written: " + file, e);
    }
  }

  private static void log(String what, Exception e) {
    System.getLogger(LastModels.class.getName()).log(System.Logger.Level.DEBUG, what, e);
  }
}
