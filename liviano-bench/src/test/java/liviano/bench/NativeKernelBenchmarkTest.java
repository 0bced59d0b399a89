package liviano.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.reflect.Field;
import java.util.List;
import java.util.stream.Stream;
import liviano.kernels.KernelProvider;
import liviano.kernels.Providers;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.Param;

class NativeKernelBenchmarkTest {

  @Test
  void everyShapeThatIsNamedIsOneOfTheNetwork() throws NoSuchFieldException {
    Field shape = NativeKernelBenchmark.class.getDeclaredField("shape");
    assertThat(MobileNetShapes.all().keySet()).contains(shape.getAnnotation(Param.class).value());
  }

  /** Seventeen blocks of twelve kinds, and their layers; by none is a slower provider needed. */
  @Test
  void machineCodeServesEveryShape() {
    assertThat(MobileNetShapes.all().keySet())
        .filteredOn(name -> name.startsWith("block "))
        .hasSize(12);
    List<String> kinds =
        Stream.of("nativecode-avx512", "nativecode-avx2")
            .filter(kind -> Providers.unavailable(kind).isEmpty())
            .toList();
    assumeTrue(!kinds.isEmpty(), "machine code cannot serve here");
    for (String kind : kinds) {
      List<KernelProvider> alone = List.of(Providers.named(kind).getFirst());
      List<TimedKernel> kernels =
          TimedKernel.prepare(List.copyOf(MobileNetShapes.all().values()), alone);
      assertThat(kernels)
          .allSatisfy(
              kernel -> {
                kernel.run();
                assertThat(kernel.millis()).isPositive();
              });
    }
  }
}
