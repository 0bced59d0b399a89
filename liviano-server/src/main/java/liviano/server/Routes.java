package liviano.server;

import java.util.ArrayList;
import java.util.List;
import liviano.json.JsonObject;
import liviano.server.http.Response;
import liviano.server.http.Route;
import liviano.server.http.Route.About;

/** Every route of a server. */
final class Routes {
  private final LivianoServer server;

  Routes(ServerOptions options, LivianoServer server) {
    this.server = server;
  }

  List<Route> all() {
    List<Route> routes = new ArrayList<>();
    routes.addAll(health());
    return routes;
  }

  private List<Route> health() {
    About live = About.of("whether the server runs");
    About ready = About.of("whether the server takes requests");
    return List.of(
        new Route("GET", "/v2/health/live", request -> health("live", true), live),
        new Route("GET", "/healthz", request -> health("live", true), live),
        new Route("GET", "/v2/health/ready", request -> health("ready", server.isReady()), ready));
  }

  private static Response health(String what, boolean well) {
    return Response.json(well ? 200 : 503, JsonObject.builder().put(what, well).build());
  }
}
