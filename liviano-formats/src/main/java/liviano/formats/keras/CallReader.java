package liviano.formats.keras;

import java.util.ArrayList;
import java.util.List;
import liviano.formats.keras.KerasModel.Argument;
import liviano.formats.keras.KerasModel.Call;
import liviano.formats.keras.KerasModel.Given;
import liviano.formats.keras.KerasModel.Other;
import liviano.formats.keras.KerasModel.Ref;
import liviano.json.JsonArray;
import liviano.json.JsonBoolean;
import liviano.json.JsonNull;
import liviano.json.JsonNumber;
import liviano.json.JsonObject;
import liviano.json.JsonString;
import liviano.json.JsonValue;

/**
 * Reads how a layer is called. Versions before 3 write lists {@code [layer, call, output,
 * keywords]}, alone or in lists; version 3 writes {@code args} and {@code kwargs} in which tensors
 * are objects of the class {@code __keras_tensor__}.
 */
final class CallReader {
  private static final String TENSOR = "__keras_tensor__";
  private static final String CONSTANT = "_CONSTANT_VALUE";

  private final List<Argument> arguments = new ArrayList<>();
  private JsonObject keywords = JsonObject.builder().build();

  private CallReader() {}

  static Call read(JsonValue node) {
    CallReader reader = new CallReader();
    if (node instanceof JsonObject call) {
      reader.add(call.get("args"));
      call.optionalObject("kwargs").ifPresent(reader::keywords);
    } else {
      reader.add(node.asArray());
    }
    return new Call(reader.arguments, reader.keywords);
  }

  /** Tensors alone: the inputs or outputs of a network. */
  static List<Ref> refs(JsonValue tensors) {
    CallReader reader = new CallReader();
    if (tensors instanceof JsonObject named) {
      named.members().values().forEach(reader::add);
    } else {
      reader.add(tensors);
    }
    return new Call(reader.arguments, reader.keywords).refs();
  }

  private void add(JsonValue argument) {
    switch (argument) {
      case JsonArray list when isRef(list) -> {
        boolean constant = list.string(0).equals(CONSTANT);
        arguments.add(
            constant
                ? new Given(list.number(2))
                : new Ref(list.string(0), list.integer(1), list.integer(2)));
        if (list.size() > 3 && list.get(3) instanceof JsonObject object) {
          keywords(object);
        }
      }
      case JsonArray list -> list.elements().forEach(this::add);
      case JsonObject object when isTensor(object) -> {
        JsonArray history = object.object("config").array("keras_history");
        arguments.add(new Ref(history.string(0), history.integer(1), history.integer(2)));
      }
      case JsonNumber number -> arguments.add(new Given(number.doubleValue()));
      // No mask, and whether it trains.
      case JsonNull _, JsonBoolean _ -> {}
      default -> arguments.add(new Other(argument.kind()));
    }
  }

  /** Tensors among them come after the other arguments. */
  private void keywords(JsonObject object) {
    if (object.size() > 0) {
      keywords = object;
    }
    for (JsonValue value : object.members().values()) {
      boolean tensor =
          value instanceof JsonArray list && isRef(list)
              || value instanceof JsonObject given && isTensor(given);
      if (tensor) {
        add(value);
      }
    }
  }

  private static boolean isTensor(JsonObject object) {
    return object.find("class_name").filter(new JsonString(TENSOR)::equals).isPresent();
  }

  private static boolean isRef(JsonArray list) {
    return (list.size() == 3 || list.size() == 4)
        && list.get(0) instanceof JsonString
        && list.get(1) instanceof JsonNumber
        && list.get(2) instanceof JsonNumber;
  }
}
