package liviano.engine;

import java.util.Optional;
import liviano.tensor.DType;
import liviano.tensor.Quantization;
import liviano.tensor.Shape;

/**
 * A tensor of a plan, batch included.
 *
 * @param id its number, unique in the plan
 * @param name the name of the graph value it holds
 * @param batch samples
 * @param shape extents of one sample
 * @param format how a number is stored
 * @param quantization how its integers stand for real numbers; empty if it is not quantized
 */
public record Operand(
    int id,
    String name,
    int batch,
    Shape shape,
    DType format,
    Optional<Quantization> quantization) {

  /** Of numbers that stand for themselves. */
  public Operand(int id, String name, int batch, Shape shape, DType format) {
    this(id, name, batch, shape, format, Optional.empty());
  }

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
