package liviano.server.http;

import java.io.Serial;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

/** A request that is answered with an error; the message goes to the client. */
public final class HttpException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  private final int status;
  private final transient SequencedMap<String, String> headers;

  /** Without further headers. */
  public HttpException(int status, String message) {
    this(status, message, Map.of());
  }

  /**
   * An error.
   *
   * @param status from 400 to 599
   * @param message one line: what is wrong, and what to do
   * @param headers of the answer, such as {@code Allow} or {@code Retry-After}
   */
  public HttpException(int status, String message, Map<String, String> headers) {
    super(message);
    if (status < 400 || status > 599) {
      throw new IllegalArgumentException(status + " is no status of an error");
    }
    this.status = status;
    this.headers = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(headers));
  }

  /** From 400 to 599. */
  public int status() {
    return status;
  }

  /** The answer: {@code {"error": "..."}}. */
  public Response response() {
    Response response = Response.error(status, getMessage());
    for (Map.Entry<String, String> header : headers.entrySet()) {
      response = response.with(header.getKey(), header.getValue());
    }
    return response;
  }
}
