package liviano.paper.experiments;

import java.util.List;
import java.util.stream.IntStream;

/**
 * A separable convolution of several channels in numbers: each channel through a kernel of its own,
 * and each output channel a weighted sum of what comes out. Without padding and non-linearities.
 *
 * @param input one map a channel
 * @param depthwise one kernel a channel
 * @param pointwise a row an output channel, a column an input channel
 */
public record SeparableExample(List<Matrix> input, List<Matrix> depthwise, Matrix pointwise) {

  /** Two channels of 4x4, edges to the right and downwards, mixed into three channels. */
  public static final SeparableExample SMALL =
      new SeparableExample(
          List.of(
              Matrix.parse("0,0,1,1;0,0,1,1;0,0,1,1;0,0,1,1"),
              Matrix.parse("0,0,0,0;0,0,0,0;2,2,2,2;2,2,2,2")),
          List.of(Matrix.parse("-1,0,1;-1,0,1;-1,0,1"), Matrix.parse("-1,-1,-1;0,0,0;1,1,1")),
          Matrix.parse("1,0;1,1;1,-0.5"));

  /**
   * @throws IllegalArgumentException if there is not a kernel and a weight a channel
   */
  public SeparableExample {
    input = List.copyOf(input);
    depthwise = List.copyOf(depthwise);
    if (input.isEmpty()
        || input.size() != depthwise.size()
        || input.size() != pointwise.columns()) {
      throw new IllegalArgumentException("a kernel and a column of weights for each channel");
    }
  }

  /** Each channel through its kernel: the depthwise step. */
  public List<Matrix> filtered() {
    return IntStream.range(0, input.size())
        .mapToObj(i -> PlainConvolution.of(input.get(i), depthwise.get(i), 1))
        .toList();
  }

  /** The weighted sums of the filtered channels: the pointwise step. */
  public List<Matrix> output() {
    return sums(filtered());
  }

  private List<Matrix> sums(List<Matrix> maps) {
    return IntStream.range(0, pointwise.rows())
        .mapToObj(
            out ->
                Matrix.of(
                    maps.getFirst().rows(),
                    maps.getFirst().columns(),
                    (row, column) ->
                        IntStream.range(0, maps.size())
                            .mapToDouble(i -> pointwise.at(out, i) * maps.get(i).at(row, column))
                            .sum()))
        .toList();
  }

  /**
   * The same by one standard convolution, whose kernel for an output and an input channel is the
   * depthwise kernel times the weight.
   */
  public List<Matrix> standard() {
    return IntStream.range(0, pointwise.rows())
        .mapToObj(
            out ->
                IntStream.range(0, input.size())
                    .mapToObj(
                        i ->
                            PlainConvolution.of(
                                input.get(i),
                                depthwise.get(i).map(value -> pointwise.at(out, i) * value),
                                1))
                    .reduce(SeparableExample::sum)
                    .orElseThrow())
        .toList();
  }

  private static Matrix sum(Matrix a, Matrix b) {
    return Matrix.of(a.rows(), a.columns(), (row, column) -> a.at(row, column) + b.at(row, column));
  }

  /** What it counts: the layer with its numbers of channels, at the positions of the output. */
  public SeparableConvolution layer() {
    Matrix map = filtered().getFirst();
    return new SeparableConvolution(
        map.rows(), map.columns(), input.size(), pointwise.rows(), depthwise.getFirst().rows());
  }
}
