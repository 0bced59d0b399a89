package liviano.bench;

import java.util.concurrent.TimeUnit;
import liviano.engine.CompileOptions;
import liviano.engine.Engine;
import liviano.engine.Session;
import liviano.graph.Graph;
import liviano.kernels.Providers;
import liviano.model.RandomWeights;
import liviano.zoo.Recipe;
import liviano.zoo.Zoo;
import liviano.zoo.layers.Norm;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One inference of MobileNetV2, in five JVMs one after the other, since C2 does not compile alike
 * in every one.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(value = 5, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 3, time = 2)
public class NetworkBenchmark {
  @Param({"1.0"})
  double width;

  @Param({"224"})
  int resolution;

  @Param({"vector", "scalar"})
  String kernels;

  @Param({"1", "2"})
  int threads;

  private Session session;

  @Setup
  public void compile() {
    Graph graph =
        Zoo.graph(
            Recipe.of("mobilenet_v2")
                .withWidth(width)
                .withResolution(resolution)
                .withNorm(Norm.FOLDED));
    session =
        Engine.compile(
                graph,
                RandomWeights.of(graph, 1),
                CompileOptions.defaults()
                    .withProviders(Providers.named(kernels))
                    .withThreads(threads))
            .newSession();
  }

  @Benchmark
  public Session infer() {
    session.run();
    return session;
  }
}
