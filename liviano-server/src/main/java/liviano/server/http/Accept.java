package liviano.server.http;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Which of several media types a client would have (RFC 9110, 12.5.1). */
public final class Accept {
  private static final int MOST_BYTES = 4096;

  private Accept() {}

  /**
   * The one that the client likes best; of equal ones the first, which a client without {@code
   * Accept} gets too.
   *
   * @param offered such as {@code application/json}
   * @throws HttpException 406 if it takes none of them; 400 if the header is malformed
   */
  public static String choose(Headers headers, List<String> offered) {
    String given = headers.joined("Accept").orElse("*/*").strip();
    if (given.isEmpty()) {
      return offered.getFirst();
    }
    if (given.length() > MOST_BYTES) {
      throw new HttpException(400, "Accept is longer than " + MOST_BYTES + " characters");
    }
    List<Range> ranges =
        List.of(given.split(",", -1)).stream()
            .filter(text -> !text.isBlank())
            .map(Range::parse)
            .toList();
    String best = "";
    double most = 0;
    for (String type : offered) {
      double liking = liking(type, ranges);
      if (liking > most) {
        best = type;
        most = liking;
      }
    }
    if (best.isEmpty()) {
      throw new HttpException(406, "this path gives " + String.join(" or ", offered));
    }
    return best;
  }

  /** That of the range that fits most closely. */
  private static double liking(String type, List<Range> ranges) {
    double liking = 0;
    int closest = -1;
    for (Range range : ranges) {
      int close = range.closeness(type);
      if (close > closest) {
        closest = close;
        liking = range.quality();
      }
    }
    return liking;
  }

  private record Range(String type, double quality) {
    static Range parse(String text) {
      Optional<HeaderValue> value =
          HeaderValue.parse(text).filter(v -> v.value().matches("[^/\\s]+/[^/\\s]+"));
      String quality = value.map(v -> v.parameters().getOrDefault("q", "1")).orElse("");
      if (!quality.matches("0(\\.[0-9]{0,3})?|1(\\.0{0,3})?")) {
        throw new HttpException(
            400, "Accept must be a list of media types, each with a q of 0 to 1");
      }
      return new Range(
          value.orElseThrow().value().toLowerCase(Locale.ROOT), Double.parseDouble(quality));
    }

    /** 2 for the type itself, 1 for all of its kind, 0 for all there are; -1 for no fit. */
    int closeness(String other) {
      if (type.equals(other)) {
        return 2;
      }
      if (type.equals(other.substring(0, other.indexOf('/') + 1) + "*")) {
        return 1;
      }
      return type.equals("*/*") ? 0 : -1;
    }
  }
}
