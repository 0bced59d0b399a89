package liviano.server.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import liviano.json.JsonNumber;
import liviano.json.JsonObject;
import liviano.json.JsonValue;
import liviano.server.Http;
import liviano.server.Http.Answer;
import liviano.server.LivianoServer;
import liviano.server.ModelInstaller;
import liviano.server.TinyModels;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the description says, the server does. */
class OpenApiTest {
  private static final Pattern REFERENCE = Pattern.compile("#/components/schemas/([A-Za-z]+)\"");
  private static final byte[] PICTURE = TinyModels.png(20, 20, 1);

  private static Http http;
  private static JsonObject document;

  @BeforeAll
  static void start() throws Exception {
    ModelInstaller installer =
        new ModelInstaller() {
          @Override
          public List<Installable> installable() {
            return List.of();
          }

          @Override
          public void install(String name, Progress progress) throws IOException {
            throw new IOException("none");
          }
        };
    http =
        Http.of(
            LivianoServer.builder()
                .model("classes", TinyModels.classifier())
                .model("objects", TinyModels.detector())
                .model("areas", TinyModels.segmenter())
                .installer(installer)
                .teach(true)
                .repository(true)
                .start());
    document = http.get("openapi.json").json();
  }

  @AfterAll
  static void stop() {
    http.close();
  }

  private record Operation(String method, String path, JsonObject json) {}

  private static List<Operation> operations() {
    List<Operation> all = new ArrayList<>();
    for (Map.Entry<String, JsonValue> path : document.object("paths").members().entrySet()) {
      path.getValue()
          .asObject()
          .members()
          .forEach(
              (method, json) ->
                  all.add(
                      new Operation(
                          method.toUpperCase(Locale.ROOT), path.getKey(), json.asObject())));
    }
    return all;
  }

  private static String address(Operation operation) {
    return operation.path().substring(1).replaceAll("\\{[a-zA-Z]+}", "x");
  }

  @Test
  void everyTaskIsDescribed() {
    assertThat(document.string("openapi")).isEqualTo("3.1.0");
    assertThat(operations())
        .extracting(operation -> operation.method() + " " + operation.path())
        .contains(
            "POST /v1/classify",
            "POST /v1/detect",
            "POST /v1/segment",
            "POST /v1/embed",
            "POST /v1/explain",
            "GET /v1/models",
            "GET /v1/install",
            "POST /v1/install",
            "POST /v1/teach",
            "GET /v1/taught/{file}",
            "GET /v2/health/live",
            "GET /v2/health/ready",
            "GET /metrics",
            "GET /openapi.json");
  }

  @Test
  void everyPathTakesTheMethodsThatAreDescribedAndNoOther() throws Exception {
    for (String path : document.object("paths").members().keySet()) {
      List<Operation> here =
          operations().stream().filter(operation -> operation.path().equals(path)).toList();
      for (String method : List.of("GET", "POST", "PUT", "DELETE", "PATCH")) {
        boolean described = here.stream().anyMatch(one -> one.method().equals(method));
        Answer answer = http.send(method, address(here.getFirst()), new byte[0]);
        assertThat(answer.status() == 405).as(method + " " + path).isEqualTo(!described);
        if (answer.status() == 404) {
          assertThat(new String(answer.body())).doesNotContain("nothing at this path");
        }
      }
    }
  }

  @Test
  void everyTaskTakesTheParametersThatAreDescribedAndNoOther() throws Exception {
    for (Operation operation : operations()) {
      if (!operation.path().startsWith("/v1/")) {
        continue;
      }
      Answer answer =
          http.send(operation.method(), address(operation) + "?nonsense=1", new byte[0]);
      List<String> names =
          operation.json().array("parameters").objects().stream()
              .filter(parameter -> parameter.string("in").equals("query"))
              .map(parameter -> parameter.string("name"))
              .toList();
      assertThat(answer.status()).as(operation.path()).isEqualTo(400);
      assertThat(answer.json().string("error"))
          .endsWith(
              names.isEmpty() ? "none is taken here" : "known are " + String.join(", ", names));
    }
  }

  @Test
  void everySchemaIsThere() {
    JsonObject schemas = document.object("components").object("schemas");
    Matcher references = REFERENCE.matcher(document.toJson());
    while (references.find()) {
      assertThat(schemas.has(references.group(1))).as(references.group(1)).isTrue();
    }
  }

  @Test
  void answersAreAsDescribed() throws Exception {
    for (Operation operation : operations()) {
      boolean task = operation.path().matches("/v1/(classify|detect|segment|embed|explain)");
      if (!task && !operation.path().matches("/v1/models|/healthz|/v2/health/.*")) {
        continue;
      }
      String extra = operation.path().endsWith("segment") ? "?mask=rle" : "";
      if (operation.path().endsWith("detect")) {
        extra = "?scoreThreshold=0";
      }
      Answer answer =
          task ? http.post(address(operation) + extra, PICTURE) : http.get(address(operation));
      JsonObject content = operation.json().object("responses").object("200").object("content");
      assertThat(content.members()).containsKey(answer.type());
      assertFits(
          answer.json(), content.object("application/json").object("schema"), operation.path());
    }
  }

  /** As far as the schemas here go: types, members that must be there, and no others. */
  private static void assertFits(JsonValue value, JsonObject schema, String place) {
    if (schema.has("$ref")) {
      String name = schema.string("$ref").replaceAll(".*/", "");
      assertFits(value, document.object("components").object("schemas").object(name), place);
      return;
    }
    switch (schema.string("type")) {
      case "object" -> {
        JsonObject object = value.asObject();
        JsonObject properties = schema.object("properties");
        schema
            .array("required")
            .strings()
            .forEach(name -> assertThat(object.has(name)).as(place + "." + name).isTrue());
        object
            .members()
            .forEach(
                (name, member) -> {
                  assertThat(properties.has(name)).as(place + "." + name).isTrue();
                  assertFits(member, properties.object(name), place + "." + name);
                });
      }
      case "array" ->
          value
              .asArray()
              .elements()
              .forEach(element -> assertFits(element, schema.object("items"), place + "[]"));
      case "integer" -> assertThat(value.toJson()).as(place).matches("-?[0-9]+");
      case "number" -> assertThat(value).as(place).isInstanceOf(JsonNumber.class);
      case "boolean" -> assertThat(value.toJson()).as(place).isIn("true", "false");
      case "string" -> assertThat(value.toJson()).as(place).startsWith("\"");
      default -> throw new AssertionError(schema.toJson());
    }
  }
}
