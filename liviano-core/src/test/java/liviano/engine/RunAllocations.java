package liviano.engine;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import liviano.graph.Graph;
import liviano.kernels.Providers;
import liviano.model.RandomWeights;
import liviano.zoo.Recipe;
import liviano.zoo.Zoo;

/**
 * Prints the least number of bytes that 20 runs of a network allocate, which is none once its
 * kernels are compiled. A process of its own, because C2 compiles a kernel by the shapes that the
 * process has run before: those of other tests make it box vectors.
 */
final class RunAllocations {
  private static final long SECONDS = 60;

  private RunAllocations() {}

  /**
   * @param arguments the name of the provider
   */
  public static void main(String[] arguments) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    Graph graph =
        Zoo.graph(Recipe.of("mobilenet_v2").withWidth(0.35).withResolution(48).withClasses(10));
    CompileOptions options =
        CompileOptions.builder().providers(Providers.named(arguments[0])).build();
    Session session = Engine.compile(graph, RandomWeights.of(graph, 7), options).newSession();
    long least = Long.MAX_VALUE;
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    while (least > 0 && System.nanoTime() < deadline) {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int n = 0; n < 20; n++) {
        session.run();
      }
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
    }
    System.out.println("allocated " + least);
  }
}
