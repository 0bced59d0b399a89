package liviano.cli.wild;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Files of other programs that end too early, or that name files that are not there. */
final class BadFiles {
  private BadFiles() {}

  /** PyTorch's form of before 1.6: mark, version and machine, then a state dict that ends early. */
  static byte[] legacyPickles() {
    String mark = "\u0080\u0002\u008a\nl\u00fc\u009cF\u00f9 j\u00a8P\u0019.";
    String version = "\u0080\u0002M\u00e9\u0003.";
    String machine = "\u0080\u0002}.";
    return (mark + version + machine + "\u0080\u0002}(X\u0020\u0000\u0000\u0000conv")
        .getBytes(ISO_8859_1);
  }

  /** A binary TensorFlow graph that ends within its second node. */
  static byte[] graphDef() {
    byte[] input = join(field(1, text("image")), field(2, text("Placeholder")));
    byte[] output = join(field(1, text("out")), field(2, text("Relu")), field(3, text("image")));
    byte[] whole = join(field(1, input), field(1, output));
    return Arrays.copyOf(whole, whole.length - 5);
  }

  /** A TensorFlow.js layers model whose shard is shorter than its weights. */
  static void layersModel(Path folder) throws IOException {
    tfjs(
        folder,
        """
        {"class_name": "Sequential", "config": {"name": "s", "layers": [{"class_name": "Dense",
        "config": {"name": "dense", "units": 2, "activation": "softmax", "use_bias": false,
        "batch_input_shape": [null, 3]}}]}}""",
        "layers-model",
        "dense/kernel");
  }

  /** A TensorFlow.js graph model whose shard is shorter than its weights. */
  static void graphModel(Path folder) throws IOException {
    tfjs(
        folder,
        """
        {"node": [{"name": "x", "op": "Placeholder", "attr": {"dtype": {"type": "DT_FLOAT"},
        "shape": {"shape": {"dim": [{"size": "1"}, {"size": "3"}]}}}},
        {"name": "w", "op": "Const", "attr": {"dtype": {"type": "DT_FLOAT"}}},
        {"name": "out", "op": "MatMul", "input": ["x", "w"], "attr": {}}]}""",
        "graph-model",
        "w");
  }

  private static void tfjs(Path folder, String topology, String format, String weight)
      throws IOException {
    Files.createDirectories(folder);
    String model = format.equals("layers-model") ? "{\"model_config\": %s}" : "%s";
    String json =
        "{\"format\": \"%s\", \"modelTopology\": %s, \"weightsManifest\": [{\"paths\":"
            + " [\"shard.bin\"], \"weights\": [{\"name\": \"%s\", \"shape\": [3, 2],"
            + " \"dtype\": \"float32\"}]}]}";
    Files.writeString(
        folder.resolve("model.json"), json.formatted(format, model.formatted(topology), weight));
    Files.write(folder.resolve("shard.bin"), new byte[20]);
  }

  /** A folder of arrays as DeepLab's, which end within their headers. */
  static void shortArray(Path folder) throws IOException {
    Files.createDirectories(folder);
    byte[] cut = "\u0093NUMPY\u0001\u0000v\u0000{'descr': '<f4'".getBytes(ISO_8859_1);
    Files.write(folder.resolve("MobilenetV2_Conv_Conv2D.npy"), cut);
    Files.write(folder.resolve("logits_semantic_biases.npy"), cut);
  }

  /** An ONNX model that adds a tensor, whose numbers are in another file, to its input. */
  static BadModelsTest.Maker external(String location) {
    byte[] place = join(field(1, text("location")), field(2, text(location)));
    byte[] tensor =
        join(varint(1, 4), varint(2, 1), field(8, text("w")), field(13, place), varint(14, 1));
    byte[] node =
        join(
            field(1, text("x")),
            field(1, text("w")),
            field(2, text("out")),
            field(3, text("sum")),
            field(4, text("Add")));
    byte[] graph =
        join(
            field(1, node),
            field(2, text("g")),
            field(5, tensor),
            field(11, value("x")),
            field(12, value("out")));
    byte[] model = join(varint(1, 8), field(7, graph), field(8, varint(2, 17)));
    return file -> Files.write(file, model);
  }

  private static byte[] value(String name) {
    byte[] shape = join(field(1, varint(1, 1)), field(1, varint(1, 4)));
    byte[] type = field(1, join(varint(1, 1), field(2, shape)));
    return join(field(1, text(name)), field(2, type));
  }

  private static byte[] text(String text) {
    return text.getBytes(UTF_8);
  }

  /** A field of protobuf with a length; its number below 16. */
  private static byte[] field(int number, byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(number << 3 | 2);
    for (int rest = content.length; ; rest >>= 7) {
      out.write(rest < 128 ? rest : rest & 127 | 128);
      if (rest < 128) {
        break;
      }
    }
    out.writeBytes(content);
    return out.toByteArray();
  }

  private static byte[] varint(int number, int value) {
    return new byte[] {(byte) (number << 3), (byte) value};
  }

  private static byte[] join(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }
}
