package liviano.formats.store;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import liviano.json.JsonObject;

/** Digests as members of a JSON object: {@code bytes}, and one of the kinds of checksum. */
public final class DigestJson {
  static final List<String> KEYS = List.of("bytes", "sha512", "sha256", "sha256_prefix");

  private DigestJson() {}

  /**
   * Reads what an object states; other members may be there, too.
   *
   * @throws IllegalArgumentException if that is no digest
   * @throws liviano.json.JsonException if a member is of another kind, or states a second checksum
   */
  static Digest read(JsonObject json) {
    List<Checksum> stated = new ArrayList<>();
    json.optionalString("sha512").map(Checksum.Sha512::new).ifPresent(stated::add);
    json.optionalString("sha256").map(Checksum.Sha256::new).ifPresent(stated::add);
    json.optionalString("sha256_prefix").map(Checksum.Sha256Prefix::new).ifPresent(stated::add);
    if (stated.size() > 1) {
      throw json.error("states more than one checksum");
    }
    return new Digest(
        json.optionalLongInteger("bytes"),
        stated.isEmpty() ? new Checksum.Unstated() : stated.getFirst());
  }

  /** Reads an object of which each member is a digest, and has no other members. */
  static SequencedMap<String, Digest> readAll(JsonObject json) {
    SequencedMap<String, Digest> digests = new LinkedHashMap<>();
    for (String name : json.members().keySet()) {
      digests.put(name, read(json.object(name).requireOnly(KEYS)));
    }
    return digests;
  }

  /** The members of a digest, into an object that may have others. */
  public static JsonObject.Builder write(Digest digest, JsonObject.Builder json) {
    digest.bytes().ifPresent(bytes -> json.put("bytes", bytes));
    return switch (digest.checksum()) {
      case Checksum.Sha512(String hex) -> json.put("sha512", hex);
      case Checksum.Sha256(String hex) -> json.put("sha256", hex);
      case Checksum.Sha256Prefix(String hex) -> json.put("sha256_prefix", hex);
      case Checksum.Unstated _ -> json;
    };
  }

  /** An object of which each member is a digest. */
  public static JsonObject writeAll(SequencedMap<String, Digest> digests) {
    JsonObject.Builder json = JsonObject.builder();
    digests.forEach((name, digest) -> json.put(name, write(digest, JsonObject.builder()).build()));
    return json.build();
  }
}
