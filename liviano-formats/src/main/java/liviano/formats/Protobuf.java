package liviano.formats;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Models written as protobuf messages, which begin with no mark of their own: told by the fields
 * that come first.
 */
final class Protobuf {
  /** What an ONNX file is. */
  static final String ONNX = "an ONNX model";

  /** What a GraphDef is. */
  static final String GRAPH = "a TensorFlow graph (.pb)";

  private static final int VARINT = 0;
  private static final int LENGTH = 2;
  private static final int LONGEST_NAME = 200;
  private static final Pattern NAME = Pattern.compile("[\\x20-\\x7e]*");
  private static final Pattern TENSORFLOW_OPERATION = Pattern.compile("[A-Z][A-Za-z0-9_]*");

  /** Of ONNX's ModelProto: what may stand before the graph. */
  private static final Set<Integer> ONNX_TEXTS = Set.of(2, 3, 4, 6);

  private static final int ONNX_GRAPH = 7;
  private static final int ONNX_OPSET = 8;
  private static final int ONNX_MODEL_VERSION = 5;
  private static final int NEWEST_ONNX = 100;

  /** The tags of nodes, name and initializers of a graph. */
  private static final Set<Long> ONNX_GRAPH_STARTS = Set.of(0x0aL, 0x12L, 0x2aL);

  private final byte[] bytes;
  private int at;

  private Protobuf(byte[] bytes) {
    this.bytes = bytes;
  }

  /** The kind of model that a file with such first bytes is, in words; empty if it is none. */
  static Optional<String> kind(byte[] prefix) {
    if (new Protobuf(prefix).isOnnx()) {
      return Optional.of(ONNX);
    }
    if (new Protobuf(prefix).isGraphDef()) {
      return Optional.of(GRAPH);
    }
    return new Protobuf(prefix).isSavedModel()
        ? Optional.of("a TensorFlow SavedModel (saved_model.pb)")
        : Optional.empty();
  }

  /** The version of the format, then who made it, then the graph. */
  private boolean isOnnx() {
    if (!next(1, VARINT)) {
      return false;
    }
    long version = varint();
    if (version < 1 || version > NEWEST_ONNX) {
      return false;
    }
    boolean maker = false;
    while (at < bytes.length) {
      long tag = varint();
      int field = (int) (tag >>> 3);
      if ((tag & 7) == VARINT && field == ONNX_MODEL_VERSION) {
        varint();
      } else if ((tag & 7) == LENGTH && ONNX_TEXTS.contains(field)) {
        maker |= field == 2;
        if (text(LONGEST_NAME, NAME).isEmpty()) {
          return false;
        }
      } else {
        return (tag & 7) == LENGTH
            && (maker
                ? field == ONNX_GRAPH || field == ONNX_OPSET
                : field == ONNX_GRAPH && varint() > 0 && ONNX_GRAPH_STARTS.contains(varint()));
      }
    }
    return false;
  }

  /** A first node with a name and the name of an operation. */
  private boolean isGraphDef() {
    if (!next(1, LENGTH) || varint() < 4) {
      return false;
    }
    return next(1, LENGTH)
        && text(LONGEST_NAME, NAME).isPresent()
        && next(2, LENGTH)
        && text(LONGEST_NAME, TENSORFLOW_OPERATION).isPresent();
  }

  /** Version 1 of the format, and a graph with its tags that is longer than any name. */
  private boolean isSavedModel() {
    return next(1, VARINT) && varint() == 1 && next(2, LENGTH) && varint() > LONGEST_NAME;
  }

  private boolean next(int field, int wireType) {
    return at < bytes.length && varint() == (field << 3 | wireType);
  }

  /** A length and so many bytes; empty if they are too many or other letters. */
  private Optional<String> text(int most, Pattern letters) {
    long length = varint();
    if (length < 0 || length > Math.min(most, bytes.length - at)) {
      return Optional.empty();
    }
    String text = new String(bytes, at, (int) length, ISO_8859_1);
    at += (int) length;
    return letters.matcher(text).matches() ? Optional.of(text) : Optional.empty();
  }

  /** Negative where there is none. */
  private long varint() {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE && at < bytes.length; shift += 7) {
      byte next = bytes[at++];
      value |= (long) (next & 0x7F) << shift;
      if (next >= 0) {
        return value;
      }
    }
    return -1;
  }
}
