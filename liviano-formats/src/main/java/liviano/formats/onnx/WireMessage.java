package liviano.formats.onnx;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import liviano.MalformedModelException;
import liviano.formats.Allowance;

/**
 * A protobuf message as it lies in a file: its fields, each a view of the file's bytes. Nothing is
 * copied, and nothing allocated but a field for each tag that is there, which is counted.
 *
 * @param fields in the order of the file
 * @param allowance of the whole file
 */
record WireMessage(List<Field> fields, Allowance allowance) {
  /**
   * A field.
   *
   * @param number its value, where it is a number; bits of one of a fixed width
   * @param bytes its content, where it has a length; empty otherwise
   */
  record Field(int tag, long number, MemorySegment bytes) {
    int id() {
      return WireFormat.getTagFieldNumber(tag);
    }

    int wireType() {
      return WireFormat.getTagWireType(tag);
    }
  }

  /**
   * The fields of a message.
   *
   * @throws MalformedModelException if the bytes are no fields
   * @throws liviano.UnsupportedModelException if they are more than the limits allow
   */
  static WireMessage of(MemorySegment bytes, Allowance allowance) {
    try {
      return new WireMessage(fields(bytes, allowance), allowance);
    } catch (IOException e) {
      throw new MalformedModelException("its protobuf message is broken: " + e.getMessage());
    }
  }

  private static List<Field> fields(MemorySegment bytes, Allowance allowance) throws IOException {
    CodedInputStream in = input(bytes);
    List<Field> fields = new ArrayList<>();
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      allowance.numbers(1);
      fields.add(field(in, tag, bytes));
    }
    return fields;
  }

  private static Field field(CodedInputStream in, int tag, MemorySegment bytes) throws IOException {
    return switch (WireFormat.getTagWireType(tag)) {
      case WireFormat.WIRETYPE_VARINT -> new Field(tag, in.readRawVarint64(), MemorySegment.NULL);
      case WireFormat.WIRETYPE_FIXED64 ->
          new Field(tag, in.readRawLittleEndian64(), MemorySegment.NULL);
      case WireFormat.WIRETYPE_FIXED32 ->
          new Field(tag, in.readRawLittleEndian32(), MemorySegment.NULL);
      case WireFormat.WIRETYPE_LENGTH_DELIMITED -> {
        int length = in.readRawVarint32();
        int at = in.getTotalBytesRead();
        if (length < 0 || length > bytes.byteSize() - at) {
          throw new IOException("a field of " + length + " bytes reaches beyond its message");
        }
        in.skipRawBytes(length);
        yield new Field(tag, length, bytes.asSlice(at, length));
      }
      default -> throw new IOException("a field has the type " + WireFormat.getTagWireType(tag));
    };
  }

  private static CodedInputStream input(MemorySegment bytes) {
    ByteBuffer buffer = bytes.asByteBuffer();
    CodedInputStream in = CodedInputStream.newInstance(buffer);
    in.setSizeLimit(Integer.MAX_VALUE);
    return in;
  }

  /** All values of a field of messages or bytes. */
  List<MemorySegment> all(int id) {
    return fields.stream()
        .filter(field -> field.id() == id && isBytes(field))
        .map(Field::bytes)
        .toList();
  }

  List<WireMessage> messages(int id) {
    return all(id).stream().map(bytes -> of(bytes, allowance)).toList();
  }

  List<String> texts(int id) {
    return all(id).stream().map(this::text).toList();
  }

  String text(MemorySegment bytes) {
    allowance.text(bytes.byteSize());
    return StandardCharsets.UTF_8.decode(bytes.asByteBuffer()).toString();
  }

  boolean has(int id) {
    return fields.stream().anyMatch(field -> field.id() == id);
  }

  /** A text; empty if there is none. */
  String text(int id) {
    List<MemorySegment> all = all(id);
    return all.isEmpty() ? "" : text(all.getLast());
  }

  long number(int id, long otherwise) {
    long number = otherwise;
    for (Field field : fields) {
      number = field.id() == id && !isBytes(field) ? field.number() : number;
    }
    return number;
  }

  /** Varints, packed or one by one. */
  List<Long> numbers(int id) {
    List<Long> numbers = new ArrayList<>();
    for (Field field : fields) {
      if (field.id() != id) {
        continue;
      }
      if (!isBytes(field)) {
        numbers.add(field.number());
        continue;
      }
      try {
        CodedInputStream in = input(field.bytes());
        while (!in.isAtEnd()) {
          allowance.numbers(1);
          numbers.add(in.readRawVarint64());
        }
      } catch (IOException e) {
        throw new MalformedModelException("its list of numbers is broken: " + e.getMessage());
      }
    }
    return numbers;
  }

  /** Floats, packed or one by one. */
  List<Float> floats(int id) {
    List<Float> floats = new ArrayList<>();
    for (Field field : fields) {
      if (field.id() == id && isBytes(field)) {
        allowance.numbers(field.bytes().byteSize() / Float.BYTES);
        for (long at = 0; at + Float.BYTES <= field.bytes().byteSize(); at += Float.BYTES) {
          floats.add(field.bytes().get(liviano.tensor.LittleEndian.FLOAT_UNALIGNED, at));
        }
      } else if (field.id() == id) {
        floats.add(Float.intBitsToFloat((int) field.number()));
      }
    }
    return floats;
  }

  private static boolean isBytes(Field field) {
    return field.wireType() == WireFormat.WIRETYPE_LENGTH_DELIMITED;
  }
}
