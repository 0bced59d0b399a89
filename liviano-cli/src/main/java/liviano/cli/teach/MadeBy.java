package liviano.cli.teach;

import liviano.cli.Version;
import liviano.cli.options.NamedModel;
import liviano.json.JsonObject;

/**
 * What must be known to teach the same model again, beside its pictures. No date and no folder, so
 * that a report is the same on every run.
 *
 * @param version of Liviano
 * @param base what answers call the base
 * @param digest of the base, in hexadecimal digits
 * @param seed of what is drawn by lot
 */
record MadeBy(String version, String base, String digest, long seed) {
  static MadeBy of(NamedModel base, long seed) {
    return new MadeBy(Version.number(), base.inAnswers(), base.digest(), seed);
  }

  String words() {
    return "Made by Liviano "
        + version
        + " from "
        + base
        + " (digest "
        + digest
        + ") with seed "
        + seed
        + ".";
  }

  JsonObject toJson() {
    return JsonObject.builder()
        .put("liviano", version)
        .put("base", base)
        .put("baseDigest", digest)
        .put("seed", seed)
        .build();
  }
}
