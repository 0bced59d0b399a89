package liviano.server;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import liviano.server.http.Buffers;
import liviano.server.http.Route;
import liviano.server.models.Models;
import liviano.server.tasks.InstallRoutes;
import liviano.server.tasks.ModelRoutes;
import liviano.server.tasks.PictureRoutes;
import liviano.server.tasks.TeachLimits;
import liviano.server.teach.TeachRoutes;
import liviano.server.work.Gate;
import liviano.vision.PictureLimits;
import liviano.vision.PictureReader;

/** The routes below {@code /v1}, and what works behind them until it is closed. */
final class VisionRoutes implements AutoCloseable {
  private final PictureRoutes pictures;
  private final ModelRoutes models;
  private final Optional<InstallRoutes> install;
  private final Optional<TeachRoutes> teach;

  VisionRoutes(
      ServerOptions options, Models models, Gate gate, Buffers buffers, PictureLimits limits) {
    Optional<TeachLimits> teaching =
        Optional.of(TeachLimits.defaults()).filter(_ -> options.teach());
    this.pictures =
        new PictureRoutes(models, gate, buffers, PictureReader.defaults().withLimits(limits));
    this.models = new ModelRoutes(models, options.installer(), teaching);
    this.install = options.installer().map(installer -> new InstallRoutes(installer, models));
    this.teach = teaching.map(bounds -> new TeachRoutes(models, bounds, limits));
  }

  List<Route> all() {
    List<Route> routes = new ArrayList<>(pictures.routes());
    routes.addAll(models.routes());
    install.map(InstallRoutes::routes).ifPresent(routes::addAll);
    teach.map(TeachRoutes::routes).ifPresent(routes::addAll);
    return routes;
  }

  @Override
  public void close() {
    install.ifPresent(InstallRoutes::close);
    teach.ifPresent(TeachRoutes::close);
  }
}
