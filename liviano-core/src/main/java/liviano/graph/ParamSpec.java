package liviano.graph;

import liviano.tensor.Shape;

/**
 * A constant that a node needs.
 *
 * @param name its full name: the node's, a dot, and {@code weight}, {@code bias}, {@code scale},
 *     {@code offset}, {@code mean}, {@code variance}, {@code slope} or {@code centre}
 * @param role which of them it is
 * @param shape its extents; convolutions, transposed or not, are {@code [out, kernelH, kernelW, in
 *     / groups]}, depthwise ones {@code [kernelH, kernelW, out]}, dense layers {@code [units, in]}
 */
public record ParamSpec(String name, Role role, Shape shape) {

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
    CENTRE;

    /** The last part of the parameter's name. */
    public String suffix() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }
}
