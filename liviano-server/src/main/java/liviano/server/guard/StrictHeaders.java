package liviano.server.guard;

import java.util.LinkedHashMap;
import java.util.SequencedMap;

/** What browsers are told with every answer. */
final class StrictHeaders {
  private static final String CONTENT =
      String.join(
          "; ",
          "default-src 'none'",
          "script-src 'self'",
          "style-src 'self'",
          "img-src 'self' blob: data:",
          "media-src 'self' blob:",
          "connect-src 'self'",
          "manifest-src 'self'",
          "worker-src 'self'",
          "base-uri 'none'",
          "form-action 'none'",
          "frame-ancestors 'none'");

  private StrictHeaders() {}

  /** A new map: answers add to it. */
  static SequencedMap<String, String> all() {
    SequencedMap<String, String> headers = new LinkedHashMap<>();
    headers.put("Content-Security-Policy", CONTENT);
    headers.put("X-Content-Type-Options", "nosniff");
    headers.put("X-Frame-Options", "DENY");
    headers.put("Referrer-Policy", "no-referrer");
    headers.put("Cross-Origin-Opener-Policy", "same-origin");
    headers.put("Cross-Origin-Resource-Policy", "same-origin");
    headers.put("Permissions-Policy", "camera=(self), geolocation=(), microphone=()");
    headers.put("Cache-Control", "no-store");
    return headers;
  }
}
