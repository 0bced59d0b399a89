package liviano.formats.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import liviano.MalformedModelException;
import liviano.files.PartialFile;
import liviano.json.Json;
import liviano.json.JsonArray;
import liviano.json.JsonException;
import liviano.json.JsonLimits;
import liviano.json.JsonObject;

/**
 * What a store remembers in its file {@value #NAME}: what each download was when it was first
 * fetched, and each installed model's file when it was installed. A model has several entries while
 * it is being replaced, so that whichever of its files is there after a crash is known.
 *
 * @param downloads by their addresses
 * @param models by their names, the newest entry last
 */
record StoreRecords(Map<String, Digest> downloads, Map<String, List<Provenance>> models) {
  static final String NAME = ".digests.json";

  private static final long MAX_BYTES = 16L << 20;

  StoreRecords {
    downloads = Map.copyOf(downloads);
    models = Map.copyOf(models);
  }

  /**
   * Those of a store in a folder; none where there is no such file.
   *
   * @throws MalformedModelException if the file is damaged
   */
  static StoreRecords read(Path folder) throws IOException {
    Path file = folder.resolve(NAME);
    if (Files.notExists(file)) {
      return new StoreRecords(Map.of(), Map.of());
    }
    if (!Files.isRegularFile(file)) { // reading it might never end
      throw new FileSystemException(file.toString(), null, "is no regular file: delete it");
    }
    try {
      JsonLimits limits = JsonLimits.defaults();
      return of(
          Json.read(file, limits.withMaxBytes(Math.min(MAX_BYTES, limits.maxBytes()))).asObject());
    } catch (JsonException | IllegalArgumentException e) {
      throw new MalformedModelException(
          file.toString(),
          -1,
          e.getMessage()
              + "; delete the file, and what models were when they were fetched is"
              + " forgotten",
          e);
    }
  }

  private static StoreRecords of(JsonObject json) {
    json.requireOnly(List.of("downloads", "models"));
    JsonObject models = json.object("models");
    Map<String, List<Provenance>> provenances = new TreeMap<>();
    for (String name : models.members().keySet()) {
      provenances.put(
          name, models.array(name).objects().stream().map(StoreRecords::provenance).toList());
    }
    return new StoreRecords(DigestJson.readAll(json.object("downloads")), provenances);
  }

  private static Provenance provenance(JsonObject json) {
    return new Provenance(DigestJson.read(json), DigestJson.readAll(json.object("from")));
  }

  /** Writes them: the whole file or nothing. */
  void write(Path folder) throws IOException {
    try (PartialFile file = PartialFile.create(folder.resolve(NAME))) {
      byte[] text = toJson().toPrettyJson().getBytes(StandardCharsets.UTF_8);
      file.write(ByteBuffer.wrap(text));
      file.force();
      file.finish();
    }
  }

  private JsonObject toJson() {
    JsonObject.Builder all = JsonObject.builder();
    new TreeMap<>(models)
        .forEach(
            (name, entries) ->
                all.put(name, JsonArray.of(entries.stream().map(StoreRecords::toJson).toList())));
    JsonObject.Builder fetched = JsonObject.builder();
    new TreeMap<>(downloads)
        .forEach(
            (address, digest) ->
                fetched.put(address, DigestJson.write(digest, JsonObject.builder()).build()));
    return JsonObject.builder()
        .put("downloads", fetched.build())
        .put("models", all.build())
        .build();
  }

  private static JsonObject toJson(Provenance entry) {
    return DigestJson.write(entry.file(), JsonObject.builder())
        .put("from", DigestJson.writeAll(entry.downloads()))
        .build();
  }

  /** The entry of a model whose file is this; the newest where there is none for it. */
  Optional<Provenance> find(String name, Digest file) {
    List<Provenance> entries = models.getOrDefault(name, List.of());
    return entries.stream()
        .filter(entry -> entry.file().equals(file))
        .findFirst()
        .or(() -> entries.isEmpty() ? Optional.empty() : Optional.of(entries.getLast()));
  }

  /** With one more entry of a model; what is known of a download already stays. */
  StoreRecords with(String name, Provenance entry) {
    Map<String, Digest> fetched = new TreeMap<>(entry.downloads());
    fetched.putAll(downloads);
    List<Provenance> entries = new ArrayList<>(models.getOrDefault(name, List.of()));
    entries.remove(entry);
    entries.add(entry);
    return new StoreRecords(fetched, with(name, entries));
  }

  /** With the newest entry of a model alone. */
  StoreRecords settled(String name) {
    List<Provenance> entries = models.getOrDefault(name, List.of());
    return entries.size() < 2
        ? this
        : new StoreRecords(downloads, with(name, List.of(entries.getLast())));
  }

  /** Without a model; what its downloads were is still known. */
  StoreRecords without(String name) {
    Map<String, List<Provenance>> others = new TreeMap<>(models);
    others.remove(name);
    return new StoreRecords(downloads, others);
  }

  private Map<String, List<Provenance>> with(String name, List<Provenance> entries) {
    Map<String, List<Provenance>> all = new TreeMap<>(models);
    all.put(name, List.copyOf(entries));
    return all;
  }
}
