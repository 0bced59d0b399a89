package liviano.formats.onnx;

import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import liviano.MalformedModelException;
import liviano.UnsupportedModelException;
import liviano.formats.importer.LayerNames;

/**
 * An operation of an ONNX graph.
 *
 * @param type its name in ONNX
 * @param opset version of the set of operations that the model names for it
 * @param inputs names of tensors; an empty one is left out
 * @param outputs likewise
 */
record OnnxNode(
    String name,
    String type,
    String domain,
    int opset,
    List<String> inputs,
    List<String> outputs,
    Map<String, WireMessage> attributes) {

  static OnnxNode of(WireMessage node, int opset) {
    Map<String, WireMessage> attributes = new HashMap<>();
    for (WireMessage attribute : node.messages(Fields.Node.ATTRIBUTE)) {
      attributes.put(attribute.text(Fields.Attribute.NAME), attribute);
    }
    return new OnnxNode(
        node.text(Fields.Node.NAME),
        node.text(Fields.Node.OP_TYPE),
        node.text(OnnxFields.Node.DOMAIN),
        opset,
        node.texts(Fields.Node.INPUT),
        node.texts(Fields.Node.OUTPUT),
        attributes);
  }

  boolean has(int input) {
    return input < inputs.size() && !inputs.get(input).isEmpty();
  }

  boolean has(String attribute) {
    return attributes.containsKey(attribute);
  }

  /** A whole number of 32 bits. */
  int integer(String attribute, int otherwise) {
    long number = whole(attribute, otherwise);
    return small(attribute, number);
  }

  /** A whole number of 64 bits. */
  long whole(String attribute, long otherwise) {
    return has(attribute) ? attributes.get(attribute).number(Fields.Attribute.INT, 0) : otherwise;
  }

  boolean flag(String attribute) {
    return whole(attribute, 0) != 0;
  }

  float real(String attribute, float otherwise) {
    if (!has(attribute)) {
      return otherwise;
    }
    return Float.intBitsToFloat((int) attributes.get(attribute).number(Fields.Attribute.FLOAT, 0));
  }

  String text(String attribute, String otherwise) {
    return has(attribute) ? attributes.get(attribute).text(Fields.Attribute.STRING) : otherwise;
  }

  /** Whole numbers; none if the attribute is not there. */
  List<Integer> integers(String attribute) {
    return longs(attribute).stream().map(number -> small(attribute, number)).toList();
  }

  List<Long> longs(String attribute) {
    return has(attribute) ? attributes.get(attribute).numbers(Fields.Attribute.INTS) : List.of();
  }

  List<Float> reals(String attribute) {
    return has(attribute)
        ? attributes.get(attribute).floats(OnnxFields.Attribute.FLOATS)
        : List.of();
  }

  Optional<MemorySegment> tensor(String attribute) {
    return has(attribute)
        ? attributes.get(attribute).all(OnnxFields.Attribute.TENSOR).stream().findFirst()
        : Optional.empty();
  }

  private int small(String attribute, long number) {
    if (number != (int) number) {
      throw malformed(attribute + " is " + number);
    }
    return (int) number;
  }

  /**
   * Requires the first output, which no operation leaves out.
   *
   * @throws MalformedModelException if there is none, or it has no name
   */
  void requireOutput() {
    if (outputs.isEmpty() || outputs.getFirst().isEmpty()) {
      throw malformed("it gives nothing");
    }
  }

  /** The name for people: that of the node, or of what it gives. */
  String title() {
    return !name.isEmpty() || outputs.isEmpty() ? name : outputs.getFirst();
  }

  MalformedModelException malformed(String reason) {
    return new MalformedModelException(
        type + " of '" + LayerNames.shortened(title()) + "': " + reason);
  }

  UnsupportedModelException unsupported(String reason) {
    return new UnsupportedModelException(
        type
            + " of '"
            + LayerNames.shortened(title())
            + "': "
            + reason
            + "; export the network up to what it reads");
  }
}
