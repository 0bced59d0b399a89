package liviano.paper.tables;

import java.util.Map;
import java.util.Optional;
import liviano.json.JsonObject;
import liviano.zoo.Recipe;

/** The times of a network's parts, if they were requested. */
record StepTimes(Optional<Map<String, Double>> msByLayer) {

  static StepTimes of(Recipe recipe, Trials trials) {
    return new StepTimes(trials.stopwatch().map(watch -> watch.steps(recipe)));
  }

  boolean wereAsked() {
    return msByLayer.isPresent();
  }

  /** Milliseconds of the layers whose names start so; 0 where they were not timed. */
  double ms(String prefix) {
    return msByLayer.orElse(Map.of()).entrySet().stream()
        .filter(step -> step.getKey().startsWith(prefix))
        .mapToDouble(Map.Entry::getValue)
        .sum();
  }

  JsonObject toJson(double ms) {
    JsonObject.Builder json = JsonObject.builder();
    return wereAsked() ? json.put("ms", ms).build() : json.build();
  }
}
