package liviano.server.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies that ask for more than they are, on a server with a heap of 160 MB. */
class HostileBodiesTest extends VictimTest {
  private static final String OCTETS = "Content-Type: application/octet-stream";
  private static final String INFER = "/v2/models/tiny/infer";

  private record Bomb(String name, byte[] bytes) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Bomb> pictures() throws IOException {
    return Stream.of(
        new Bomb("PNG, no pixels", png(60_000, 60_000, new byte[10])),
        new Bomb("PNG, all pixels in a megabyte", png(30_000, 30_000, new byte[1 << 26])),
        new Bomb("PNG, largest", png(Integer.MAX_VALUE, Integer.MAX_VALUE, new byte[10])),
        new Bomb("GIF", gif(65_535, 65_535)),
        new Bomb("BMP", bmp(60_000, 60_000)),
        new Bomb("BMP, negative", bmp(Integer.MIN_VALUE, -1)),
        new Bomb("JPEG", jpeg(65_500, 65_500)),
        new Bomb("WebP", webp(16_383, 16_383)));
  }

  @ParameterizedTest
  @MethodSource("pictures")
  void picturesThatClaimToBeHuge(Bomb bomb) throws IOException {
    Reply reply = connect().ask(Wire.request("POST", "/v1/classify", OCTETS, bomb.bytes()));

    assertThat(reply.mustRefuse().status()).isEqualTo(422);
  }

