package liviano.weights;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import liviano.Limits;
import liviano.MalformedModelException;

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

  /** Reads it as a file, and as a stream that gives a few bytes at a time: both say the same. */
  static SafeTensorsFile read(Path folder, byte[] content) throws IOException {
    Path file = Files.write(folder.resolve("model.safetensors"), content);
    SafeTensorsFile mapped;
    try {
      mapped = SafeTensors.read(file);
    } catch (MalformedModelException e) {
      assertThatThrownBy(() -> stream(file, content))
          .isInstanceOf(MalformedModelException.class)
          .hasMessage(e.getMessage());
      throw e;
    }
    SafeTensorsFile streamed = stream(file, content);
    assertThat(streamed.metadata()).isEqualTo(mapped.metadata());
    assertThat(streamed.weights()).isEqualTo(mapped.weights());
    return mapped;
  }

  private static SafeTensorsFile stream(Path file, byte[] content) throws IOException {
    return SafeTensors.read(new Trickle(content), file.toString(), Limits.defaults());
  }

  /** Seven bytes a call at most. */
  private static final class Trickle extends InputStream {
    private final InputStream bytes;

    Trickle(byte[] bytes) {
      this.bytes = new ByteArrayInputStream(bytes);
    }

    @Override
    public int read() throws IOException {
      return bytes.read();
    }

    @Override
    public int read(byte[] into, int at, int length) throws IOException {
      return bytes.read(into, at, Math.min(length, 7));
    }
  }
}
