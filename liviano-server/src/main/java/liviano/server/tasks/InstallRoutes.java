package liviano.server.tasks;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import liviano.json.Json;
import liviano.json.JsonObject;
import liviano.server.ModelInstaller;
import liviano.server.ModelInstaller.Installable;
import liviano.server.http.HttpException;
import liviano.server.http.Request;
import liviano.server.http.Response;
import liviano.server.http.Route;
import liviano.server.http.Route.About;
import liviano.server.http.Route.Parameter;
import liviano.server.models.Models;

/** Installs published models, one after the other, for clients that may. Thread-safe. */
public final class InstallRoutes implements AutoCloseable {
  private static final System.Logger LOGGER = System.getLogger("liviano.server");
  private static final Parameter MODEL =
      new Parameter("model", "string", "the name of a model that can be installed");

  private final ModelInstaller installer;
  private final Models models;
  private final ExecutorService worker =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().daemon().name("liviano-installer").factory());

  /** By the model's name: no more than can be installed. */
  private final Map<String, State> states = new ConcurrentHashMap<>();

  private record State(String word, long bytes, long total, String message) {
    static State running(long bytes, long total) {
      return new State("running", bytes, total, "");
    }

    boolean isRunning() {
      return word.equals("running");
    }

    JsonObject toJson() {
      return JsonObject.builder()
          .put("state", word)
          .put("bytes", bytes)
          .put("total", total)
          .put("message", message)
          .build();
    }
  }

  /** Into the place where the models come from. */
  public InstallRoutes(ModelInstaller installer, Models models) {
    this.installer = installer;
    this.models = models;
  }

  /** {@code POST} and {@code GET /v1/install}. */
  public List<Route> routes() {
    return List.of(
        new Route(
            "POST",
            "/v1/install",
            this::begin,
            about("Begins to install a published model", List.of(202, 400, 403, 404, 503))),
        new Route(
            "GET",
            "/v1/install",
            this::progress,
            about("Says how far an installation is", List.of(400, 403, 404))));
  }

  private static About about(String summary, List<Integer> statuses) {
    return new About(summary, List.of(MODEL), List.of(), List.of(Response.JSON), statuses);
  }

  private Response begin(Request request) throws IOException {
    String name = name(request);
    Installable model =
        installer.installable().stream()
            .filter(one -> one.name().equals(name))
            .findFirst()
            .orElseThrow(
                () ->
                    new HttpException(
                        404,
                        "no model "
                            + Json.quote(name)
                            + " can be installed; /v1/models lists those"));
    State before = states.get(name);
    if (before == null || !before.isRunning()) {
      State now = State.running(0, model.bytes());
      boolean mine =
          before == null
              ? states.putIfAbsent(name, now) == null
              : states.replace(name, before, now);
      if (mine) {
        start(name, model.bytes());
      }
    }
    return Response.json(202, states.get(name).toJson());
  }

  private void start(String name, long total) {
    try {
      worker.execute(() -> install(name, total));
    } catch (RejectedExecutionException _) {
      states.remove(name);
      throw new HttpException(503, "the server is stopping", Map.of("Retry-After", "5"));
    }
  }

  private void install(String name, long total) {
    try {
      installer.install(name, (bytes, all) -> states.put(name, State.running(bytes, all)));
      models.refresh();
      long bytes = states.get(name).bytes();
      states.put(name, new State("done", bytes, Math.max(bytes, total), ""));
    } catch (IOException e) {
      LOGGER.log(Level.WARNING, "the model " + name + " cannot be installed", e);
      states.put(name, new State("failed", 0, total, String.valueOf(e.getMessage())));
    } catch (RuntimeException | Error e) {
      LOGGER.log(Level.ERROR, "the model " + name + " cannot be installed", e);
      states.put(name, new State("failed", 0, total, "it failed; the server's log says why"));
    }
  }

  private Response progress(Request request) {
    String name = name(request);
    State state = states.get(name);
    if (state == null) {
      throw new HttpException(404, "no installation of " + Json.quote(name) + " was begun");
    }
    return Response.json(200, state.toJson()).with("Cache-Control", "no-store");
  }

  private static String name(Request request) {
    Trust.require(request.client(), "install models");
    return request
        .query()
        .requireOnly(List.of(MODEL.name()))
        .find(MODEL.name())
        .orElseThrow(() -> new HttpException(400, "which model? give model=NAME"));
  }

  /** Interrupts what is under way. */
  @Override
  public void close() {
    worker.shutdownNow();
  }
}
