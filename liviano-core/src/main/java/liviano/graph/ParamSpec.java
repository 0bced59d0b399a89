package liviano.graph;

import liviano.tensor.DType;
import liviano.tensor.Shape;

/**
 * A constant that a node needs.
 *
 * @param name its full name: the node's, a dot, and {@code weight}, {@code bias}, {@code scale},
 *     {@code offset}, {@code mean}, {@code variance}, {@code slope}, {@code centre} or {@code
 *     value}
 * @param role which of them it is
 * @param shape its extents; convolutions, transposed or not, are {@code [out, kernelH, kernelW, in
 *     / groups]}, depthwise ones {@code [kernelH, kernelW, out]}, dense layers {@code [units, in]}
 * @param format in which it is computed with; for 32-bit floats the model may hold other floats
 */
public record ParamSpec(String name, Role role, Shape shape, DType format) {

  /** The same in another format. */
  ParamSpec in(DType other) {
    return new ParamSpec(name, role, shape, other);
  }

  /** What a constant is for. */
  public enum Role {
    WEIGHT,
    BIAS,
    SCALE,
    OFFSET,
    MEAN,
    VARIANCE,
    /** What negative numbers are multiplied by, a number per channel. */
    SLOPE,
    /** Points that are given and not trained. */
    CENTRE,
    /** What a constant of the graph gives. */
    VALUE;

    /** The last part of the parameter's name. */
    public String suffix() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }
}
