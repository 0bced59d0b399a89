package liviano.kernels.nativecode;

import java.lang.foreign.Linker;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import liviano.engine.CompileOptions;
import liviano.engine.Engine;
import liviano.graph.Graph;
import liviano.kernels.MadeCode;
import liviano.kernels.nativecode.memory.PosixPages;
import liviano.kernels.scalar.ScalarProvider;
import liviano.model.RandomWeights;
import liviano.zoo.Recipe;
import liviano.zoo.Zoo;
import liviano.zoo.layers.Norm;

/**
 * Prints how long it takes, by the clock of the thread, to make the code of a network: its name,
 * its resolution, its classes, and for DeepLabv3 its head.
 */
@SuppressWarnings("restricted")
public final class MakingCode {
  private MakingCode() {}

  public static void main(String[] args) {
    Recipe recipe =
        Recipe.of(args[0])
            .withNorm(Norm.FOLDED)
            .withResolution(Integer.parseInt(args[1]))
            .withClasses(Integer.parseInt(args[2]));
    if (args.length > 3) {
      recipe = recipe.withHead(args[3]).withOutputStride(16);
    }
    Graph graph = Zoo.graph(recipe);
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    NativeProvider provider =
        new NativeProvider(
            Machine.detect(Optional.empty()).isaOrThrow(),
            new PosixPages(Linker.nativeLinker()),
            threads::getCurrentThreadCpuTime);
    Engine.compile(
        graph,
        RandomWeights.of(graph, 1),
        CompileOptions.defaults().withProviders(List.of(provider, new ScalarProvider())));
    MadeCode made = provider.made();
    System.out.printf(
        Locale.ROOT,
        "%d kernels of %d bytes in %.2f ms%n",
        made.pieces(),
        made.bytes(),
        made.nanos() * 1e-6);
  }
}
