package liviano.formats.keras;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import liviano.json.JsonArray;
import liviano.json.JsonObject;

/** Writes a network and its weights as a TensorFlow.js layers model, for tests. */
final class LayersModel {
  private final JsonObject topology;
  private final List<JsonObject> manifest = new ArrayList<>();
  private final ByteArrayOutputStream shard = new ByteArrayOutputStream();

  /**
   * A model without weights.
   *
   * @param topology the network, with what stands beside it
   */
  LayersModel(JsonObject topology) {
    this.topology = topology;
  }

  LayersModel floats(String name, int[] dims, float... values) {
    manifest.add(entry(name, dims).build());
    ByteBuffer bytes = ByteBuffer.allocate(values.length * 4).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    shard.writeBytes(bytes.array());
    return this;
  }

  /** Integers that stand for {@code scale * x + min}. */
  LayersModel bytes(String name, int[] dims, double scale, double min, byte... values) {
    manifest.add(
        entry(name, dims)
            .put(
                "quantization",
                JsonObject.builder()
                    .put("dtype", "uint8")
                    .put("scale", scale)
                    .put("min", min)
                    .put("original_dtype", "float32")
                    .build())
            .build());
    shard.writeBytes(values);
    return this;
  }

  /** The same in two bytes each. */
  LayersModel shorts(String name, int[] dims, double scale, double min, short... values) {
    manifest.add(
        entry(name, dims)
            .put(
                "quantization",
                JsonObject.builder()
                    .put("dtype", "uint16")
                    .put("scale", scale)
                    .put("min", min)
                    .build())
            .build());
    ByteBuffer bytes = ByteBuffer.allocate(values.length * 2).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asShortBuffer().put(values);
    shard.writeBytes(bytes.array());
    return this;
  }

  LayersModel halves(String name, int[] dims, float... values) {
    manifest.add(
        entry(name, dims)
            .put("quantization", JsonObject.builder().put("dtype", "float16").build())
            .build());
    ByteBuffer bytes = ByteBuffer.allocate(values.length * 2).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : values) {
      bytes.putShort(Float.floatToFloat16(value));
    }
    shard.writeBytes(bytes.array());
    return this;
  }

  private static JsonObject.Builder entry(String name, int[] dims) {
    return JsonObject.builder()
        .put("name", name)
        .put("shape", JsonArray.ofIntegers(dims))
        .put("dtype", "float32");
  }

  /** Writes {@code model.json} and one shard; gives the folder. */
  Path write(Path folder) throws IOException {
    JsonObject group =
        JsonObject.builder()
            .put("paths", JsonArray.ofStrings(List.of("weights.bin")))
            .put("weights", JsonArray.of(manifest))
            .build();
    JsonObject model =
        JsonObject.builder()
            .put("format", "layers-model")
            .put("modelTopology", topology)
            .put("weightsManifest", JsonArray.of(group))
            .build();
    Files.writeString(folder.resolve("model.json"), model.toJson());
    Files.write(folder.resolve("weights.bin"), shard.toByteArray());
    return folder;
  }
}
