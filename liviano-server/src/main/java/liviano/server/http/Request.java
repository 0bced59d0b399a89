package liviano.server.http;

import java.util.Map;
import java.util.Objects;
import liviano.server.work.Stages;
import liviano.server.work.TimeLimit;

/**
 * A request.
 *
 * @param id in the answer's {@code X-Request-Id} and in the log; letters that no log has to escape
 * @param method in capitals; {@code HEAD} reaches handlers as {@code GET}
 * @param path decoded, below the server's own base path; begins with a slash
 * @param variables the parts of the path that its route names
 * @param query the parameters of the address
 * @param headers of the request
 * @param body read once
 * @param limit when it is given up
 * @param stages where its time goes
 * @param client who asks
 */
public record Request(
    String id,
    String method,
    String path,
    Map<String, String> variables,
    Query query,
    Headers headers,
    RequestBody body,
    TimeLimit limit,
    Stages stages,
    Client client) {

  public Request {
    Objects.requireNonNull(id);
    variables = Map.copyOf(variables);
  }

  /**
   * A part of the path.
   *
   * @throws IllegalArgumentException if the route names none so
   */
  public String variable(String name) {
    String value = variables.get(name);
    if (value == null) {
      throw new IllegalArgumentException("the route has no {" + name + "}");
    }
    return value;
  }

  /** The same with another body. */
  public Request with(RequestBody newBody) {
    return new Request(id, method, path, variables, query, headers, newBody, limit, stages, client);
  }

  /** The same with the parts of its path. */
  Request with(Map<String, String> newVariables) {
    return new Request(id, method, path, newVariables, query, headers, body, limit, stages, client);
  }
}
