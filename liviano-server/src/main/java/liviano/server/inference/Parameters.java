package liviano.server.inference;

import static liviano.server.inference.ProtocolErrors.bad;

import java.util.LinkedHashMap;
import java.util.SequencedMap;
import liviano.json.Json;
import liviano.json.JsonBoolean;
import liviano.json.JsonLimits;
import liviano.json.JsonNumber;
import liviano.json.JsonReader;
import liviano.json.JsonString;
import liviano.json.JsonValue;

/**
 * Parameters of a request, of an input or of an output. Those that mean something here are checked
 * strictly; all others are left alone, as the protocol has it.
 */
final class Parameters {
  /** Of a request: whether all outputs are wanted as bytes. */
  static final String ALL_BINARY = "binary_data_output";

  /** Of an output: whether it is wanted as bytes. */
  static final String BINARY = "binary_data";

  /** Of a tensor: how many bytes behind the JSON are its own. */
  static final String BINARY_SIZE = "binary_data_size";

  /** Of an output: how many classes are wanted in place of numbers. */
  static final String CLASSES = "classification";

  private static final JsonLimits LIMITS = new JsonLimits(Integer.MAX_VALUE, 16, 1000);

  private Parameters() {}

  /** A parameter: a text, a number, true or false. */
  record Value(String name, JsonValue json) {

    boolean bool() {
      if (json instanceof JsonBoolean bool) {
        return bool.value();
      }
      throw bad("the parameter %s must be true or false, and is %s", name, json.kind());
    }

    long integer(long least, long greatest) {
      if (json instanceof JsonNumber number
          && number.isInteger()
          && number.longValue() >= least
          && number.longValue() <= greatest) {
        return number.longValue();
      }
      throw bad("the parameter %s must be an integer from %d to %d", name, least, greatest);
    }
  }

  /**
   * Reads the object that comes next.
   *
   * @param owner whose parameters they are, for messages
   */
  static SequencedMap<String, Value> read(JsonReader reader, String owner) {
    SequencedMap<String, Value> all = new LinkedHashMap<>();
    reader.object(
        name -> {
          JsonValue value = reader.value(LIMITS);
          if (!(value instanceof JsonString
              || value instanceof JsonNumber
              || value instanceof JsonBoolean)) {
            throw bad(
                "the parameter %s of %s must be a text, a number, true or false, and is %s",
                Json.quote(name), owner, value.kind());
          }
          all.put(name, new Value(name, value));
        });
    return all;
  }
}
