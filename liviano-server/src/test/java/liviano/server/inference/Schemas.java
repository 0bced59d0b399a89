package liviano.server.inference;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** The objects of the protocol as JSON Schema. */
final class Schemas {
  private Schemas() {}

  /** Fails where a text is no such object. */
  static void require(String object, String json) {
    String schema = text().replace("OBJECT", object);
    assertThat(schema).contains("\"" + object + "\": {");
    assertThat(
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(schema, InputFormat.JSON)
                .validate(json, InputFormat.JSON))
        .as("%s: %s", object, json)
        .isEmpty();
  }

  private static String text() {
    try (InputStream in = Schemas.class.getResourceAsStream("open-inference.json")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
