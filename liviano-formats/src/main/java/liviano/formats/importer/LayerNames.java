package liviano.formats.importer;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Names for layers: those of the file's tensors, shortened, and each used once. A converter that
 * merges operations strings their names together and starts all with the name of the program.
 */
public final class LayerNames {
  private static final int LONGEST = 48;

  private final Set<String> taken = new HashSet<>();
  private final Map<String, Integer> next = new HashMap<>();

  LayerNames() {}

  /**
   * A name that no other layer has.
   *
   * @param name as the file has it, any text
   * @param otherwise what to call it if nothing of that is left
   */
  String of(String name, String otherwise) {
    String shortened = shortened(name);
    String base = shortened.isEmpty() ? otherwise : shortened;
    String unique = base;
    while (!taken.add(unique)) {
      unique = String.format(Locale.ROOT, "%s_%d", base, next.merge(base, 1, Integer::sum) + 1);
    }
    return unique;
  }

  /** Of names joined by semicolons the first, of its folders as many of the last as fit. */
  public static String shortened(String name) {
    String first = name.split(";", 2)[0].replaceFirst(":\\d+$", "");
    String plain = first.replaceAll("[\\p{Cntrl}\\p{Cf}\\p{Zl}\\p{Zp}]", "").strip();
    int folder = plain.indexOf('/', plain.length() - LONGEST - 1);
    if (plain.length() > LONGEST && folder >= 0) {
      return plain.substring(folder + 1);
    }
    return plain.length() <= LONGEST ? plain : plain.substring(plain.length() - LONGEST).strip();
  }
}
