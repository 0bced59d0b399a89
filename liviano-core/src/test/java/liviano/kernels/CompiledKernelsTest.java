package liviano.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whether C2 really compiles the vector kernels: see {@link CompiledKernels} for the sign. */
class CompiledKernelsTest {
  private static final List<String> LARGE =
      List.of(
          "TileLoops::sixNarrow ",
          "Filter3x3::slide ",
          "Filter3x3::line ",
          "DepthwiseTaps::six ",
          "DepthwiseTaps::four ",
          "PoolTaps::fourMeans ",
          "PoolTaps::fourGreatest ");

  @ParameterizedTest
  @ValueSource(strings = {"-XX:+UseParallelGC", "-XX:UseAVX=2", "-XX:MaxVectorSize=16"})
  void everyKernelEndsUpAllocatingNothing(String flag) {
    List<String> allocating = allocating(flag);
    if (!allocating.isEmpty()) {
      // C2 does not compile alike in every JVM; what it gives up for good fails in the next one
      // too.
      allocating = allocating(flag);
    }

    assertThat(allocating).isEmpty();
  }

  /** The kernels that still allocate when they should have settled. */
  private static List<String> allocating(String flag) {
    List<String> settled = lines(ChildJvm.run(CompiledKernels.class, flag), "SETTLED").toList();
    assertThat(settled).hasSize(32);
    return settled.stream().filter(line -> !line.endsWith(" at 0 bytes")).toList();
  }

  @Test
  void noLargeKernelIsGivenUp() {
    // Inlined into its caller a method is not compiled by itself, and nothing is printed of it.
    Stream<String> alone =
        LARGE.stream()
            .map(
                method ->
                    "-XX:CompileCommand=dontinline,liviano.kernels.vector.loops." + method.strip());
    String[] flags =
        Stream.concat(Stream.of("-XX:+PrintCompilation", "-XX:CompileCommand=quiet"), alone)
            .toArray(String[]::new);
    String printed = ChildJvm.run(CompiledKernels.class, flags);

    assertThat(lines(printed, "COMPILE SKIPPED").filter(line -> line.contains("liviano")))
        .isEmpty();
    for (String method : LARGE) {
      assertThat(lines(printed, "liviano.kernels.vector.loops." + method))
          .as(method)
          .anyMatch(line -> line.matches("\\s*\\d+\\s+\\d+\\s+4 .*"));
    }
  }

  private static Stream<String> lines(String printed, String containing) {
    return printed.lines().filter(line -> line.contains(containing));
  }
}
