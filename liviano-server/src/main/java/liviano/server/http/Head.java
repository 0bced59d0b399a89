package liviano.server.http;

import java.net.URI;

/**
 * What is known of a request before its address is understood.
 *
 * @param id the request's
 * @param method as it came
 * @param target as it came: a path, or a whole address
 * @param headers of the request
 * @param loopback whether it came over the loopback address
 * @param secure whether it came over TLS
 * @param port that it came to
 */
public record Head(
    String id,
    String method,
    URI target,
    Headers headers,
    boolean loopback,
    boolean secure,
    int port) {}
