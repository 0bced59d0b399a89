package liviano.cli.models;

import java.util.Map;
import liviano.cli.output.Words;
import liviano.formats.store.Checksum;
import liviano.formats.store.Digest;
import liviano.formats.store.DigestJson;
import liviano.formats.store.Published;
import liviano.formats.store.Source;
import liviano.json.JsonArray;
import liviano.json.JsonObject;

/** Published models for programs: all that the catalogue says of them. */
final class PublishedJson {
  private PublishedJson() {}

  /**
   * The members of a published model.
   *
   * @param known what downloads were when they were first fetched, by their addresses
   */
  static JsonObject.Builder of(Published model, Map<String, Digest> known) {
    JsonObject.Builder accuracy = JsonObject.builder();
    model.accuracy().forEach(accuracy::put);
    return JsonObject.builder()
        .put("name", model.name())
        .put("aliases", JsonArray.ofStrings(model.aliases()))
        .put("task", Words.lower(model.task()))
        .put("title", model.title())
        .put("network", model.network())
        .put("width", model.width())
        .put("resolution", model.resolution())
        .put("parameters", model.parameters())
        .put("accuracy", accuracy.build())
        .put("accuracy_from", model.accuracySource())
        .put("licence", model.licence())
        .put(
            "sources",
            JsonArray.of(model.sources().stream().map(source -> source(source, known)).toList()));
  }

  private static JsonObject source(Source source, Map<String, Digest> known) {
    JsonObject.Builder json = JsonObject.builder();
    switch (source) {
      case Source.NpmPackage p ->
          json.put("npm", p.spec()).put("files", JsonArray.ofStrings(p.files().keySet()));
      case Source.WebFolder f -> json.put("folder", f.base().toString());
      case Source.WebFile f -> {
        json.put("file", f.address().toString());
        f.member().ifPresent(member -> json.put("member", member));
      }
    }
    JsonObject.Builder downloads = JsonObject.builder();
    Map<String, Digest> held = source.requiring(known).downloads();
    source
        .downloads()
        .forEach((address, stated) -> downloads.put(address, download(stated, held.get(address))));
    return json.put("downloads", downloads.build()).build();
  }

  private static JsonObject download(Digest stated, Digest held) {
    return DigestJson.write(held, JsonObject.builder())
        .put("digest", stated.equals(held) ? described(stated) : "recorded at the first pull")
        .build();
  }

  private static String described(Digest stated) {
    return switch (stated.checksum()) {
      case Checksum.Sha512 _, Checksum.Sha256 _ -> "stated";
      case Checksum.Sha256Prefix _ -> "first digits stated, to be recorded at the first pull";
      case Checksum.Unstated _ -> "not stated, to be recorded at the first pull";
    };
  }
}
