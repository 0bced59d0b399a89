package liviano.formats.tflite;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.flatbuffers.FlatBufferBuilder;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import liviano.UnsupportedModelException;
import liviano.graph.TensorType;
import liviano.tensor.DType;
import liviano.tensor.Quantization;

/** A TensorFlow Lite model of one subgraph under construction. */
final class TfLiteFile {
  private static final int VERSION = 3;
  private static final String IDENTIFIER = "TFL3";
  private static final byte FLOAT32 = 0;
  private static final byte INT32 = 2;
  private static final byte UINT8 = 3;
  private static final byte INT8 = 9;

  /**
   * Newer operations have this one in the field of the first schema, and their number elsewhere.
   */
  private static final int LAST_DEPRECATED = 127;

  /** In place of a tensor that an operator does without. */
  static final int NONE = -1;

  /** Kernels read constants with aligned loads. */
  private static final int ALIGNMENT = 16;

  /** FlatBuffers end at 2 GiB; the tables need a little of that. */
  private static final long MOST_CONSTANT_BYTES = Integer.MAX_VALUE - (64L << 20);

  private final FlatBufferBuilder builder = new FlatBufferBuilder(1 << 16);
  private final List<Integer> tensors = new ArrayList<>();
  private final List<Integer> operators = new ArrayList<>();
  private final List<Integer> buffers = new ArrayList<>();
  private final List<Code> codes = new ArrayList<>();

  /** The format of each tensor, as {@code TensorType} numbers it. */
  private final List<Byte> types = new ArrayList<>();

  private long constantBytes;

  /** An operation at a version. */
  private record Code(BuiltinOp op, int version) {}

  TfLiteFile() {
    builder.startTable(1); // buffer 0 is the empty one, of what is computed
    buffers.add(builder.endTable());
  }

  /** A tensor that is computed or given. */
  int tensor(String name, int... dims) {
    return tensor(name, FLOAT32, 0, dims);
  }

  /** The same of floats, or of bytes that stand for such. */
  int tensor(String name, TensorType type, int... dims) {
    return type.quantization()
        .map(how -> tensor(name, code(type.dtype()), 0, table(how, 0), dims))
        .orElseGet(() -> tensor(name, dims));
  }

  /**
   * A constant of integers that stand for real numbers.
   *
   * @param axis along which its scales lie, if there are several
   */
  int constant(
      String name, DType format, ByteBuffer bytes, Quantization how, int axis, int... dims) {
    return tensor(name, code(format), buffer(bytes), table(how, axis), dims);
  }

  /**
   * A tensor of another format that is computed or given.
   *
   * @param type as {@code TensorType} numbers it
   */
  int tensorOf(String name, int type, int... dims) {
    return tensor(name, (byte) type, 0, dims);
  }

  int constant(String name, float[] values, int... dims) {
    ByteBuffer bytes = bytes(values.length);
    bytes.asFloatBuffer().put(values);
    return tensor(name, FLOAT32, buffer(bytes), dims);
  }

  int integers(String name, int[] values, int... dims) {
    ByteBuffer bytes = bytes(values.length);
    bytes.asIntBuffer().put(values);
    return tensor(name, INT32, buffer(bytes), dims);
  }

  /**
   * A constant of any format.
   *
   * @param type as {@code TensorType} numbers it
   */
  int constant(String name, int type, ByteBuffer bytes, int... dims) {
    return tensor(name, (byte) type, buffer(bytes), dims);
  }

  void operator(BuiltinOp op, List<Integer> inputs, int output, Settings settings) {
    operator(op, inputs, List.of(output), settings);
  }

  /**
   * An operator of several outputs.
   *
   * @param inputs each a tensor, or {@link #NONE}
   */
  void operator(BuiltinOp op, List<Integer> inputs, List<Integer> outputs, Settings settings) {
    boolean signed = inputs.stream().anyMatch(input -> input != NONE && types.get(input) == INT8);
    Code code = new Code(op, op.version(signed));
    if (!codes.contains(code)) {
      codes.add(code);
    }
    int reads = vector(inputs);
    int writes = vector(outputs);
    int options = settings.type() == 0 ? 0 : settings.write(builder);
    builder.startTable(5); // Operator
    builder.addInt(0, codes.indexOf(code), 0); // opcode_index
    builder.addOffset(1, reads, 0); // inputs
    builder.addOffset(2, writes, 0); // outputs
    builder.addByte(3, settings.type(), 0); // builtin_options_type
    builder.addOffset(4, options, 0); // builtin_options
    operators.add(builder.endTable());
  }

  /** The whole file, without metadata. */
  ByteBuffer finish(List<Integer> inputs, List<Integer> outputs) {
    return finish(inputs, outputs, Map.of());
  }

