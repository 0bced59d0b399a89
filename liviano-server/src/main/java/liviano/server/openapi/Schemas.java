package liviano.server.openapi;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import liviano.json.Json;
import liviano.json.JsonObject;

/**
 * What answers look like.
 *
 * @param all schemas by name
 * @param answers names of schemas, by method and template of the routes that answer so
 */
record Schemas(JsonObject all, JsonObject answers) {
  private static final String RESOURCE = "schemas.json";

  static Schemas builtIn() {
    try (InputStream in = Schemas.class.getResourceAsStream(RESOURCE)) {
      JsonObject file = Json.parse(in.readAllBytes()).asObject();
      return new Schemas(file.object("schemas"), file.object("answers"));
    } catch (IOException e) {
      throw new UncheckedIOException(e); // of the jar itself
    }
  }

  /** That of a route; any object where none is stated. */
  JsonObject answer(String method, String template) {
    return answers
        .optionalString(method + " " + template)
        .map(Schemas::reference)
        .orElseGet(() -> JsonObject.builder().put("type", "object").build());
  }

  static JsonObject reference(String name) {
    return JsonObject.builder().put("$ref", "#/components/schemas/" + name).build();
  }
}
