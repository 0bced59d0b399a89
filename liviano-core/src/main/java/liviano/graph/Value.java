package liviano.graph;

import java.util.ArrayList;
import java.util.List;
import liviano.tensor.Shape;

/**
 * A tensor that an input or a node gives.
 *
 * @param id its number, unique in the graph
 * @param name the name of the input, or of the node if that gives nothing else; unique in the graph
 * @param type what it looks like
 */
public record Value(int id, String name, TensorType type) {

  /** Of number and name alone: values are looked up often, and a type may hold many scales. */
  @Override
  public int hashCode() {
    return 31 * id + name.hashCode();
  }

  /** The types of values, in order. */
  static List<TensorType> types(List<Value> values) {
    List<TensorType> types = new ArrayList<>(values.size());
    for (Value value : values) {
      types.add(value.type());
    }
    return types;
  }

  /** The extents of one sample. */
  public Shape shape() {
    return type.shape();
  }
}
