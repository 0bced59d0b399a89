package liviano.server.http;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedMap;
import liviano.json.Json;

/**
 * A media type, such as {@code multipart/form-data; boundary=x} (RFC 9110, 8.3.1).
 *
 * @param type in small letters
 * @param subtype in small letters
 * @param parameters by name in small letters, without quotes
 */
public record MediaType(String type, String subtype, SequencedMap<String, String> parameters) {
  private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]{1,127}";

  public MediaType {
    parameters = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(parameters));
  }

  /**
   * Reads the value of a {@code Content-Type}.
   *
   * @throws HttpException 400 if it is none
   */
  public static MediaType parse(String value) {
    HeaderValue parts = HeaderValue.parse(value).orElseThrow(() -> wrong(value));
    String[] names = parts.value().split("/", -1);
    if (names.length != 2 || !names[0].matches(TOKEN) || !names[1].matches(TOKEN)) {
      throw wrong(value);
    }
    return new MediaType(
        names[0].toLowerCase(Locale.ROOT), names[1].toLowerCase(Locale.ROOT), parts.parameters());
  }

  private static HttpException wrong(String value) {
    return new HttpException(
        400,
        "Content-Type must be a media type such as image/jpeg, is "
            + Json.quote(value.substring(0, Math.min(100, value.length()))));
  }

  /** Whether it is this type, whatever its parameters. */
  public boolean is(String type, String subtype) {
    return this.type.equals(type) && this.subtype.equals(subtype);
  }

  /** A parameter. */
  public Optional<String> parameter(String name) {
    return Optional.ofNullable(parameters.get(name));
  }

  /** Without parameters: {@code image/png}. */
  @Override
  public String toString() {
    return type + "/" + subtype;
  }
}
