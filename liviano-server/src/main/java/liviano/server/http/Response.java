package liviano.server.http;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SequencedMap;
import liviano.json.JsonObject;
import liviano.json.JsonValue;

/** An answer: status, headers and a body. Immutable. */
public final class Response {
  /** The media type of JSON. */
  public static final String JSON = "application/json";

  private final int status;
  private final SequencedMap<String, String> headers;
  private final Body body;
  private final OptionalLong length;

  /** Writes a body. Called once at most, and not for {@code HEAD}. */
  @FunctionalInterface
  public interface Body {
    /** Writes all of it; the stream is not to be closed. */
    void writeTo(OutputStream out) throws IOException;
  }

  private Response(
      int status, SequencedMap<String, String> headers, Body body, OptionalLong length) {
    if (status < 200 || status > 599) {
      throw new IllegalArgumentException(status + " is no status of an answer");
    }
    this.status = status;
    this.headers = Collections.unmodifiableSequencedMap(headers);
    this.body = body;
    this.length = length;
  }

  /** Without a body. */
  public static Response empty(int status) {
    return new Response(status, new LinkedHashMap<>(), out -> {}, OptionalLong.of(0));
  }

  /**
   * With these bytes as its body.
   *
   * @param body not to be changed afterwards
   */
  public static Response of(int status, String mediaType, byte[] body) {
    return new Response(
        status, type(mediaType), out -> out.write(body), OptionalLong.of(body.length));
  }

  /** With a body that is written while it is sent; of that many bytes where that is known. */
  public static Response stream(int status, String mediaType, OptionalLong length, Body body) {
    return new Response(status, type(mediaType), body, length);
  }

  /** Compact JSON. */
  public static Response json(int status, JsonValue value) {
    return of(status, JSON, value.toJson().getBytes(StandardCharsets.UTF_8));
  }

  /** {@code {"error": message}}. */
  public static Response error(int status, String message) {
    return json(status, JsonObject.builder().put("error", Texts.wellFormed(message)).build());
  }

  private static SequencedMap<String, String> type(String mediaType) {
    SequencedMap<String, String> headers = new LinkedHashMap<>();
    headers.put("Content-Type", Texts.headerValue(mediaType));
    return headers;
  }

  /**
   * The same with a header set.
   *
   * @throws IllegalArgumentException if the value has anything but printable ASCII
   */
  public Response with(String header, String value) {
    SequencedMap<String, String> more = new LinkedHashMap<>(headers);
    more.keySet().removeIf(header::equalsIgnoreCase);
    more.put(header, Texts.headerValue(value));
    return new Response(status, more, body, length);
  }

  /** From 200 to 599. */
  public int status() {
    return status;
  }

  /** Its headers, beside those that every answer has. */
  public SequencedMap<String, String> headers() {
    return headers;
  }

  /** The value of a header; names are the same in capitals. */
  public String header(String name) {
    return headers.entrySet().stream()
        .filter(header -> header.getKey().equalsIgnoreCase(name))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse("");
  }

  /** Bytes of the body; empty where that is not known before it is written. */
  public OptionalLong length() {
    return length;
  }

  /** Writes the body. */
  public void writeTo(OutputStream out) throws IOException {
    body.writeTo(out);
  }
}
