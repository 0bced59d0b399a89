package liviano.formats.tensorflow;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import liviano.MalformedModelException;
import liviano.UnsupportedModelException;

/**
 * One operation of a TensorFlow graph.
 *
 * @param op TensorFlow's name of the operation
 * @param inputs what it reads; nodes that it only has to run after are left out
 */
record GraphNode(String name, String op, List<Port> inputs, Map<String, Attribute> attributes) {
  private static final int LONGEST_NAME = 80;

  GraphNode {
    inputs = List.copyOf(inputs);
    attributes = Map.copyOf(attributes);
  }

  /**
   * An input.
   *
   * @throws MalformedModelException if there is none
   */
  Port input(int index) {
    if (index >= inputs.size()) {
      throw malformed("it reads " + inputs.size() + " tensors, but " + (index + 1) + " are needed");
    }
    return inputs.get(index);
  }

  Optional<String> text(String name) {
    return attribute(name)
        .map(value -> value instanceof Attribute.Text(String text) ? text : wrong(name));
  }

  Optional<Integer> whole(String name) {
    return attribute(name)
        .map(
            value ->
                value instanceof Attribute.Whole(long number) ? small(name, number) : wrong(name));
  }

  Optional<Float> real(String name) {
    return attribute(name)
        .map(value -> value instanceof Attribute.Real(float number) ? number : wrong(name));
  }

  Optional<Boolean> flag(String name) {
    return attribute(name)
        .map(value -> value instanceof Attribute.Flag(boolean set) ? set : wrong(name));
  }

  boolean isSet(String name) {
    return flag(name).orElse(false);
  }

  Optional<DataType> type(String name) {
    return attribute(name)
        .map(value -> value instanceof Attribute.Type(DataType type) ? type : wrong(name));
  }

  Optional<Attribute.Dims> dims(String name) {
    return attribute(name).map(value -> value instanceof Attribute.Dims dims ? dims : wrong(name));
  }

  Optional<List<Integer>> wholes(String name) {
    return attribute(name)
        .map(
            value ->
                value instanceof Attribute.Wholes(List<Long> numbers)
                    ? numbers.stream().map(number -> small(name, number)).toList()
                    : wrong(name));
  }

  List<String> texts(String name) {
    return attribute(name)
        .map(
            value ->
                value instanceof Attribute.Texts(List<String> texts) ? texts : none(name, value))
        .orElse(List.of());
  }

  /** An empty list does not say of what. */
  private List<String> none(String name, Attribute value) {
    return value instanceof Attribute.Wholes(List<Long> numbers) && numbers.isEmpty()
        ? List.of()
        : wrong(name);
  }

  private Optional<Attribute> attribute(String name) {
    return Optional.ofNullable(attributes.get(name));
  }

  private int small(String name, long number) {
    if (number != (int) number) {
      throw malformed("its setting '" + name + "' is " + number);
    }
    return (int) number;
  }

  private <T> T wrong(String name) {
    throw malformed("its setting '" + name + "' is of another kind");
  }

  /** What no program could compute. */
  MalformedModelException malformed(String reason) {
    return new MalformedModelException(where() + reason);
  }

  /** What is not computed here. */
  UnsupportedModelException unsupported(String reason) {
    return new UnsupportedModelException(
        where() + reason + "; cut the graph before it with --outputs");
  }

  String where() {
    return shortened(op) + " of '" + shortened(name) + "': ";
  }

  /** A name that fits into a line, without letters that would break it. */
  static String shortened(String name) {
    String printable = name.replaceAll("[^\\x20-\\x7e]", "?");
    return printable.length() <= LONGEST_NAME
        ? printable
        : printable.substring(0, LONGEST_NAME) + "...";
  }
}
