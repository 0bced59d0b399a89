package liviano.server;

import java.util.ArrayList;
import java.util.List;
import liviano.json.JsonObject;
import liviano.server.http.Buffers;
import liviano.server.http.Response;
import liviano.server.http.Route;
import liviano.server.http.Route.About;
import liviano.server.inference.InferenceRoutes;
import liviano.server.models.Models;
import liviano.server.observe.Observatory;
import liviano.server.openapi.OpenApi;
import liviano.server.page.Page;
import liviano.server.work.Gate;
import liviano.vision.PictureLimits;
import liviano.vision.PictureReader;

/** Every route of a server. */
final class Routes implements AutoCloseable {
  private final ServerOptions options;
  private final LivianoServer server;
  private final Models models;
  private final Gate gate;
  private final Buffers buffers;
  private final PictureLimits limits;
  private final VisionRoutes vision;
  private final Observatory observatory;

  Routes(
      ServerOptions options,
      LivianoServer server,
      Models models,
      Gate gate,
      Observatory observatory) {
    this.options = options;
    this.server = server;
    this.models = models;
    this.gate = gate;
    this.buffers = Buffers.of(options.maxBody());
    this.limits =
        PictureLimits.builder().maxPixels(options.maxPixels()).maxBytes(options.maxBody()).build();
    this.vision = new VisionRoutes(options, models, gate, buffers, limits);
    this.observatory = observatory;
  }

  List<Route> all() {
    List<Route> routes = new ArrayList<>();
    routes.addAll(health());
    routes.addAll(vision.all());
    routes.addAll(
        new InferenceRoutes(models, gate, buffers, reader(), options.repository()).routes());
    routes.add(observatory.route());
    routes.addAll(Page.routes());
    return OpenApi.describing(routes, options.token().isPresent());
  }

  @Override
  public void close() {
    vision.close();
  }

  /** Of pictures in requests. */
  private PictureReader reader() {
    return PictureReader.defaults().withLimits(limits);
  }

  private List<Route> health() {
    About live = About.of("whether the server runs");
    About ready = About.of("whether the server takes requests");
    return List.of(
        Route.open("GET", "/v2/health/live", request -> health("live", true), live),
        Route.open("GET", "/healthz", request -> health("live", true), live),
        Route.open("GET", "/v2/health/ready", request -> health("ready", server.isReady()), ready));
  }

  private static Response health(String what, boolean well) {
    return Response.json(well ? 200 : 503, JsonObject.builder().put(what, well).build());
  }
}
