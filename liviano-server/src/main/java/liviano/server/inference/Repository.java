package liviano.server.inference;

import static liviano.server.inference.ProtocolErrors.bad;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import liviano.json.Json;
import liviano.json.JsonArray;
import liviano.json.JsonException;
import liviano.json.JsonLimits;
import liviano.json.JsonObject;
import liviano.server.ModelSource.Offer;
import liviano.server.http.HttpException;
import liviano.server.http.Request;
import liviano.server.http.Response;
import liviano.server.http.Route;
import liviano.server.http.Route.About;
import liviano.server.models.Models;

/**
 * The model repository extension: which models there are, and which are in memory. A model is named
 * as it is offered; a request never brings one, nor a place to find one.
 */
final class Repository {
  private static final long MOST_BYTES = 1 << 16;
  private static final JsonLimits LIMITS = new JsonLimits(MOST_BYTES, 8, 1000);

  private final Models models;

  Repository(Models models) {
    this.models = models;
  }

  List<Route> routes() {
    return List.of(
        new Route(
            "POST", "/v2/repository/index", this::index, about("the models, and their state")),
        new Route(
            "POST",
            "/v2/repository/models/{model}/load",
            this::load,
            about("loads a model that there is")),
        new Route(
            "POST",
            "/v2/repository/models/{model}/unload",
            this::unload,
            about("frees the memory of a model, until it is asked again")));
  }

  private static About about(String summary) {
    List<String> json = List.of(Response.JSON);
    return new About(summary, List.of(), json, json, List.of(400, 404, 413, 503, 504, 507));
  }

  private Response index(Request request) throws IOException {
    boolean onlyReady =
        read(
            request, body -> body.requireOnly(Set.of("ready")).optionalBool("ready").orElse(false));
    models.refresh();
    List<JsonObject> index = new ArrayList<>();
    for (Offer offer : models.known().offers()) {
      boolean ready = models.isLoaded(offer.name());
      if (ready || !onlyReady) {
        index.add(
            JsonObject.builder()
                .put("name", offer.name())
                .put("version", Inference.VERSION)
                .put("state", ready ? "READY" : "UNAVAILABLE")
                .put("reason", ready ? "" : "not in memory: it is loaded when it is asked")
                .build());
      }
    }
    return Response.json(200, JsonArray.of(index));
  }

  private Response load(Request request) throws IOException {
    requireNothingOf(request, Set.of());
    models.refresh();
    String name = models.get(request.variable("model"), request.limit()).name();
    return Response.json(200, JsonObject.builder().put("name", name).put("load", true).build());
  }

  private Response unload(Request request) throws IOException {
    // No model depends on another.
    requireNothingOf(request, Set.of("unload_dependents"));
    String asked = request.variable("model");
    String name =
        models
            .known()
            .find(asked)
            .map(Offer::name)
            .orElseThrow(() -> new HttpException(404, "there is no model " + Json.quote(asked)));
    models.unload(name);
    return Response.json(200, JsonObject.builder().put("name", name).put("unload", true).build());
  }

  /** Other servers take configurations and files of models here. */
  private static void requireNothingOf(Request request, Set<String> known) throws IOException {
    Set<String> names =
        read(
            request,
            body ->
                body.requireOnly(Set.of("parameters"))
                    .optionalObject("parameters")
                    .map(parameters -> parameters.members().keySet())
                    .orElse(Set.of()));
    for (String name : names) {
      if (!known.contains(name)) {
        throw bad("models are loaded as they are: the parameter %s is not taken", Json.quote(name));
      }
    }
  }

  /** What is read of an object; no body says the same as an empty one. */
  private static <R> R read(Request request, Function<JsonObject, R> read) throws IOException {
    byte[] body = request.body().withMost(MOST_BYTES).bytes();
    try {
      return read.apply(
          body.length == 0 ? JsonObject.builder().build() : Json.parse(body, LIMITS).asObject());
    } catch (JsonException e) {
      throw bad("the request's JSON %s", e.getMessage());
    }
  }
}
