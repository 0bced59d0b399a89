package liviano.engine;

import liviano.tensor.DType;
import liviano.tensor.Shape;

/**
 * A tensor of a plan, batch included.
 *
 * @param id its number, unique in the plan
 * @param name the name of the graph value it holds
 * @param batch samples
 * @param shape extents of one sample
 * @param format how a number is stored
 */
public record Operand(int id, String name, int batch, Shape shape, DType format) {

  /** Numbers of all samples. */
  public long elements() {
    return (long) batch * shape.elements();
  }

  /** Bytes of all samples. */
  public long bytes() {
    return elements() * format.bytes();
  }

  /** Positions in all maps of the batch: the product of all extents except the channels. */
  int rows() {
    return Math.toIntExact(elements() / shape.channels());
  }
}
