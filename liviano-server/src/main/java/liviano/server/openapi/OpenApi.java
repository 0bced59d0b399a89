package liviano.server.openapi;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import liviano.json.JsonArray;
import liviano.json.JsonObject;
import liviano.json.JsonValue;
import liviano.server.http.Response;
import liviano.server.http.Route;
import liviano.server.http.Route.Parameter;

/**
 * An OpenAPI 3.1 document of routes.
 *
 * @see <a href="https://spec.openapis.org/oas/v3.1.0">OpenAPI 3.1</a>
 */
public final class OpenApi {
  /** Where it is served. */
  public static final String PATH = "/openapi.json";

  private static final Pattern VARIABLE = Pattern.compile("\\{([a-zA-Z]+)\\*?}");
  private static final String TOKEN = "token";
  private static final String ERROR = "Error";

  private final Schemas schemas = Schemas.builtIn();
  private final List<Route> routes;
  private final boolean guarded;

  private OpenApi(List<Route> routes, boolean guarded) {
    this.routes = routes;
    this.guarded = guarded;
  }

  /**
   * These routes, and one for their description.
   *
   * @param guarded whether the server has a token
   */
  public static List<Route> describing(List<Route> routes, boolean guarded) {
    List<Route> all = new ArrayList<>(routes);
    OpenApi description = new OpenApi(all, guarded);
    all.add(
        new Route(
            "GET",
            PATH,
            request -> {
              request.query().requireOnly(List.of());
              return Response.json(200, description.document());
            },
            Route.About.of("This description")));
    return all;
  }

  private JsonObject document() {
    return JsonObject.builder()
        .put("openapi", "3.1.0")
        .put(
            "info",
            JsonObject.builder()
                .put("title", "Liviano")
                .put("version", "1")
                .put("description", "Vision tasks by MobileNetV2: a picture in, an answer out.")
                .build())
        .put("servers", JsonArray.of(List.of(JsonObject.builder().put("url", "./").build())))
        .put("paths", paths())
        .put("components", components())
        .build();
  }

  private JsonObject components() {
    JsonObject.Builder components = JsonObject.builder().put("schemas", schemas.all());
    if (guarded) {
      JsonObject scheme = JsonObject.builder().put("type", "http").put("scheme", "bearer").build();
      components.put("securitySchemes", JsonObject.builder().put(TOKEN, scheme).build());
    }
    return components.build();
  }

  private JsonObject paths() {
    SequencedMap<String, JsonObject.Builder> paths = new LinkedHashMap<>();
    for (Route route : routes) {
      paths
          .computeIfAbsent(path(route), _ -> JsonObject.builder())
          .put(route.method().toLowerCase(Locale.ROOT), operation(route));
    }
    JsonObject.Builder json = JsonObject.builder();
    paths.forEach((path, methods) -> json.put(path, methods.build()));
    return json.build();
  }

  /** A part that stands for several is described as one: OpenAPI has nothing nearer. */
  private static String path(Route route) {
    return VARIABLE.matcher(route.template()).replaceAll("{$1}");
  }

  private JsonObject operation(Route route) {
    JsonObject.Builder operation =
        JsonObject.builder()
            .put("summary", route.about().summary())
            .put("parameters", parameters(route));
    if (!route.about().consumes().isEmpty()) {
      operation.put("requestBody", body(route.about().consumes()));
    }
    operation.put("responses", responses(route));
    if (guarded && !route.isOpen()) {
      JsonObject needed = JsonObject.builder().put(TOKEN, JsonArray.of(List.of())).build();
      operation.put("security", JsonArray.of(List.of(needed)));
    }
    return operation.build();
  }

  private static JsonArray parameters(Route route) {
    List<JsonValue> parameters = new ArrayList<>();
    Matcher variables = VARIABLE.matcher(route.template());
    while (variables.find()) {
      parameters.add(
          JsonObject.builder()
              .put("name", variables.group(1))
              .put("in", "path")
              .put("required", true)
              .put("schema", type("string"))
              .build());
    }
    for (Parameter parameter : route.about().parameters()) {
      parameters.add(
          JsonObject.builder()
              .put("name", parameter.name())
              .put("in", "query")
              .put("description", parameter.description())
              .put("schema", type(parameter.type()))
              .build());
    }
    return JsonArray.of(parameters);
  }

  private static JsonObject type(String name) {
    return JsonObject.builder().put("type", name).build();
  }

  private static JsonObject body(List<String> mediaTypes) {
    return JsonObject.builder().put("required", true).put("content", content(mediaTypes)).build();
  }

  private static JsonObject content(List<String> mediaTypes) {
    JsonObject.Builder content = JsonObject.builder();
    for (String type : mediaTypes) {
      boolean structured = type.equals(Response.JSON) || type.startsWith("multipart/");
      JsonObject media =
          structured
              ? JsonObject.builder().put("schema", type("object")).build()
              : JsonObject.builder().build(); // bytes as they are
      content.put(type, media);
    }
    return content.build();
  }

  private JsonObject responses(Route route) {
    JsonObject.Builder responses = JsonObject.builder();
    List<Integer> statuses = route.about().statuses();
    List<Integer> good = statuses.stream().filter(status -> status < 300).toList();
    for (int status : good.isEmpty() ? List.of(200) : good) {
      responses.put(String.valueOf(status), success(route));
    }
    for (int status : statuses) {
      if (status >= 400) {
        responses.put(String.valueOf(status), error(Statuses.words(status)));
      }
    }
    return responses.put("default", error("Another error")).build();
  }

  private JsonObject success(Route route) {
    JsonObject.Builder content = JsonObject.builder();
    for (String type : route.about().produces()) {
      JsonObject.Builder media = JsonObject.builder();
      if (type.equals(Response.JSON)) {
        media.put("schema", schemas.answer(route.method(), route.template()));
      }
      content.put(type, media.build());
    }
    return JsonObject.builder().put("description", "Done").put("content", content.build()).build();
  }

  private static JsonObject error(String words) {
    JsonObject media = JsonObject.builder().put("schema", Schemas.reference(ERROR)).build();
    return JsonObject.builder()
        .put("description", words)
        .put("content", JsonObject.of(Map.of(Response.JSON, media)))
        .build();
  }
}
