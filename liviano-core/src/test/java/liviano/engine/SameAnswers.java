package liviano.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import liviano.graph.Graph;
import liviano.kernels.Providers;
import liviano.model.RandomWeights;
import liviano.weights.Weights;

/** Programs of one network, from {@code image} to {@code out}, held against the plain loops. */
final class SameAnswers {
  static final CompileOptions SCALAR =
      CompileOptions.builder().providers(Providers.named("scalar")).build();

  private SameAnswers() {}

  /**
   * Each way of compiling gives what the plain loops give layer by layer, and the same bits on one
   * to four threads.
   *
   * @param tolerance as a share of the largest number, and of 1 where all are smaller
   */
  static void hold(
      Graph graph, Random random, int batch, List<CompileOptions> ways, float tolerance) {
    Weights weights = RandomWeights.of(graph, 1);
    float[] image = new float[graph.inputs().getFirst().shape().elements() * batch];
    for (int i = 0; i < image.length; i++) {
      image[i] = (float) random.nextGaussian();
    }
    float[] expected =
        run(graph, weights, SCALAR.toBuilder().batch(batch).fusesBlocks(false).build(), image);
    float scale = 1;
    for (float x : expected) {
      scale = Math.max(scale, Math.abs(x));
    }
    for (CompileOptions way : ways) {
      CompileOptions options = way.toBuilder().batch(batch).build();
      float[] actual = run(graph, weights, options, image);
      for (int i = 0; i < expected.length; i++) {
        assertThat(actual[i])
            .as("%s: output %d", options.providers().getFirst().description(), i)
            .isCloseTo(expected[i], within(tolerance * scale));
      }
      for (int threads = 2; threads <= 4; threads++) {
        assertThat(run(graph, weights, options.toBuilder().threads(threads).build(), image))
            .isEqualTo(actual);
      }
    }
  }

  private static float[] run(Graph graph, Weights weights, CompileOptions options, float[] image) {
    Session session = Engine.compile(graph, weights, options).newSession();
    session.input("image").copyFrom(image);
    session.run();
    session.run();
    return session.output("out").toArray();
  }
}
