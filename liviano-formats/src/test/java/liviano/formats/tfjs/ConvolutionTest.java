package liviano.formats.tfjs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import liviano.graph.Graph;
import liviano.graph.GraphBuilder;
import liviano.graph.Node;
import liviano.graph.Op;
import liviano.graph.Padding;
import liviano.graph.Window;
import liviano.tensor.Shape;
import liviano.weights.Weights;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/** What follows a convolution is folded into it, in whatever order it comes. */
class ConvolutionTest {
  private static final int IN = 2;
  private static final int OUT = 3;

  /** Factors and summands drawn in any order, held against the numbers that they act on. */
  @RepeatedTest(20)
  void foldedOrNotTheSumsAreTheSame(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    double[][] filter = {draw(random), draw(random)};
    double[] input = {random.nextGaussian(), random.nextGaussian()};
    float[] hwio = new float[IN * OUT];
    double[] expected = new double[OUT];
    for (int i = 0; i < IN; i++) {
      for (int c = 0; c < OUT; c++) {
        hwio[i * OUT + c] = (float) filter[i][c];
        expected[c] += input[i] * filter[i][c];
      }
    }
    Convolution folded = new Convolution(hwio, OUT);
    for (int step = 0; step < 5; step++) {
      boolean scales = random.nextBoolean();
      double[] numbers = draw(random);
      for (int c = 0; c < OUT; c++) {
        expected[c] = scales ? expected[c] * numbers[c] : expected[c] + numbers[c];
      }
      if (scales) {
        folded.scale(numbers);
      } else {
        folded.shift(numbers);
      }
    }
    Node node = node();
    Weights weights = Weights.of(folded.tensors(node.params()));
    float[] ohwi = weights.get("conv.weight").toFloats();
    float[] bias = weights.get("conv.bias").toFloats();
    for (int c = 0; c < OUT; c++) {
      double sum = bias[c];
      for (int i = 0; i < IN; i++) {
        sum += input[i] * ohwi[c * IN + i];
      }
      assertThat(sum).isCloseTo(expected[c], within(1e-5 * (1 + Math.abs(expected[c]))));
    }
  }

  private static double[] draw(Random random) {
    return random.doubles(OUT, -2, 2).toArray();
  }

  private static Node node() {
    GraphBuilder graph = Graph.builder();
    var image = graph.input("image", Shape.of(1, 1, IN));
    Op op = new Op.Conv2d(OUT, Window.square(1, 1, Padding.NONE), 1, true);
    graph.output("out", graph.add("conv", op, image));
    return graph.build().nodes().getFirst();
  }
}
