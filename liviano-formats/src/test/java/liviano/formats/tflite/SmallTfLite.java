package liviano.formats.tflite;

import com.google.flatbuffers.FlatBufferBuilder;
import liviano.formats.SmallModel;

/** A small TensorFlow Lite file of quantized integers, field by field of the public schema. */
public final class SmallTfLite {
  private static final byte INT32 = 2;
  private static final byte INT8 = 9;
  private static final int CONV_2D = 3;
  private static final int SOFTMAX = 25;
  private static final byte CONV_2D_OPTIONS = 1;
  private static final byte SOFTMAX_OPTIONS = 9;

  private final FlatBufferBuilder builder = new FlatBufferBuilder(1 << 10);

  private SmallTfLite() {}

  /** A convolution with a scale for each of its channels, and a softmax. */
  public static SmallModel quantized() {
    return SmallModel.of("quantized TensorFlow Lite", "model.tflite", new SmallTfLite().write());
  }

  private byte[] write() {
    byte[] kernel = new byte[2 * 3 * 3 * 3];
    for (int i = 0; i < kernel.length; i++) {
      kernel[i] = (byte) (i * 5 % 23 - 11);
    }
    int[] buffers = {buffer(), buffer(kernel), buffer(new byte[] {1, 0, 0, 0, 2, 0, 0, 0})};
    int[] tensors = {
      tensor("image", INT8, 0, quantization(3, 0.5f), 1, 6, 5, 3),
      tensor("kernel", INT8, 1, quantization(0, 0.25f, 0.125f), 2, 3, 3, 3),
      tensor("bias", INT32, 2, quantization(0, 0.125f, 0.0625f), 2),
      tensor("filtered", INT8, 0, quantization(-5, 0.75f), 1, 4, 3, 2),
      tensor("answer", INT8, 0, quantization(-128, 1 / 256f), 1, 4, 3, 2),
    };
    int[] operators = {
      operator(0, CONV_2D_OPTIONS, convolution(), new int[] {0, 1, 2}, 3),
      operator(1, SOFTMAX_OPTIONS, softmax(), new int[] {3}, 4)
    };
    int inputs = integers(0);
    int outputs = integers(4);
    int tensorVector = builder.createVectorOfTables(tensors);
    int operatorVector = builder.createVectorOfTables(operators);
    builder.startTable(4); // SubGraph
    builder.addOffset(0, tensorVector, 0);
    builder.addOffset(1, inputs, 0);
    builder.addOffset(2, outputs, 0);
    builder.addOffset(3, operatorVector, 0);
    int subgraphs = builder.createVectorOfTables(new int[] {builder.endTable()});
    int codes = builder.createVectorOfTables(new int[] {code(CONV_2D), code(SOFTMAX)});
    int bufferVector = builder.createVectorOfTables(buffers);
    builder.startTable(5); // Model
    builder.addInt(0, 3, 0); // version
    builder.addOffset(1, codes, 0);
    builder.addOffset(2, subgraphs, 0);
    builder.addOffset(4, bufferVector, 0);
    builder.finish(builder.endTable(), "TFL3");
    return builder.sizedByteArray();
  }

  private int buffer(byte... bytes) {
    int data = builder.createByteVector(bytes);
    builder.startTable(1); // Buffer
    if (bytes.length > 0) {
      builder.addOffset(0, data, 0);
    }
    return builder.endTable();
  }

  private int quantization(long zeroPoint, float... scales) {
    builder.startVector(Float.BYTES, scales.length, Float.BYTES);
    for (int i = scales.length - 1; i >= 0; i--) {
      builder.addFloat(scales[i]);
    }
    int scaleVector = builder.endVector();
    builder.startVector(Long.BYTES, scales.length, Long.BYTES);
    for (int i = 0; i < scales.length; i++) {
      builder.addLong(zeroPoint);
    }
    int zeroPoints = builder.endVector();
    builder.startTable(7); // QuantizationParameters
    builder.addOffset(2, scaleVector, 0);
    builder.addOffset(3, zeroPoints, 0);
    return builder.endTable();
  }

  private int tensor(String name, byte type, int buffer, int quantization, int... dims) {
    int shape = integers(dims);
    int text = builder.createString(name);
    builder.startTable(5); // Tensor
    builder.addOffset(0, shape, 0);
    builder.addByte(1, type, (byte) 0);
    builder.addInt(2, buffer, 0);
    builder.addOffset(3, text, 0);
    builder.addOffset(4, quantization, 0);
    return builder.endTable();
  }

  private int convolution() {
    builder.startTable(4); // Conv2DOptions
    builder.addByte(0, (byte) 1, 0); // padding: VALID
    builder.addInt(1, 1, 0); // stride_w
    builder.addInt(2, 1, 0); // stride_h
    return builder.endTable();
  }

  private int softmax() {
    builder.startTable(1); // SoftmaxOptions
    builder.addFloat(0, 1, 0); // beta
    return builder.endTable();
  }

  private int operator(int code, byte optionsType, int options, int[] reads, int write) {
    int inputs = integers(reads);
    int outputs = integers(write);
    builder.startTable(5); // Operator
    builder.addInt(0, code, 0);
    builder.addOffset(1, inputs, 0);
    builder.addOffset(2, outputs, 0);
    builder.addByte(3, optionsType, 0);
    builder.addOffset(4, options, 0);
    return builder.endTable();
  }

  private int code(int operation) {
    builder.startTable(4); // OperatorCode
    builder.addByte(0, (byte) operation, 0); // deprecated_builtin_code
    builder.addInt(2, 1, 0); // version
    builder.addInt(3, operation, 0); // builtin_code
    return builder.endTable();
  }

  private int integers(int... values) {
    builder.startVector(Integer.BYTES, values.length, Integer.BYTES);
    for (int i = values.length - 1; i >= 0; i--) {
      builder.addInt(values[i]);
    }
    return builder.endVector();
  }
}
