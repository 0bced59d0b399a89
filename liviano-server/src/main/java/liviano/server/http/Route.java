package liviano.server.http;

import java.util.List;
import java.util.Objects;

/**
 * What answers a method of a path.
 *
 * @param method such as {@code GET}, which answers {@code HEAD} too
 * @param template such as {@code /v2/models/{name}/infer}; a last part {@code {path*}} stands for
 *     one or more parts
 * @param handler of such requests
 * @param about what the description of the interface says of it
 * @param isOpen whether it is answered without the server's token
 */
public record Route(String method, String template, Handler handler, About about, boolean isOpen) {

  /** One that needs the token, where the server has one. */
  public Route(String method, String template, Handler handler, About about) {
    this(method, template, handler, about, false);
  }

  /** One that everybody may ask, such as the health of the server or its page. */
  public static Route open(String method, String template, Handler handler, About about) {
    return new Route(method, template, handler, about, true);
  }

  /**
   * What there is to say of a route.
   *
   * @param summary one line
   * @param parameters of the query
   * @param consumes media types of the body; empty where it takes none
   * @param produces media types of the answer
   * @param statuses of answers beside 200
   */
  public record About(
      String summary,
      List<Parameter> parameters,
      List<String> consumes,
      List<String> produces,
      List<Integer> statuses) {

    public About {
      parameters = List.copyOf(parameters);
      consumes = List.copyOf(consumes);
      produces = List.copyOf(produces);
      statuses = List.copyOf(statuses);
    }

    /** Of a route that takes nothing and gives JSON. */
    public static About of(String summary) {
      return new About(summary, List.of(), List.of(), List.of(Response.JSON), List.of());
    }
  }

  /**
   * A parameter of a query.
   *
   * @param name as the address has it
   * @param type as JSON Schema calls it: {@code string}, {@code integer}, {@code number}, {@code
   *     boolean}
   * @param description one line
   */
  public record Parameter(String name, String type, String description) {}

  public Route {
    Objects.requireNonNull(handler);
    Objects.requireNonNull(about);
    if (!template.startsWith("/")) {
      throw new IllegalArgumentException("a route begins with a slash: " + template);
    }
  }
}