  /**
   * The whole file.
   *
   * @param texts its metadata, by their names
   */
  ByteBuffer finish(List<Integer> inputs, List<Integer> outputs, Map<String, String> texts) {
    int metadata = metadata(texts);
    int[] operatorCodes = codes.stream().mapToInt(this::operatorCode).toArray();
    int subgraph = subgraph(inputs, outputs);
    int codeVector = builder.createVectorOfTables(operatorCodes);
    int subgraphs = builder.createVectorOfTables(new int[] {subgraph});
    int description = builder.createString("liviano");
    int data = builder.createVectorOfTables(array(buffers));
    builder.startTable(7); // Model
    builder.addInt(0, VERSION, 0); // version
    builder.addOffset(1, codeVector, 0); // operator_codes
    builder.addOffset(2, subgraphs, 0); // subgraphs
    builder.addOffset(3, description, 0); // description
    builder.addOffset(4, data, 0); // buffers
    builder.addOffset(6, metadata, 0); // metadata
    builder.finish(builder.endTable(), IDENTIFIER);
    return builder.dataBuffer();
  }

  /** A vector of tables; 0 where there is none. */
  private int metadata(Map<String, String> texts) {
    List<Integer> tables = new ArrayList<>();
    texts.forEach(
        (name, text) -> {
          int title = builder.createString(name);
          int buffer = buffer(ByteBuffer.wrap(text.getBytes(UTF_8)));
          builder.startTable(2); // Metadata
          builder.addOffset(0, title, 0); // name
          builder.addInt(1, buffer, 0); // buffer
          tables.add(builder.endTable());
        });
    return tables.isEmpty() ? 0 : builder.createVectorOfTables(array(tables));
  }

  private int operatorCode(Code code) {
    BuiltinOp op = code.op();
    builder.startTable(4); // OperatorCode
    builder.addByte(0, (byte) Math.min(op.code(), LAST_DEPRECATED), 0); // deprecated_builtin_code
    builder.addInt(2, code.version(), 0); // version
    builder.addInt(3, op.code(), 0); // builtin_code
    return builder.endTable();
  }

  private int subgraph(List<Integer> inputs, List<Integer> outputs) {
    int tensorVector = builder.createVectorOfTables(array(tensors));
    int reads = vector(inputs);
    int writes = vector(outputs);
    int operatorVector = builder.createVectorOfTables(array(operators));
    builder.startTable(4); // SubGraph
    builder.addOffset(0, tensorVector, 0); // tensors
    builder.addOffset(1, reads, 0); // inputs
    builder.addOffset(2, writes, 0); // outputs
    builder.addOffset(3, operatorVector, 0); // operators
    return builder.endTable();
  }

  private int tensor(String name, byte type, int buffer, int... dims) {
    return tensor(name, type, buffer, 0, dims);
  }

  /**
   * @param quantization table of it; 0 for none
   */
  private int tensor(String name, byte type, int buffer, int quantization, int... dims) {
    int title = builder.createString(name);
    int shape = vector(Arrays.stream(dims).boxed().toList());
    builder.startTable(5); // Tensor
    builder.addOffset(0, shape, 0); // shape
    builder.addByte(1, type, 0); // type
    builder.addInt(2, buffer, 0); // buffer
    builder.addOffset(3, title, 0); // name
    builder.addOffset(4, quantization, 0); // quantization
    types.add(type);
    tensors.add(builder.endTable());
    return tensors.size() - 1;
  }

  /** Zero points are as many as scales. */
  private int table(Quantization how, int axis) {
    int count = how.scales().size();
    builder.startVector(Float.BYTES, count, Float.BYTES);
    how.scales().reversed().forEach(builder::addFloat);
    int scales = builder.endVector();
    builder.startVector(Long.BYTES, count, Long.BYTES);
    for (int channel = count - 1; channel >= 0; channel--) {
      builder.addLong(how.zeroPoint(channel));
    }
    int zeroPoints = builder.endVector();
    builder.startTable(7); // QuantizationParameters
    builder.addOffset(2, scales, 0); // scale
    builder.addOffset(3, zeroPoints, 0); // zero_point
    builder.addInt(6, axis, 0); // quantized_dimension
    return builder.endTable();
  }

  private static byte code(DType format) {
    return switch (format) {
      case I8 -> INT8;
      case U8 -> UINT8;
      case I32 -> INT32;
      default -> throw new AssertionError(format);
    };
  }

  private int buffer(ByteBuffer bytes) {
    constantBytes += bytes.remaining();
    if (constantBytes > MOST_CONSTANT_BYTES) {
      throw new UnsupportedModelException(
          "its weights take over 1.9 GiB, and one TensorFlow Lite file holds no more than 2");
    }
    builder.createUnintializedVector(1, bytes.remaining(), ALIGNMENT).put(bytes);
    int data = builder.endVector();
    builder.startTable(1); // Buffer
    builder.addOffset(0, data, 0); // data
    buffers.add(builder.endTable());
    return buffers.size() - 1;
  }

  private int vector(List<Integer> values) {
    builder.startVector(Integer.BYTES, values.size(), Integer.BYTES);
    values.reversed().forEach(builder::addInt);
    return builder.endVector();
  }

  private static int[] array(List<Integer> values) {
    return values.stream().mapToInt(Integer::intValue).toArray();
  }

  private static ByteBuffer bytes(int numbers) {
    return ByteBuffer.allocate(Math.multiplyExact(numbers, Integer.BYTES))
        .order(ByteOrder.LITTLE_ENDIAN);
  }
}
