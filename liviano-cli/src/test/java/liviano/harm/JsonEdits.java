package liviano.harm;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import liviano.json.JsonArray;
import liviano.json.JsonNumber;
import liviano.json.JsonObject;
import liviano.json.JsonValue;

/**
 * Changes of a JSON value that leave it JSON: any bytes are edits, five bytes each. The first two
 * say which value is edited, all values being counted from the outside, the third how, and the last
 * two by what.
 */
final class JsonEdits {
  private static final int EDIT = 5;
  private static final int KINDS = 6;
  private static final int SUM = 1;

  /** Values in one text; an edit that gives more is left out. */
  private static final int MOST_VALUES = 2_000;

  private static final double[] NUMBERS = {
    0,
    1,
    2,
    3,
    4,
    5,
    7,
    8,
    9,
    16,
    17,
    64,
    127,
    255,
    256,
    4096,
    -1,
    -2,
    -128,
    0.5,
    -0.25,
    1e-9,
    65_535,
    65_536,
    1 << 20,
    1 << 30,
    Integer.MAX_VALUE,
    1L << 31,
    Integer.MIN_VALUE,
    1L << 53,
    1e38,
    -1e308
  };

  private JsonEdits() {}

  /** So many edits of places all over a value, which add nothing to the numbers there. */
  static byte[] none(JsonValue root, int edits) {
    int values = all(root).size();
    ByteBuffer bytes = ByteBuffer.allocate(EDIT * edits);
    for (int i = 0; i < edits; i++) {
      bytes.putShort((short) (i * values / edits)).put((byte) SUM).putShort((short) 0);
    }
    return bytes.array();
  }

  static JsonValue apply(JsonValue root, byte[] edits) {
    List<JsonValue> all = all(root);
    ByteBuffer left = ByteBuffer.wrap(edits);
    while (left.remaining() >= EDIT) {
      int place = Short.toUnsignedInt(left.getShort()) % all.size();
      int kind = Byte.toUnsignedInt(left.get()) % KINDS;
      JsonValue changed = changed(all, place, kind, Short.toUnsignedInt(left.getShort()));
      if (changed != all.get(place)) {
        List<JsonValue> next = all(replaced(all.getFirst(), new int[] {place}, changed));
        all = next.size() > MOST_VALUES ? all : next;
      }
    }
    return all.getFirst();
  }

  private static JsonValue changed(List<JsonValue> all, int place, int kind, int by) {
    JsonValue old = all.get(place);
    return switch (kind) {
      case 0 -> old instanceof JsonNumber ? number(NUMBERS[by % NUMBERS.length]) : old;
      case SUM -> old instanceof JsonNumber number && by != 0 ? sum(number, (byte) by) : old;
      case 2 -> ofSameKind(all, old, by);
      case 3 -> without(old, by);
      case 4 -> twice(old, by);
      default -> all.get(by % all.size());
    };
  }

  /** An integer where it can be one, as settings mostly are. */
  private static JsonNumber number(double value) {
    return value == (long) value ? JsonNumber.of((long) value) : JsonNumber.of(value);
  }

  private static JsonNumber sum(JsonNumber number, int by) {
    return number.isInteger()
        ? JsonNumber.of(number.longValue() + by)
        : JsonNumber.of(number.doubleValue() + by);
  }

  /** A name for a name, a node for a node. */
  private static JsonValue ofSameKind(List<JsonValue> all, JsonValue old, int by) {
    List<JsonValue> alike = all.stream().filter(each -> each.getClass() == old.getClass()).toList();
    return alike.get(by % alike.size());
  }

  private static JsonValue without(JsonValue old, int by) {
    return switch (old) {
      case JsonArray array when array.size() > 0 -> {
        List<JsonValue> elements = new ArrayList<>(array.elements());
        elements.remove(by % elements.size());
        yield JsonArray.of(elements);
      }
      case JsonObject object when object.size() > 0 -> {
        Map<String, JsonValue> members = new LinkedHashMap<>(object.members());
        members.remove(List.copyOf(members.keySet()).get(by % members.size()));
        yield JsonObject.of(members);
      }
      default -> old;
    };
  }

  /** An element of an array twice; the second one at the end, where nodes may need all others. */
  private static JsonValue twice(JsonValue old, int by) {
    if (!(old instanceof JsonArray array) || array.size() == 0) {
      return old;
    }
    List<JsonValue> elements = new ArrayList<>(array.elements());
    elements.add(elements.get(by % elements.size()));
    return JsonArray.of(elements);
  }

  /** The value itself, then those in it. */
  private static List<JsonValue> all(JsonValue root) {
    List<JsonValue> all = new ArrayList<>();
    collect(root, all);
    return all;
  }

  private static void collect(JsonValue value, List<JsonValue> all) {
    all.add(value);
    switch (value) {
      case JsonArray array -> array.elements().forEach(each -> collect(each, all));
      case JsonObject object -> object.members().values().forEach(each -> collect(each, all));
      default -> {}
    }
  }

  /**
   * @param left how many values come before the one that is replaced; counted down
   */
  private static JsonValue replaced(JsonValue value, int[] left, JsonValue by) {
    if (left[0]-- == 0) {
      return by;
    }
    return switch (value) {
      case JsonArray array ->
          JsonArray.of(array.elements().stream().map(each -> replaced(each, left, by)).toList());
      case JsonObject object -> {
        Map<String, JsonValue> members = new LinkedHashMap<>(object.members());
        members.replaceAll((_, each) -> replaced(each, left, by));
        yield JsonObject.of(members);
      }
      default -> value;
    };
  }
}
