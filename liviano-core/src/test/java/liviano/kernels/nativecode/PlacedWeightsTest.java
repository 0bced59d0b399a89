package liviano.kernels.nativecode;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;
import liviano.engine.CompileOptions;
import liviano.engine.Engine;
import liviano.graph.Graph;
import liviano.kernels.KernelProvider;
import liviano.kernels.PackedWeights;
import liviano.kernels.Providers;
import liviano.kernels.scalar.ScalarProvider;
import liviano.model.RandomWeights;
import liviano.weights.Weights;
import liviano.zoo.Recipe;
import liviano.zoo.Zoo;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Where packed weights lie is chosen when their cache is made, and by nobody later. */
final class PlacedWeightsTest {
  private static final Graph GRAPH =
      Zoo.graph(Recipe.of("mobilenet_v2").withWidth(0.35).withResolution(32));
  private static final Weights WEIGHTS = RandomWeights.of(GRAPH, 1);

  private static final class Counting extends SystemPages {
    private long large;

    @Override
    public void preferLarge(MemorySegment pages) {
      large += pages.byteSize();
      super.preferLarge(pages);
    }
  }

  private final Counting pages = new Counting();

  @BeforeEach
  void machineCodeServes() {
    Assumptions.assumeTrue(
        Providers.nativeCodeUnavailable().isEmpty(), "machine code cannot serve here");
  }

  private CompileOptions.Builder options() {
    KernelProvider provider =
        new NativeProvider(Machine.detect(Optional.empty()).isaOrThrow(), pages, System::nanoTime);
    return CompileOptions.builder().providers(List.of(provider, new ScalarProvider()));
  }

  @Test
  void aProgramOfItsOwnPacksWhereItsFirstProviderReadsBest() {
    Engine.compile(GRAPH, WEIGHTS, options().build());

    assertThat(pages.large).isPositive();
  }

  @Test
  void aCacheOfTheOptionsLiesThereToo() {
    CompileOptions options = options().build();
    PackedWeights shared = options.newPackedWeights();
    Engine.compile(GRAPH, WEIGHTS, options.toBuilder().packedWeights(shared).build());
    long once = pages.large;
    Engine.compile(GRAPH, WEIGHTS, options.toBuilder().packedWeights(shared).build());

    assertThat(once).isPositive().isGreaterThanOrEqualTo(shared.bytes());
    assertThat(pages.large).isEqualTo(once);
  }

  /** A cache in other memory stays there, whichever kernels pack into it. */
  @Test
  void noProviderMovesAGivenCache() {
    PackedWeights given = new PackedWeights();
    Engine.compile(GRAPH, WEIGHTS, options().packedWeights(given).build());

    assertThat(given.bytes()).isPositive();
    assertThat(pages.large).isZero();
  }
}
