package liviano.formats.tflite;

/**
 * Operations of TensorFlow Lite.
 *
 * @see TfLiteFile
 */
enum BuiltinOp {
  ADD(0),
  AVERAGE_POOL_2D(1),
  CONCATENATION(2),
  CONV_2D(3),
  DEPTHWISE_CONV_2D(4),
  FULLY_CONNECTED(9),
  LOGISTIC(14),
  MAX_POOL_2D(17),
  RELU(19),
  RELU6(21),
  RESHAPE(22),
  RESIZE_BILINEAR(23),
  SOFTMAX(25),
  PAD(34),
  MEAN(40),
  PRELU(54),
  /** The third version reads a bias. */
  TRANSPOSE_CONV(67, 3),
  RESIZE_NEAREST_NEIGHBOR(97);

  private final byte code;
  private final int version;

  BuiltinOp(int code) {
    this(code, 1);
  }

  BuiltinOp(int code, int version) {
    this.code = (byte) code;
    this.version = version;
  }

  /** The first version of the operator that is what is written here. */
  int version() {
    return version;
  }

  /** Its number in {@code BuiltinOperator}. */
  byte code() {
    return code;
  }
}
