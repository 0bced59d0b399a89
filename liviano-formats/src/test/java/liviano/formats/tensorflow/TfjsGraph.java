package liviano.formats.tensorflow;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import liviano.json.JsonArray;
import liviano.json.JsonObject;
import liviano.json.JsonString;

/** Writes TensorFlow.js graph models of a few nodes: {@code model.json} and shards beside it. */
final class TfjsGraph {
  /** How a shard holds floats; of the affine ones each stands for {@code scale * x + min}. */
  enum Stored {
    FLOAT32,
    FLOAT16,
    UINT8,
    UINT16
  }

  /** Names of the shards, which together hold all constants. */
  List<String> shards = List.of("group1-shard1of1");

  private final List<JsonObject> nodes = new ArrayList<>();
  private final List<JsonObject> weights = new ArrayList<>();
  private final ByteArrayOutputStream data = new ByteArrayOutputStream();

  /** The settings of a node as the exporter writes them: integers as strings, texts in base64. */
  static final class Settings {
    private final JsonObject.Builder json = JsonObject.builder();

    private Settings put(String name, JsonObject value) {
      json.put(name, value);
      return this;
    }

    Settings text(String name, String base64) {
      return put(name, JsonObject.builder().put("s", base64).build());
    }

    Settings flag(String name, boolean set) {
      return put(name, JsonObject.builder().put("b", set).build());
    }

    Settings type(String name, String type) {
      return put(name, JsonObject.builder().put("type", type).build());
    }

    Settings wholes(String name, long... numbers) {
      JsonObject list = JsonObject.builder().put("i", strings(numbers)).build();
      return put(name, JsonObject.builder().put("list", list).build());
    }

    /** The same beside a list of each other kind, all of them empty. */
    Settings wholesAmongEmptyLists(String name, long... numbers) {
      JsonObject.Builder list = JsonObject.builder();
      for (String kind : List.of("s", "f", "b", "type", "shape", "tensor", "func")) {
        list.put(kind, JsonArray.of(List.of()));
      }
      list.put("i", strings(numbers));
      return put(name, JsonObject.builder().put("list", list.build()).build());
    }

    Settings shape(String name, long... dims) {
      List<JsonObject> extents =
          Arrays.stream(dims)
              .mapToObj(dim -> JsonObject.builder().put("size", String.valueOf(dim)).build())
              .toList();
      JsonObject shape = JsonObject.builder().put("dim", JsonArray.of(extents)).build();
      return put(name, JsonObject.builder().put("shape", shape).build());
    }

    private static JsonArray strings(long... numbers) {
      return JsonArray.of(
          Arrays.stream(numbers).mapToObj(n -> new JsonString(String.valueOf(n))).toList());
    }
  }

  TfjsGraph node(String name, String op, String... inputs) {
    return node(name, op, new Settings(), inputs);
  }

  TfjsGraph node(String name, String op, Settings settings, String... inputs) {
    JsonObject.Builder node = JsonObject.builder().put("name", name).put("op", op);
    if (inputs.length > 0) {
      node.put("input", JsonArray.ofStrings(List.of(inputs)));
    }
    nodes.add(node.put("attr", settings.json.build()).build());
    return this;
  }

  TfjsGraph input(String name, long... dims) {
    return node(name, "Placeholder", new Settings().type("dtype", "DT_FLOAT").shape("shape", dims));
  }

  TfjsGraph integers(String name, int... numbers) {
    int[] dims = {numbers.length};
    return constant(name, "int32", dims, bytes(Stored.FLOAT32, numbers), Optional.empty());
  }

  TfjsGraph reals(String name, float[] numbers, int... dims) {
    ByteBuffer bytes =
        ByteBuffer.allocate(numbers.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(numbers);
    return constant(name, "float32", dims, bytes.array(), Optional.empty());
  }

  /** Floats of which the shard holds other numbers: steps of a scale, or bits of halves. */
  TfjsGraph quantized(
      String name, Stored stored, double scale, double min, int[] steps, int... dims) {
    JsonObject.Builder how =
        JsonObject.builder().put("dtype", stored.name().toLowerCase(Locale.ROOT));
    if (stored != Stored.FLOAT16) {
      how.put("scale", scale).put("min", min);
    }
    return constant(name, "float32", dims, bytes(stored, steps), Optional.of(how.build()));
  }

  private static byte[] bytes(Stored stored, int... numbers) {
    int each =
        switch (stored) {
          case FLOAT32 -> Integer.BYTES;
          case FLOAT16, UINT16 -> Short.BYTES;
          case UINT8 -> Byte.BYTES;
        };
    ByteBuffer bytes = ByteBuffer.allocate(each * numbers.length).order(ByteOrder.LITTLE_ENDIAN);
    for (int number : numbers) {
      switch (stored) {
        case FLOAT32 -> bytes.putInt(number);
        case FLOAT16, UINT16 -> bytes.putShort((short) number);
        case UINT8 -> bytes.put((byte) number);
      }
    }
    return bytes.array();
  }

  private TfjsGraph constant(
      String name, String type, int[] dims, byte[] bytes, Optional<JsonObject> quantization) {
    node(name, "Const");
    JsonObject.Builder entry =
        JsonObject.builder()
            .put("name", name)
            .put("dtype", type)
            .put("shape", JsonArray.ofIntegers(dims));
    quantization.ifPresent(how -> entry.put("quantization", how));
    weights.add(entry.build());
    data.writeBytes(bytes);
    return this;
  }

  /** {@code model.json} with the two members that the first converters wrote, and no others. */
  String json() {
    JsonObject group =
        JsonObject.builder()
            .put("paths", JsonArray.ofStrings(shards))
            .put("weights", JsonArray.of(weights))
            .build();
    return JsonObject.builder()
        .put("modelTopology", JsonObject.builder().put("node", JsonArray.of(nodes)).build())
        .put("weightsManifest", JsonArray.of(group))
        .build()
        .toJson();
  }

  /** Cuts the constants into shards anywhere; writes them and {@code model.json}. */
  Path write(Path folder) throws IOException {
    byte[] bytes = data.toByteArray();
    int each = bytes.length / shards.size() + 1;
    for (int i = 0; i < shards.size(); i++) {
      int from = Math.min(bytes.length, i * each);
      int to = Math.min(bytes.length, from + each);
      Files.write(folder.resolve(shards.get(i)), Arrays.copyOfRange(bytes, from, to));
    }
    Files.writeString(folder.resolve("model.json"), json());
    return folder;
  }
}
