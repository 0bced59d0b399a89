package liviano.weights;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a safetensors file holds.
 *
 * @param metadata the texts of its {@code __metadata__}, in their order; empty if it has none
 */
public record SafeTensorsFile(Weights weights, Map<String, String> metadata) {

  public SafeTensorsFile {
    metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
  }
}
