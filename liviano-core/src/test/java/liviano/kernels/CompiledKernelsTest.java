package liviano.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whether C2 really compiles the vector kernels: see {@link CompiledKernels} for the sign. */
@Isolated
class CompiledKernelsTest {
  private static final int JVMS = 3;

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
    // C2 does not compile alike in every JVM; what it gives up for good fails in each of them.
    Set<String> allocating = allocating(flag);
    for (int jvm = 1; jvm < JVMS && !allocating.isEmpty(); jvm++) {
      allocating.retainAll(allocating(flag));
    }

    assertThat(allocating).isEmpty();
  }

  /** The kernels that still allocate when they should have settled. */
  private static Set<String> allocating(String flag) {
    List<String> settled = lines(ChildJvm.run(CompiledKernels.class, flag), "SETTLED").toList();
    assertThat(settled).hasSize(40);
    return settled.stream()
        .filter(line -> !line.endsWith(" at 0 bytes"))
        .map(line -> line.substring(0, line.lastIndexOf(" at ")))
        .collect(Collectors.toCollection(TreeSet::new));
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

    // Where a class was loaded meanwhile the compiler begins again.
    assertThat(
            lines(printed, "COMPILE SKIPPED")
                .filter(line -> line.contains("liviano"))
                .filter(line -> !line.endsWith("concurrent class loading")))
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
