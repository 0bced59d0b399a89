package liviano.server.tasks;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import liviano.json.JsonArray;
import liviano.json.JsonObject;
import liviano.model.ModelCard;
import liviano.model.VisionTask;
import liviano.server.ModelInstaller;
import liviano.server.ModelSource.Offer;
import liviano.server.http.Client;
import liviano.server.http.Request;
import liviano.server.http.Response;
import liviano.server.http.Route;
import liviano.server.http.Route.About;
import liviano.server.models.Known;
import liviano.server.models.Models;
import liviano.server.models.ServedTask;

/** Says which models there are, and which could be. Thread-safe. */
public final class ModelRoutes {
  private final Models models;
  private final Optional<ModelInstaller> installer;
  private final Optional<TeachLimits> teaching;

  /**
   * Of a server's models.
   *
   * @param installer of others, where that is allowed
   * @param teaching its bounds, where that is allowed
   */
  public ModelRoutes(
      Models models, Optional<ModelInstaller> installer, Optional<TeachLimits> teaching) {
    this.models = models;
    this.installer = installer;
    this.teaching = teaching;
  }

  /** {@code GET /v1/models}. */
  public List<Route> routes() {
    return List.of(
        new Route(
            "GET",
            "/v1/models",
            this::list,
            new About(
                "Lists the models that there are, and those that could be installed",
                List.of(),
                List.of(),
                List.of(Response.JSON),
                List.of(503))));
  }

  private Response list(Request request) throws IOException {
    request.query().requireOnly(List.of());
    Known known = models.known();
    Client client = request.client();
    JsonObject.Builder json =
        JsonObject.builder()
            .put(
                "models",
                JsonArray.of(known.offers().stream().map(offer -> model(offer, known)).toList()))
            .put("installable", installable())
            .put("mayInstall", installer.isPresent() && client.isTrusted())
            .put("mayTeach", teaching.isPresent() && client.isTrusted());
    teaching.ifPresent(limits -> json.put("limits", limits.toJson()));
    return Response.json(200, json.build()).with("Cache-Control", "no-store");
  }

  private JsonObject model(Offer offer, Known known) {
    ModelCard card = offer.info().card();
    JsonObject.Builder json = JsonObject.builder().put("name", offer.name());
    known.alias(offer).ifPresent(alias -> json.put("alias", alias));
    return json.put("title", card.title())
        .put("task", word(card.task()))
        .put("tasks", words(ServedTask.of(card.task())))
        .put("defaultOf", words(known.defaultOf(offer)))
        .put("width", card.preprocessing().width())
        .put("height", card.preprocessing().height())
        .put("classes", card.labels().size())
        .put("bytes", offer.stamp().bytes())
        .put("licence", card.licence())
        .put("loaded", models.isLoaded(offer.name()))
        .build();
  }

  private JsonArray installable() throws IOException {
    if (installer.isEmpty()) {
      return JsonArray.of(List.of());
    }
    return JsonArray.of(
        installer.get().installable().stream()
            .map(
                one ->
                    JsonObject.builder()
                        .put("name", one.name())
                        .put("title", one.title())
                        .put("task", word(one.task()))
                        .put("licence", one.licence())
                        .put("bytes", one.bytes())
                        .build())
            .toList());
  }

  private static String word(VisionTask task) {
    return task.name().toLowerCase(Locale.ROOT);
  }

  private static JsonArray words(List<ServedTask> tasks) {
    return JsonArray.ofStrings(tasks.stream().map(ServedTask::label).toList());
  }
}
