package liviano.weights;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/** Safetensors files put together by hand, right or wrong. */
final class RawFile {

  private RawFile() {}

  /** A file of this header, whatever it says, and so many bytes of data. */
  static byte[] bytes(String header, int dataBytes) {
    return bytes(header.getBytes(UTF_8), dataBytes);
  }

  static byte[] bytes(byte[] header, int dataBytes) {
    return bytes(header.length, header, dataBytes);
  }

  /** A file that lies about the length of its header. */
  static byte[] bytes(long length, byte[] header, int dataBytes) {
    return ByteBuffer.allocate(8 + header.length + dataBytes)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(length)
        .put(header)
        .array();
  }

  static SafeTensorsFile read(Path folder, byte[] content) throws IOException {
    return SafeTensors.read(Files.write(folder.resolve("model.safetensors"), content));
  }
}
