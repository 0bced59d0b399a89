package liviano.formats.importer;

import java.util.List;
import liviano.MalformedModelException;
import liviano.UnsupportedModelException;

/**
 * An operation at its place in a network.
 *
 * @param title what the file calls the operation, for people
 * @param name of what it gives, for people
 * @param inputs numbers of tensors, {@link #ABSENT} for one that is left out
 * @param output number of a tensor
 */
public record ForeignNode(
    String title, String name, ForeignOp op, List<Integer> inputs, int output) {

  /** In place of the number of an input that is left out. */
  public static final int ABSENT = -1;

  public ForeignNode {
    inputs = List.copyOf(inputs);
  }

  boolean has(int input) {
    return input < inputs.size() && inputs.get(input) != ABSENT;
  }

  /** The number of a tensor that it cannot do without. */
  int input(int index) {
    if (!has(index)) {
      throw malformed("it lacks input " + (index + 1));
    }
    return inputs.get(index);
  }

  /** What no program could compute. */
  MalformedModelException malformed(String reason) {
    return new MalformedModelException(where() + reason);
  }

  /** What is not computed here. */
  UnsupportedModelException unsupported(String reason) {
    return new UnsupportedModelException(
        where() + reason + "; export the network up to what it reads");
  }

  private String where() {
    return title + " of '" + LayerNames.shortened(name) + "': ";
  }
}
