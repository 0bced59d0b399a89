package liviano.server;

import java.util.ArrayList;
import java.util.List;
import liviano.json.JsonObject;
import liviano.server.http.Response;
import liviano.server.http.Route;
import liviano.server.http.Route.About;
import liviano.server.models.Models;
import liviano.server.work.Gate;

/** Every route of a server. */
final class Routes implements AutoCloseable {
  private final ServerOptions options;
  private final LivianoServer server;
  private final Models models;
  private final Gate gate;
  private final VisionRoutes vision;

  Routes(ServerOptions options, LivianoServer server, Models models, Gate gate) {
    this.options = options;
    this.server = server;
    this.models = models;
    this.gate = gate;
    this.vision = new VisionRoutes(options, models, gate);
  }

  List<Route> all() {
    List<Route> routes = new ArrayList<>();
    routes.addAll(health());
    routes.addAll(vision.all());
    return routes;
  }

  @Override
  public void close() {
    vision.close();
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
