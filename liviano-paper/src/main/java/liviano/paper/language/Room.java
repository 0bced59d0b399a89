package liviano.paper.language;

import java.util.Locale;

/** Whose phrases they are: each room has a file of its own for each language but English. */
public enum Room {
  /** The experiments. */
  LAB,
  /** The paper's tables. */
  TABLES,
  /** The paper's figures. */
  FIGURES,
  /** Networks layer by layer. */
  SUMMARY;

  /** Such as {@code lab.es.txt}, beside this class. */
  String file(Language language) {
    return String.format(
        Locale.ROOT,
        "%s.%s.txt",
        name().toLowerCase(Locale.ROOT),
        language.name().toLowerCase(Locale.ROOT));
  }
}
