package liviano.paper.tables;

import liviano.cli.output.Console;
import liviano.json.JsonArray;
import liviano.json.JsonObject;

/** A table for programs: {@code {"table", "rows": [{"network", "published", ...}]}}. */
final class JsonTable {
  private JsonTable() {}

  static void print(ResultTable table, Console console) {
    console.json(
        JsonObject.builder()
            .put("table", table.id())
            .put("rows", JsonArray.of(table.rows().stream().map(TableRow::toJson).toList()))
            .build()
            .toPrettyJson());
  }
}
