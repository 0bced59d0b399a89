package liviano.cli.shapes;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import liviano.json.JsonArray;
import liviano.json.JsonBoolean;
import liviano.json.JsonNull;
import liviano.json.JsonNumber;
import liviano.json.JsonObject;
import liviano.json.JsonString;
import liviano.json.JsonValue;

/**
 * What a program that reads a JSON document relies on: the paths of its members, the kinds of their
 * values, and some values. The elements of an array are one place, {@code []}, whose kinds and
 * values are those of all.
 */
final class JsonShape {
  private final TreeMap<String, Set<String>> kinds = new TreeMap<>();
  private final TreeMap<String, Set<String>> values = new TreeMap<>();

  /** The shape of a document. */
  JsonShape(JsonValue document) {
    add("", document);
  }

  private void add(String path, JsonValue value) {
    String kind =
        switch (value) {
          case JsonObject object -> {
            object.members().forEach((key, member) -> add(path + "." + name(key), member));
            yield "object";
          }
          case JsonArray array -> {
            array.elements().forEach(element -> add(path + "[]", element));
            yield "array";
          }
          case JsonString _ -> "string";
          case JsonNumber _ -> "number";
          case JsonBoolean _ -> "boolean";
          case JsonNull _ -> "null";
        };
    kinds.computeIfAbsent(path, _ -> new TreeSet<>()).add(kind);
    if (!(value instanceof JsonObject || value instanceof JsonArray)) {
      values.computeIfAbsent(path, _ -> new LinkedHashSet<>()).add(value.toJson());
    }
  }

  /** A member's name; those of a table of addresses are one place. */
  private static String name(String key) {
    return key.contains(":") ? "(address)" : key;
  }

  /**
   * A line for each path, in the order of their letters: {@code .model.labels[]: string}.
   *
   * @param fixed the paths whose values belong to the lines
   * @param optional the paths that may be missing; they have a line in any case, if {@code known}
   *     has one
   * @param known the lines of before
   */
  List<String> lines(Set<String> fixed, Set<String> optional, List<HeldLine> known) {
    TreeMap<String, String> lines = new TreeMap<>();
    known.stream()
        .filter(HeldLine::optional)
        .forEach(line -> lines.put(line.path(), line.toString()));
    kinds.forEach(
        (path, found) -> {
          List<String> held = fixed.contains(path) ? valuesAt(path) : List.of();
          lines.put(
              path,
              new HeldLine(path, optional.contains(path), String.join(" or ", found), held)
                  .toString());
        });
    return List.copyOf(lines.values());
  }

  private List<String> valuesAt(String path) {
    return new ArrayList<>(values.getOrDefault(path, Set.of()));
  }
}
