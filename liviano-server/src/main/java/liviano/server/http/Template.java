package liviano.server.http;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The parts of a route's path: words and {@code {names}}. */
record Template(List<String> parts) {

  static Template of(String text) {
    return new Template(Paths.parts(text));
  }

  /** The named parts of a path that it fits. */
  Optional<Map<String, String>> match(List<String> path) {
    Map<String, String> variables = new LinkedHashMap<>();
    for (int i = 0; i < parts.size(); i++) {
      String part = parts.get(i);
      if (i >= path.size()) {
        return Optional.empty();
      }
      if (part.endsWith("*}")) {
        String rest = String.join("/", path.subList(i, path.size()));
        variables.put(part.substring(1, part.length() - 2), rest);
        return Optional.of(variables);
      }
      if (part.startsWith("{")) {
        variables.put(part.substring(1, part.length() - 1), path.get(i));
      } else if (!part.equals(path.get(i))) {
        return Optional.empty();
      }
    }
    return path.size() == parts.size() ? Optional.of(variables) : Optional.empty();
  }

  /** The number of its words: of two that fit, the one with more is meant. */
  long words() {
    return parts.stream().filter(part -> !part.startsWith("{")).count();
  }
}
