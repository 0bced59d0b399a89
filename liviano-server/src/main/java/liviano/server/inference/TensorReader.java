package liviano.server.inference;

import static liviano.server.inference.ProtocolErrors.bad;
import static liviano.server.inference.ProtocolErrors.input;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import liviano.json.JsonException;
import liviano.json.JsonReader;
import liviano.json.JsonReader.Span;
import liviano.server.http.HttpException;
import liviano.server.inference.InferRequest.Input;
import liviano.tensor.DType;

/** From a tensor as it came in a request to its elements. */
final class TensorReader {
  private final Input input;
  private final DType format;
  private final JsonReader reader;
  private final ByteBuffer numbers;

  private TensorReader(Input input, DType format, int bytes) {
    this.input = input;
    this.format = format;
    this.reader = JsonReader.of(input.body(), input.content());
    this.numbers = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * The numbers of a tensor that is not {@link Datatype#BYTES}: little-endian, row-major, at any
   * address; those of a binary tensor are the request's own bytes.
   *
   * @throws HttpException 400 if there are more or fewer than the shape says, or one is not of the
   *     type
   */
  static MemorySegment numbers(Input input) {
    DType format = input.type().numbers().orElseThrow();
    long elements = input.elements();
    if (input.binary()) {
      requireBytes(input, elements, format);
      return bytes(input, input.content());
    }
    if (input.type() == Datatype.FP16) {
      throw bad("%s: FP16 has no form in JSON: send it as binary data", input(input.name()));
    }
    // A number takes two bytes of text at least, with the comma or bracket behind it.
    if (elements > input.content().length() / 2) {
      throw bad(
          "%s has the shape %s, but fewer numbers than that", input(input.name()), input.shape());
    }
    long bytes = elements * format.bytes();
    if (bytes > Integer.MAX_VALUE - 16) {
      throw bad("%s is too long: send it as binary data", input(input.name()));
    }
    try {
      return new TensorReader(input, format, (int) bytes).read();
    } catch (JsonException e) {
      throw bad("%s: the request's JSON %s", input(input.name()), e.getMessage());
    }
  }

  private static void requireBytes(Input input, long elements, DType format) {
    int length = input.content().length();
    if (elements != length / format.bytes() || length % format.bytes() != 0) {
      throw bad(
          "%s is %s %s, but has %d bytes",
          input(input.name()), input.type(), input.shape(), length);
    }
  }

  /**
   * The elements of a tensor of {@link Datatype#BYTES}, each a part of the request's own bytes.
   *
   * @throws HttpException 400 if it is not binary, or its lengths do not add up
   */
  static List<MemorySegment> elements(Input input) {
    if (!input.binary()) {
      throw bad(
          "%s: pictures are sent as binary data, with the parameter %s instead of 'data'",
          input(input.name()), Parameters.BINARY_SIZE);
    }
    ByteBuffer lengths = ByteBuffer.wrap(input.body()).order(ByteOrder.LITTLE_ENDIAN);
    Span content = input.content();
    List<MemorySegment> elements = new ArrayList<>();
    long at = content.from();
    while (at < content.to() && elements.size() < input.elements()) {
      long from = at + Integer.BYTES;
      long length = from > content.to() ? 0 : Integer.toUnsignedLong(lengths.getInt((int) at));
      if (from + length > content.to()) {
        throw bad(
            "%s: element %d reaches beyond the tensor's %d bytes",
            input(input.name()), elements.size(), content.length());
      }
      at = from + length;
      elements.add(bytes(input, new Span((int) from, (int) at)));
    }
    if (at != content.to() || elements.size() != input.elements()) {
      throw bad(
          "%s is BYTES %s, but its %d bytes hold %s elements",
          input(input.name()),
          input.shape(),
          content.length(),
          at == content.to() ? elements.size() : "more");
    }
    return elements;
  }

  private static MemorySegment bytes(Input input, Span span) {
    return MemorySegment.ofArray(input.body()).asSlice(span.from(), span.length()).asReadOnly();
  }

  private MemorySegment read() {
    if (!reader.isArray()) {
      throw bad("%s: 'data' is no array", input(input.name()));
    }
    list(0);
    reader.end();
    if (numbers.hasRemaining()) {
      throw count();
    }
    return MemorySegment.ofBuffer(numbers.flip()).asReadOnly();
  }

  /** All numbers in one array, or arrays in arrays just as the shape has them. */
  private void list(int axis) {
    int[] kinds = {0, 0}; // numbers, arrays
    int length =
        reader.array(
            _ -> {
              boolean isArray = reader.isArray();
              kinds[isArray ? 1 : 0] = 1;
              if (kinds[0] == kinds[1] || isArray && axis + 1 >= input.shape().size()) {
                throw nesting();
              }
              if (isArray) {
                list(axis + 1);
              } else {
                number();
              }
            });
    boolean isFlat = axis == 0 && kinds[1] == 0;
    boolean isInnermost = axis + 1 == input.shape().size();
    if (!isFlat && (length != input.shape().get(axis) || isInnermost == (kinds[1] == 1))) {
      throw nesting();
    }
  }

  private HttpException nesting() {
    return bad(
        "%s: 'data' does not nest as the shape %s says: give one flat array, or arrays in arrays",
        input(input.name()), input.shape());
  }

  private HttpException count() {
    return bad(
        "%s: 'data' has not as many numbers as the shape %s says",
        input(input.name()), input.shape());
  }

  private void number() {
    if (!numbers.hasRemaining()) {
      throw count();
    }
    switch (format) {
      case F32 -> numbers.putFloat(reader.float32());
      case F64 -> numbers.putDouble(reader.float64());
      case BOOL -> numbers.put((byte) (reader.bool() ? 1 : 0));
      case U8 -> numbers.put((byte) reader.integer(0, 0xff));
      case I8 -> numbers.put((byte) reader.integer(Byte.MIN_VALUE, Byte.MAX_VALUE));
      case U16 -> numbers.putShort((short) reader.integer(0, 0xffff));
      case I16 -> numbers.putShort((short) reader.integer(Short.MIN_VALUE, Short.MAX_VALUE));
      case U32 -> numbers.putInt((int) reader.integer(0, 0xffff_ffffL));
      case I32 -> numbers.putInt((int) reader.integer(Integer.MIN_VALUE, Integer.MAX_VALUE));
      case U64 -> numbers.putLong(reader.unsignedInteger());
      case I64 -> numbers.putLong(reader.integer(Long.MIN_VALUE, Long.MAX_VALUE));
      case F16, BF16, F8_E4M3, F8_E5M2 ->
          throw new IllegalStateException(format + " has no form in JSON");
    }
  }
}
