package liviano.paper.experiments;

import java.util.Locale;
import liviano.graph.Graph;
import liviano.graph.GraphBuilder;
import liviano.graph.Op;
import liviano.graph.Padding;
import liviano.graph.Value;
import liviano.graph.Window;
import liviano.tensor.Shape;

/**
 * A convolution and the two that can replace it: a depthwise one, which filters each channel by
 * itself, and a 1x1 one, which mixes them (section 3.1 of the paper).
 *
 * @param height of the map, h
 * @param width of the map, w
 * @param in channels of the input, d
 * @param out channels of the output, e
 * @param kernel rows, and columns, of the window, k
 */
public record SeparableConvolution(int height, int width, int in, int out, int kernel) {
  private static final int MOST = 1 << 14;

  /**
   * @throws IllegalArgumentException if a number is not from 1 to 16384, or the multiply-adds do
   *     not fit into 63 bits
   */
  public SeparableConvolution {
    require("height", height);
    require("width", width);
    require("in", in);
    require("out", out);
    require("kernel", kernel);
    try {
      product(height, width, in, out, kernel, kernel);
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "the multiply-adds of a %dx%d convolution of %dx%dx%d to %d channels are too many to count",
              kernel,
              kernel,
              height,
              width,
              in,
              out),
          e);
    }
  }

  private static void require(String what, int value) {
    if (value < 1 || value > MOST) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "%s must be from 1 to %d, is %d", what, MOST, value));
    }
  }

  private static long product(long... factors) {
    long product = 1;
    for (long factor : factors) {
      product = Math.multiplyExact(product, factor);
    }
    return product;
  }

  /** Multiply-adds of the standard convolution: {@code h w d e k^2}. */
  public long standard() {
    return product(height, width, in, out, kernel, kernel);
  }

  /** Multiply-adds of the two in its place: {@code h w d (k^2 + e)}. */
  public long separable() {
    return product(height, width, in, (long) kernel * kernel + out);
  }

  /** Numbers of the standard convolution's kernel: {@code d e k^2}. */
  public long standardParameters() {
    return product(in, out, kernel, kernel);
  }

  /** Numbers of the two kernels in its place: {@code d (k^2 + e)}. */
  public long separableParameters() {
    return product(in, (long) kernel * kernel + out);
  }

  /** How many times dearer the standard one is, exactly: {@code 1 / (1/e + 1/k^2)}. */
  public double ratio() {
    return 1 / (1.0 / out + 1 / ruleOfThumb());
  }

  /** The paper's "almost a factor of" {@code k^2}, which the ratio nears as e grows. */
  public double ruleOfThumb() {
    return (double) kernel * kernel;
  }

  /** The standard convolution alone: input {@code map}, output {@code map}. */
  public Graph standardGraph() {
    GraphBuilder graph = Graph.builder();
    Value map = graph.input("map", Shape.of(height, width, in));
    return graph.output("map", graph.add("standard", convolution(kernel), map)).build();
  }

  /** The two in its place: input {@code map}, output {@code map}. */
  public Graph separableGraph() {
    GraphBuilder graph = Graph.builder();
    Value map = graph.input("map", Shape.of(height, width, in));
    Value filtered = graph.add("depthwise", new Op.DepthwiseConv2d(window(kernel), 1, false), map);
    return graph.output("map", graph.add("pointwise", convolution(1), filtered)).build();
  }

  private Op.Conv2d convolution(int size) {
    return new Op.Conv2d(out, window(size), 1, false);
  }

  private static Window window(int size) {
    return Window.square(size, 1, Padding.SAME);
  }
}
