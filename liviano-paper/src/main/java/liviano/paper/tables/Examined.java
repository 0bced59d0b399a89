package liviano.paper.tables;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import liviano.json.JsonObject;

/**
 * How good an installed model of a row's network was on pictures here.
 *
 * @param percent by the measure, called as in the published figures
 * @param pictures how many were looked at
 * @param model its name
 * @param remark what a reader must know to compare; empty if nothing
 */
public record Examined(
    SequencedMap<String, Double> percent, long pictures, String model, String remark) {
  public Examined {
    percent = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(percent));
  }

  void addTo(JsonObject.Builder json) {
    percent.forEach((measure, value) -> json.put(ResultsTable.key(measure), value));
    json.put("pictures", pictures).put("model", model);
  }
}
