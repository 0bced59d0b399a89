package liviano.paper.tables;

import liviano.json.JsonObject;

/**
 * How fast a row's network ran here.
 *
 * @param ms milliseconds of all passes over one picture
 * @param gmacPerSecond 10^9 multiply-adds a second, counted densely
 * @param kernels the providers that served: {@code vector+scalar}
 */
public record Timed(double ms, double gmacPerSecond, String kernels) {

  void addTo(JsonObject.Builder json) {
    json.put("ms", ms).put("gmacPerSecond", gmacPerSecond).put("kernels", kernels);
  }
}
