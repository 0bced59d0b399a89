package liviano.paper.tables;

import java.util.List;
import liviano.json.JsonObject;

/**
 * A row of a table.
 *
 * @param cells one a column
 * @param facts the row for programs
 * @param note what is to be said of it; empty where nothing is
 */
public record TableRow(List<Cell> cells, Facts facts, String note) {
  public TableRow {
    cells = List.copyOf(cells);
  }

  /**
   * A row for programs.
   *
   * @param network what the row is about
   * @param published what the source says
   * @param counted what we count
   * @param ratio of the counted to the published
   * @param measured what was timed or evaluated here
   */
  public record Facts(
      String network,
      JsonObject published,
      JsonObject counted,
      JsonObject ratio,
      JsonObject measured) {

    JsonObject toJson(String note) {
      return JsonObject.builder()
          .put("network", network)
          .put("published", published)
          .put("counted", counted)
          .put("ratio", ratio)
          .put("measured", measured)
          .put("note", note)
          .build();
    }
  }

  /** The row as a JSON object. */
  public JsonObject toJson() {
    return facts.toJson(note);
  }
}
