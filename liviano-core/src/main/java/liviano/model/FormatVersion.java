package liviano.model;

import java.util.Locale;
import java.util.Map;
import liviano.MalformedModelException;
import liviano.UnsupportedModelException;
import liviano.json.Json;

/** Of which version of the format a model file is: a text of its metadata. */
final class FormatVersion {
  private static final String KEY = "liviano.version";

  /** Files without a version are of the first. */
  private static final String FIRST = "1";

  /** The second says in the card what values stand for, and how the network's file had them. */
  private static final int CURRENT = 2;

  private FormatVersion() {}

  /** Adds the version that this program writes. */
  static void write(Map<String, String> texts) {
    texts.put(KEY, String.valueOf(CURRENT));
  }

  /**
   * @param name the file's, for errors
   * @throws MalformedModelException if the version is no whole number from 1 on
   * @throws UnsupportedModelException if it is a later one than this program reads
   */
  static void requireKnown(Map<String, String> metadata, String name) {
    String version = metadata.getOrDefault(KEY, FIRST);
    if (version.equals(String.valueOf(CURRENT))) {
      return; // most are, and need no regular expression
    }
    if (!version.matches("[1-9][0-9]{0,8}")) {
      throw new MalformedModelException(
          name, "its format version " + Json.quote(version) + " is no whole number from 1 on");
    }
    if (Integer.parseInt(version) > CURRENT) {
      throw new UnsupportedModelException(
              String.format(
                  Locale.ROOT,
                  "made by a newer Liviano: format version %s, this one reads up to %d",
                  version,
                  CURRENT))
          .inFile(name);
    }
  }
}
