package liviano.server.http;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Finds the route of a request. Immutable. */
public final class Router {
  private final List<Entry> entries;

  private record Entry(Route route, Template template) {}

  /**
   * A route that fits, and the parts of the path that it names.
   *
   * @param route what answers
   * @param variables by name
   */
  public record Match(Route route, Map<String, String> variables) {}

  /**
   * Of these routes.
   *
   * @throws IllegalArgumentException if two have the same method and template
   */
  public Router(List<Route> routes) {
    Set<String> seen = new TreeSet<>();
    for (Route route : routes) {
      if (!seen.add(route.method() + " " + route.template())) {
        throw new IllegalArgumentException(
            "two routes for " + route.method() + " " + route.template());
      }
    }
    this.entries =
        routes.stream()
            .map(route -> new Entry(route, Template.of(route.template())))
            .sorted(Comparator.comparingLong((Entry entry) -> -entry.template.words()))
            .toList();
  }

  /** All routes. */
  public List<Route> routes() {
    return entries.stream().map(Entry::route).toList();
  }

  /** The methods of a path, {@code HEAD} and {@code OPTIONS} among them; none if it is unknown. */
  public Set<String> methods(List<String> path) {
    Set<String> methods = new TreeSet<>();
    for (Entry entry : entries) {
      if (entry.template.match(path).isPresent()) {
        methods.add(entry.route.method());
      }
    }
    if (methods.contains("GET")) {
      methods.add("HEAD");
    }
    if (!methods.isEmpty()) {
      methods.add("OPTIONS");
    }
    return methods;
  }

  /**
   * The route.
   *
   * @param method {@code GET} for {@code HEAD}
   * @param path its decoded parts
   * @throws HttpException 404 if none has the path; 405 with {@code Allow} if only other methods
   *     have it
   */
  public Match match(String method, List<String> path) {
    for (Entry entry : entries) {
      Optional<Map<String, String>> variables = entry.template.match(path);
      if (variables.isPresent() && entry.route.method().equals(method)) {
        return new Match(entry.route, variables.get());
      }
    }
    Set<String> methods = methods(path);
    if (methods.isEmpty()) {
      throw new HttpException(404, "there is nothing at this path");
    }
    String allowed = String.join(", ", methods);
    throw new HttpException(405, "this path takes " + allowed, Map.of("Allow", allowed));
  }
}
