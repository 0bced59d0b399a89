package liviano.server.inference;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.OptionalLong;
import liviano.server.http.Response;

/** Requests and answers as bytes. */
final class Wire {
  private Wire() {}

  /** Bytes one behind the other. */
  static byte[] join(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  /** An element of a tensor of bytes: its length, then the bytes. */
  static byte[] element(byte[] bytes) {
    byte[] length =
        ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(bytes.length).array();
    return join(length, bytes);
  }

  /** Floats as bytes. */
  static byte[] floats(float... values) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : values) {
      bytes.putFloat(value);
    }
    return bytes.array();
  }

  /** A request of JSON alone. */
  static InferRequest json(String text) {
    return RequestReader.read(text.getBytes(UTF_8), OptionalLong.empty());
  }

  /** A request of JSON and bytes. */
  static InferRequest binary(String text, byte[]... tensors) {
    byte[] json = text.getBytes(UTF_8);
    return RequestReader.read(join(json, join(tensors)), OptionalLong.of(json.length));
  }

  /** The body of an answer. */
  static byte[] body(Response response) {
    try (ByteArrayOutputStream out = new ByteArrayOutputStream()) {
      response.writeTo(out);
      return out.toByteArray();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
