package liviano.harm;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import liviano.formats.ModelFiles;
import liviano.vision.eval.CocoDataSet;
import liviano.vision.eval.LabelsCsv;

/**
 * Files of megabytes of which each byte or two asks for an object: read at face value they would
 * take many times their size.
 */
final class Amplifiers {
  private static final int BYTES = 24 << 20;

  /** Fields of protobuf by which files are told apart. */
  private static final byte[] PRODUCER = field(2, utf8("test"));

  /**
   * Such a file, which is made where there is memory for it.
   *
   * @param reading reads it, in a folder of its own
   */
  record Amplifier(String name, String file, Making bytes, Target.Reading reading) {
    @Override
    public String toString() {
      return name;
    }
  }

  /** Makes the bytes of a file. */
  @FunctionalInterface
  interface Making {
    byte[] get() throws IOException;
  }

  private Amplifiers() {}

  static List<Amplifier> all() {
    return List.of(
        model("fields of ONNX", "a.onnx", () -> join(onnx(new byte[0]), repeated(8, 8))),
        model("numbers of ONNX", "a.onnx", () -> onnx(field(8, new byte[BYTES]))),
        model("numbers of a GraphDef", "a.pb", () -> graphDef(field(7, new byte[BYTES]))),
        model("a list of a GraphDef", "a.pb", Amplifiers::listOfGraphDef),
        model("a name of a GraphDef", "a.pb", () -> field(1, field(1, new byte[BYTES]))),
        model("a pickle of dictionaries", "a.pt", Amplifiers::pickle),
        model("names in an archive", "a.npz", Amplifiers::archive),
        json("numbers in JSON", () -> "[" + "0,".repeat(BYTES / 2) + "0]"),
        json("nested JSON", () -> "[".repeat(BYTES)),
        new Amplifier(
            "numbers in a COCO data set",
            "a.json",
            () -> utf8("{\"images\": [" + "0,".repeat(BYTES / 2) + "0]}"),
            Target.ofFile("a.json", file -> CocoDataSet.read(file, _ -> {}))),
        new Amplifier(
            "pictures in a list",
            "a.csv",
            Amplifiers::csv,
            Target.ofFile("a.csv", file -> LabelsCsv.read(file, 2))));
  }

  private static Amplifier model(String name, String file, Making bytes) {
    return new Amplifier(
        name, file, bytes, folder -> Optional.of(ModelFiles.read(folder.resolve(file))));
  }

  private static Amplifier json(String name, Supplier<String> value) {
    return model(
        name, "model.json", () -> utf8("{\"modelTopology\": {\"node\": " + value.get() + "}}"));
  }

  /** A network whose only operation, a transposition, has a setting of these numbers. */
  private static byte[] onnx(byte[] numbers) {
    byte[] setting = join(field(1, utf8("perm")), numbers);
    byte[] node =
        join(
            field(1, utf8("x")),
            field(2, utf8("y")),
            field(4, utf8("Transpose")),
            field(5, setting));
    byte[] dim = field(1, new byte[] {8, 2});
    byte[] tensor = field(1, join(new byte[] {8, 1}, field(2, join(dim, dim))));
    byte[] x = join(field(1, utf8("x")), field(2, tensor));
    byte[] graph = join(field(1, node), field(11, x), field(12, field(1, utf8("y"))));
    byte[] opset = field(8, new byte[] {16, 13});
    return join(new byte[] {8, 8}, PRODUCER, opset, field(7, graph));
  }

  /** A constant of these numbers. */
  private static byte[] graphDef(byte[] numbers) {
    byte[] value = field(8, join(new byte[] {8, 3}, numbers));
    return constant(join(field(1, utf8("value")), field(2, value)));
  }

  private static byte[] listOfGraphDef() {
    byte[] list = field(1, field(3, new byte[BYTES]));
    return constant(join(field(1, utf8("strides")), field(2, list)));
  }

  private static byte[] constant(byte[] attribute) {
    byte[] node = join(field(1, utf8("c")), field(2, utf8("Const")), field(5, attribute));
    return field(1, node);
  }

  /** The mark, the version and the machine of the first form, then dictionaries for ever. */
  private static byte[] pickle() {
    byte[] mark = {
      (byte) 0x80,
      2,
      (byte) 0x8a,
      10,
      0x6c,
      (byte) 0xfc,
      (byte) 0x9c,
      0x46,
      (byte) 0xf9,
      0x20,
      0x6a,
      (byte) 0xa8,
      0x50,
      0x19,
      '.'
    };
    byte[] version = {(byte) 0x80, 2, 'M', (byte) 0xe9, 3, '.'};
    byte[] machine = {(byte) 0x80, 2, '}', '.'};
    byte[] dictionaries = new byte[BYTES];
    Arrays.fill(dictionaries, (byte) '}');
    return join(mark, version, machine, new byte[] {(byte) 0x80, 2}, dictionaries);
  }

  /** Empty files with long names. */
  private static byte[] archive() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      String name = "x".repeat(60_000);
      for (int i = 0; i < 500; i++) {
        ZipEntry entry = new ZipEntry(name + i + ".npy");
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(0);
        entry.setCrc(new CRC32().getValue());
        zip.putNextEntry(entry);
      }
    }
    return bytes.toByteArray();
  }

  private static byte[] csv() {
    StringBuilder csv = new StringBuilder("file,class_0_to_1\n");
    for (int i = 0; csv.length() < BYTES; i++) {
      csv.append(Integer.toString(i, Character.MAX_RADIX)).append(",1\n");
    }
    return utf8(csv.toString());
  }

  private static byte[] repeated(int... pattern) {
    byte[] bytes = new byte[BYTES];
    for (int i = 0; i < BYTES; i++) {
      bytes[i] = (byte) pattern[i % pattern.length];
    }
    return bytes;
  }

  /** A field of protobuf that has a length. */
  private static byte[] field(int id, byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(id << 3 | 2);
    int length = content.length;
    for (; length >= 0x80; length >>>= 7) {
      out.write(length | 0x80);
    }
    out.write(length);
    out.writeBytes(content);
    return out.toByteArray();
  }

  private static byte[] join(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(UTF_8);
  }
}
