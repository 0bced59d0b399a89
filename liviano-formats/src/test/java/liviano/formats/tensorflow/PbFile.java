package liviano.formats.tensorflow;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Writes binary {@code GraphDef} files. */
final class PbFile {
  static final int FLOAT = 1;
  static final int INT32 = 3;
  private static final int CONTENT = 4;

  private final Message graph = new Message();

  /** A protobuf message under construction. */
  static final class Message {
    private final ByteString.Output bytes = ByteString.newOutput();
    private final CodedOutputStream out = CodedOutputStream.newInstance(bytes);

    private interface Write {
      void to(CodedOutputStream out) throws IOException;
    }

    Message text(int field, String text) {
      return write(to -> to.writeString(field, text));
    }

    Message whole(int field, long number) {
      return write(to -> to.writeInt64(field, number));
    }

    Message real(int field, float number) {
      return write(to -> to.writeFloat(field, number));
    }

    Message bytes(int field, byte[] value) {
      return write(to -> to.writeByteArray(field, value));
    }

    Message message(int field, Message value) {
      return bytes(field, value.toBytes());
    }

    byte[] toBytes() {
      write(CodedOutputStream::flush);
      return bytes.toByteString().toByteArray();
    }

    private Message write(Write write) {
      try {
        write.to(out);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return this;
    }
  }

  /** A node under construction. */
  static final class Node {
    private final Message node = new Message();

    Node(String name, String op, String... inputs) {
      node.text(1, name).text(2, op);
      for (String input : inputs) {
        node.text(3, input);
      }
    }

    Node attribute(String name, Message value) {
      node.message(5, new Message().text(1, name).message(2, value));
      return this;
    }

    Node text(String name, String text) {
      return attribute(name, new Message().text(2, text));
    }

    Node whole(String name, long number) {
      return attribute(name, new Message().whole(3, number));
    }

    Node real(String name, float number) {
      return attribute(name, new Message().real(4, number));
    }

    Node flag(String name, boolean set) {
      return attribute(name, new Message().whole(5, set ? 1 : 0));
    }

    Node type(String name, int type) {
      return attribute(name, new Message().whole(6, type));
    }

    Node shape(String name, long... dims) {
      return attribute(name, new Message().message(7, PbFile.shape(dims)));
    }

    Node wholes(String name, long... numbers) {
      Message list = new Message();
      for (long number : numbers) {
        list.whole(3, number);
      }
      return attribute(name, new Message().message(1, list));
    }

    Node texts(String name, String... texts) {
      Message list = new Message();
      for (String text : texts) {
        list.text(2, text);
      }
      return attribute(name, new Message().message(1, list));
    }
  }

  private static Message shape(long... dims) {
    Message shape = new Message();
    for (long dim : dims) {
      shape.message(2, new Message().whole(1, dim));
    }
    return shape;
  }

  PbFile add(Node node) {
    graph.message(1, node.node);
    return this;
  }

  PbFile node(String name, String op, String... inputs) {
    return add(new Node(name, op, inputs));
  }

  PbFile input(String name, long... dims) {
    return add(new Node(name, "Placeholder").type("dtype", FLOAT).shape("shape", dims));
  }

  PbFile reals(String name, float[] numbers, long... dims) {
    ByteBuffer bytes =
        ByteBuffer.allocate(numbers.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(numbers);
    return constant(name, FLOAT, tensor -> tensor.bytes(CONTENT, bytes.array()), dims);
  }

  PbFile integers(String name, int... numbers) {
    ByteBuffer bytes =
        ByteBuffer.allocate(numbers.length * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asIntBuffer().put(numbers);
    return constant(name, INT32, tensor -> tensor.bytes(CONTENT, bytes.array()), numbers.length);
  }

  /** One integer, which has no extents. */
  PbFile integer(String name, int number) {
    return constant(name, INT32, tensor -> tensor.whole(7, number));
  }

  /**
   * A constant.
   *
   * @param numbers writes the fields that hold these
   */
  PbFile constant(String name, int type, Consumer<Message> numbers, long... dims) {
    Message tensor = new Message().whole(1, type).message(2, shape(dims));
    numbers.accept(tensor);
    return add(
        new Node(name, "Const")
            .type("dtype", type)
            .attribute("value", new Message().message(8, tensor)));
  }

  byte[] bytes() {
    return graph.toBytes();
  }

  Path write(Path path) throws IOException {
    return Files.write(path, bytes());
  }
}
