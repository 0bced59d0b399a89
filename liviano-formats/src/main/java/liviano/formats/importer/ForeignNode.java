package liviano.formats.importer;

import java.util.List;
import liviano.Limits;
import liviano.Limits.Limit;
import liviano.MalformedModelException;
import liviano.UnsupportedModelException;

/**
 * An operation at its place in a network.
 *
 * @param title what the file calls the operation, for people
 * @param name of what it gives, for people
 * @param inputs numbers of tensors, {@link #ABSENT} for one that is left out
 * @param outputs numbers of tensors, at least one; {@link #ABSENT} for one that nobody asks for
 */
public record ForeignNode(
    String title, String name, ForeignOp op, List<Integer> inputs, List<Integer> outputs) {

  /** In place of the number of a tensor that is left out. */
  public static final int ABSENT = -1;

  public ForeignNode {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    if (outputs.isEmpty()) {
      throw new IllegalArgumentException(title + " of '" + name + "' gives nothing");
    }
  }

  /** A node of one output. */
  public ForeignNode(String title, String name, ForeignOp op, List<Integer> inputs, int output) {
    this(title, name, op, inputs, List.of(output));
  }

  /** The number of the first tensor that it gives. */
  public int output() {
    return outputs.getFirst();
  }

  /** Whether somebody asks for that output. */
  boolean gives(int output) {
    return output < outputs.size() && outputs.get(output) != ABSENT;
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

  /**
   * @throws UnsupportedModelException if it asks for more than the limit
   */
  void require(Limits limits, Limit limit, long asked) {
    limits.require(limit, asked, title + " of '" + LayerNames.shortened(name) + "'");
  }

  private String where() {
    return title + " of '" + LayerNames.shortened(name) + "': ";
  }
}
