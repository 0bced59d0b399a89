package liviano.server.http;

import java.net.URI;

/**
 * What is known of a request before its address is understood.
 *
 * @param id the request's
 * @param method as it came
 * @param protocol {@code HTTP/1.1}, or what else it says
 * @param target as it came: a path, or a whole address
 * @param headers of the request
 * @param loopback whether it came from this machine
 */
public record Head(
    String id, String method, String protocol, URI target, Headers headers, boolean loopback) {}
