package liviano.formats.onnx;

/** Field numbers of {@code onnx.proto} that only reading needs, by message. */
final class OnnxFields {
  private OnnxFields() {}

  static final class Model {
    static final int METADATA = 14;
    static final int FUNCTIONS = 25;

    private Model() {}
  }

  static final class OperatorSet {
    static final int DOMAIN = 1;

    private OperatorSet() {}
  }

  /** Of a pair of texts. */
  static final class Entry {
    static final int KEY = 1;
    static final int VALUE = 2;

    private Entry() {}
  }

  static final class Graph {
    static final int SPARSE_INITIALIZER = 15;

    private Graph() {}
  }

  static final class Node {
    static final int DOMAIN = 7;

    private Node() {}
  }

  static final class Attribute {
    static final int TENSOR = 5;
    static final int FLOATS = 7;
    static final int STRINGS = 9;

    private Attribute() {}
  }

  static final class Tensor {
    static final int FLOAT_DATA = 4;
    static final int INT32_DATA = 5;
    static final int STRING_DATA = 6;
    static final int INT64_DATA = 7;
    static final int DOUBLE_DATA = 10;
    static final int UINT64_DATA = 11;
    static final int EXTERNAL_DATA = 13;
    static final int DATA_LOCATION = 14;

    private Tensor() {}
  }

  static final class Type {
    static final int DIM_PARAM = 2;

    private Type() {}
  }
}