  @Test
  void manySuchPicturesAtATime() throws Exception {
    byte[] request = Wire.request("POST", "/v1/classify", OCTETS, png(9_000, 9_000, new byte[9]));
    Wire[] wires = new Wire[40];
    for (int i = 0; i < wires.length; i++) {
      wires[i] = connect();
      wires[i].send(request);
    }
    for (Wire wire : wires) {
      wire.ask(new byte[0]).mustRefuse();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "no picture", "<svg xmlns='http://www.w3.org/2000/svg'/>", "\0\0\0"})
  void whatIsNoPicture(String text) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);

    connect().ask(Wire.request("POST", "/v1/classify", OCTETS, body)).mustRefuse();
  }

  @Test
  void aPackedPictureIsNotUnpacked() throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(packed)) {
      zip.write(new byte[1 << 26]);
    }
    byte[] body = packed.toByteArray();

    connect()
        .ask(Wire.request("POST", "/v1/classify", "Content-Encoding: gzip", body))
        .mustRefuse();
  }

  static Stream<String> documents() {
    int deep = 100_000;
    return Stream.of(
        "[".repeat(deep),
        "[".repeat(deep) + "]".repeat(deep),
        "{\"a\":".repeat(deep) + "1" + "}".repeat(deep),
        "{\"inputs\":[{\"name\":\"x\",\"datatype\":\"FP32\",\"shape\":[1],\"data\":"
            + "[".repeat(deep)
            + "1"
            + "]".repeat(deep)
            + "}]}",
        "{\"inputs\":[{\"name\":\"x\",\"datatype\":\"FP32\",\"shape\":[4294967296,4294967296],"
            + "\"data\":[1]}]}",
        "{\"inputs\":[{\"name\":\"x\",\"datatype\":\"FP32\",\"shape\":[-1,-1,-1],\"data\":[]}]}",
        "{\"inputs\":[" + "0,".repeat(1 << 20) + "0]}",
        "{\"a\":1e" + "9".repeat(1 << 20) + "}",
        "{\"a\":" + "1".repeat(1 << 21) + "}",
        "{\"" + "\\u0000".repeat(1 << 18) + "\":1}",
        "{\"inputs\":null}",
        "\"\\ud800\"",
        "nul");
  }

  @ParameterizedTest(name = "{index}")
  @MethodSource("documents")
  void jsonThatIsDeepOrLong(String text) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);

    connect().ask(Wire.request("POST", INFER, "Content-Type: application/json", body)).mustRefuse();
    connect()
        .ask(Wire.request("POST", "/v2/repository/index", "Content-Type: application/json", body))
        .mustBeDecent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "0", "1", "99", "2147483648", "99999999999999999999", "x", ""})
  void binarySizesThatDoNotAddUp(String headerLength) throws IOException {
    String json =
        "{\"inputs\":[{\"name\":\"picture\",\"datatype\":\"BYTES\",\"shape\":[1],"
            + "\"parameters\":{\"binary_data_size\":8}}]}";
    byte[] body = json.getBytes(StandardCharsets.UTF_8);
    String header = OCTETS + "\r\nInference-Header-Content-Length: " + headerLength;

    connect().ask(Wire.request("POST", INFER, header, body)).mustRefuse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"8", "-8", "0", "9223372036854775807", "18446744073709551616", "1.5"})
  void binaryTensorsOfOtherSizes(String size) throws IOException {
    String json =
        "{\"inputs\":[{\"name\":\"picture\",\"datatype\":\"BYTES\",\"shape\":[1],"
            + "\"parameters\":{\"binary_data_size\":"
            + size
            + "}}]}";
    String header = OCTETS + "\r\nInference-Header-Content-Length: " + json.length();
    byte[] lie = {(byte) 0xff, (byte) 0xff, (byte) 0xff, 0x7f, 1, 2, 3};

    connect().ask(Wire.request("POST", INFER, header, Wire.bytes(json, lie))).mustRefuse();
  }

  static Stream<String> forms() {
    String part = "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\n";
    return Stream.of(
        "",
        "x".repeat(1 << 20),
        "--b",
        "--b--\r\n",
        part,
        part + "x".repeat(1 << 20),
        "--b\r\n\r\n".repeat(100_000) + "--b--\r\n",
        part.repeat(20_000) + "\r\n--b--\r\n",
        "--b\r\n" + "X-Y: z\r\n".repeat(100_000) + "\r\nx\r\n--b--\r\n",
        "--b\r\nContent-Disposition: form-data; name=\"" + "n".repeat(1 << 20) + "\"\r\n\r\n",
        "--b\r\nContent-Disposition: form-data; name=\"..\\..\\x\0\"\r\n\r\nx\r\n--b--\r\n");
  }

  @ParameterizedTest(name = "{index}")
  @MethodSource("forms")
  void formsWithoutAPicture(String form) throws IOException {
    byte[] body = form.getBytes(StandardCharsets.ISO_8859_1);
    String type = "Content-Type: multipart/form-data; boundary=b";

    connect().ask(Wire.request("POST", "/v1/classify", type, body)).mustRefuse();
    connect().ask(Wire.request("POST", "/v1/teach", type, body)).mustRefuse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "; boundary=", "; boundary=\"", "; boundary=b; boundary=c"})
  void formsWithoutABoundary(String parameter) throws IOException {
    byte[] body = "--b\r\n\r\nx\r\n--b--\r\n".getBytes(StandardCharsets.ISO_8859_1);
    String type = "Content-Type: multipart/form-data" + parameter;

    connect().ask(Wire.request("POST", "/v1/classify", type, body)).mustRefuse();
  }

  /** Of eight-bit grey, with these bytes as its packed rows. */
  private static byte[] png(int width, int height, byte[] rows) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
    ByteBuffer header = ByteBuffer.allocate(13).putInt(width).putInt(height);
    chunk(out, "IHDR", header.put((byte) 8).array());
    Deflater deflater = new Deflater();
    deflater.setInput(rows);
    deflater.finish();
    byte[] packed = new byte[rows.length / 500 + 1000];
    int length = deflater.deflate(packed);
    deflater.end();
    chunk(out, "IDAT", ByteBuffer.allocate(length).put(packed, 0, length).array());
    chunk(out, "IEND", new byte[0]);
    return out.toByteArray();
  }

  private static void chunk(ByteArrayOutputStream out, String type, byte[] data)
      throws IOException {
    byte[] name = type.getBytes(StandardCharsets.US_ASCII);
    CRC32 crc = new CRC32();
    crc.update(name);
    crc.update(data);
    out.write(ByteBuffer.allocate(4).putInt(data.length).array());
    out.write(name);
    out.write(data);
    out.write(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
  }

  private static byte[] gif(int width, int height) {
    byte[] size = {(byte) width, (byte) (width >> 8), (byte) height, (byte) (height >> 8)};
    byte[] frame = {',', 0, 0, 0, 0, size[0], size[1], size[2], size[3], 0, 2, 2, 0x4c, 1, 0, ';'};
    return Wire.bytes("GIF89a", size, new byte[] {(byte) 0x80, 0, 0, 0, 0, 0, 1, 1, 1}, frame);
  }

  private static byte[] bmp(int width, int height) {
    ByteBuffer bytes = ByteBuffer.allocate(64).order(java.nio.ByteOrder.LITTLE_ENDIAN);
    bytes.put((byte) 'B').put((byte) 'M').putInt(64).putInt(0).putInt(54);
    bytes.putInt(40).putInt(width).putInt(height).putShort((short) 1).putShort((short) 24);
    return bytes.array();
  }

  private static byte[] jpeg(int width, int height) {
    byte[] frame = {
      (byte) 0xff,
      (byte) 0xd8,
      (byte) 0xff,
      (byte) 0xc0,
      0,
      11,
      8,
      (byte) (height >> 8),
      (byte) height,
      (byte) (width >> 8),
      (byte) width,
      1,
      1,
      0x11,
      0
    };
    byte[] scan = {(byte) 0xff, (byte) 0xda, 0, 8, 1, 1, 0, 0, 63, 0, 0, (byte) 0xff, (byte) 0xd9};
    return Wire.bytes("", frame, scan);
  }

  private static byte[] webp(int width, int height) {
    int bits = width - 1 | height - 1 << 14;
    byte[] stream = {
      0x2f, (byte) bits, (byte) (bits >> 8), (byte) (bits >> 16), (byte) (bits >> 24)
    };
    return Wire.bytes("RIFF\u0012\0\0\0WEBPVP8L\5\0\0\0", stream, new byte[1]);
  }
}
