package liviano.formats.onnx;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * One protobuf message under construction; fields are written in the order in which they are added.
 */
final class Message {
  private final ByteString.Output bytes = ByteString.newOutput();
  private final CodedOutputStream out = CodedOutputStream.newInstance(bytes);

  private interface Write {
    void to(CodedOutputStream out) throws IOException;
  }

  Message text(int field, String value) {
    return write(to -> to.writeString(field, value));
  }

  Message integer(int field, long value) {
    return write(to -> to.writeInt64(field, value));
  }

  Message real(int field, float value) {
    return write(to -> to.writeFloat(field, value));
  }

  Message bytes(int field, ByteString value) {
    return write(to -> to.writeBytes(field, value));
  }

  Message message(int field, Message value) {
    return bytes(field, value.toByteString());
  }

  ByteString toByteString() {
    write(CodedOutputStream::flush);
    return bytes.toByteString();
  }

  private Message write(Write write) {
    try {
      write.to(out);
    } catch (IOException e) {
      throw new UncheckedIOException("a message in memory", e);
    }
    return this;
  }
}
