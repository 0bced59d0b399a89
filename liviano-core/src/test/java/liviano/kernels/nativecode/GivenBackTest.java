package liviano.kernels.nativecode;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import liviano.engine.CompileOptions;
import liviano.engine.Engine;
import liviano.engine.Program;
import liviano.graph.Graph;
import liviano.kernels.Providers;
import liviano.kernels.nativecode.memory.Pages;
import liviano.kernels.scalar.ScalarProvider;
import liviano.model.RandomWeights;
import liviano.zoo.Recipe;
import liviano.zoo.Zoo;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** What machine code takes of the system besides the heap goes with the last program. */
final class GivenBackTest {
  /** Knows which pages are out. */
  private static final class Watched extends SystemPages {
    final Set<Long> out = ConcurrentHashMap.newKeySet();

    @Override
    public MemorySegment map(long bytes) {
      MemorySegment mapped = super.map(bytes);
      out.add(mapped.address());
      return mapped;
    }

    @Override
    public void unmap(MemorySegment mapped) {
      out.remove(mapped.address()); // before the system may give the address again
      super.unmap(mapped);
    }
  }

  @Test
  void codeAndWeightsGoWithTheLastProgram() throws InterruptedException {
    Assumptions.assumeTrue(
        Providers.nativeCodeUnavailable().isEmpty(), "machine code cannot serve here");
    Watched pages = new Watched();

    Program kept = compile(pages);
    run(compile(pages));
    int both = pages.out.size();
    waitUntil(() -> pages.out.size() <= both / 2);
    assertThat(pages.out).as("of the program that is left").hasSize(both / 2);

    run(kept);
    kept = null;
    waitUntil(pages.out::isEmpty);
    assertThat(pages.out).isEmpty();
  }

  private static Program compile(Pages pages) {
    Graph graph = Zoo.graph(Recipe.of("mobilenet_v2").withWidth(0.35).withResolution(32));
    NativeProvider provider =
        new NativeProvider(Machine.detect(Optional.empty()).isaOrThrow(), pages, System::nanoTime);
    return Engine.compile(
        graph,
        RandomWeights.of(graph, 1),
        CompileOptions.defaults().withProviders(List.of(provider, new ScalarProvider())));
  }

  private static void run(Program program) {
    program.newSession().run();
  }

  private interface Condition {
    boolean holds();
  }

  private static void waitUntil(Condition condition) throws InterruptedException {
    long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!condition.holds() && System.nanoTime() < end) {
      System.gc();
      Thread.sleep(20);
    }
  }
}
