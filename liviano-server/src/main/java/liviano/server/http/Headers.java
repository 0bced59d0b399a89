package liviano.server.http;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Headers of a request; names are the same in capitals. Immutable. */
public final class Headers {
  private final Map<String, List<String>> values;

  private Headers(Map<String, List<String>> values) {
    this.values = values;
  }

  /** Each name with its values in order. */
  public static Headers of(Map<String, List<String>> headers) {
    Map<String, List<String>> values = new TreeMap<>();
    headers.forEach(
        (name, all) -> values.put(name.toLowerCase(Locale.ROOT), all == null ? List.of() : all));
    return new Headers(values);
  }

  /** All values of a header, in order. */
  public List<String> all(String name) {
    return values.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
  }

  /** The values of a header that is a list, joined by commas. */
  public Optional<String> joined(String name) {
    List<String> all = all(name);
    return all.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", all));
  }

  /**
   * The value of a header that may be there once.
   *
   * @throws HttpException 400 if it is there several times
   */
  public Optional<String> find(String name) {
    List<String> all = all(name);
    if (all.size() > 1) {
      throw new HttpException(400, name + " is given several times");
    }
    return all.stream().findFirst();
  }
}
