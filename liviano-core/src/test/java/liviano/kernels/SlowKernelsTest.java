package liviano.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import liviano.started.TwicePrograms;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a program that embeds the library hears of slow kernels, by the flags of its JVM. */
@Execution(ExecutionMode.CONCURRENT)
class SlowKernelsTest {
  private static final String DENY = "--illegal-native-access=deny";
  private static final String ALLOW = "--enable-native-access=ALL-UNNAMED";
  private static final String VECTORS = "--add-modules=jdk.incubator.vector";
  private static final List<String> MOBILE = List.of("mobilenet_v2", "32");

  /** Has depthwise filters of 5x5 and 7x7, for which there is no machine code. */
  private static final List<String> GAPS = List.of("nasnet_a_mobile", "-");

  private static final String SLOW = "slower than this machine could";

  @BeforeEach
  void machineCodeAndVectorsServe() {
    Assumptions.assumeTrue(
        Providers.nativeCodeUnavailable().isEmpty() && Providers.vectorUnavailable().isEmpty(),
        "machine code or vectors cannot serve here");
  }

  @Test
  void plainLoopsForEverythingAreWarnedOfOnce() {
    String printed = ChildJvm.runBare(TwicePrograms.class, MOBILE, DENY);
    assertThat(printed).contains("served by [scalar]");
    assertThat(warnings(printed))
        .singleElement()
        .asString()
        .endsWith(
            "networks run on the scalar kernels, slower than this machine could: no machine code,"
                + " because the JVM forbids native access (--illegal-native-access=deny); give it"
                + " --enable-native-access=ALL-UNNAMED; and no vector kernels, because the JVM was"
                + " started without --add-modules jdk.incubator.vector");
  }

  @Test
  void vectorsInPlaceOfMachineCodeAreWarnedOfOnce() {
    String printed = ChildJvm.runBare(TwicePrograms.class, MOBILE, DENY, VECTORS);
    assertThat(warnings(printed))
        .singleElement()
        .asString()
        .contains("on the vector kernels", "give it " + ALLOW)
        .doesNotContain("--add-modules");
  }

  @Test
  void aModuleIsNamedByItsName() {
    String printed = ChildJvm.runAsModule(TwicePrograms.class, MOBILE, DENY);
    assertThat(warnings(printed))
        .singleElement()
        .asString()
        .contains("give it --enable-native-access=liviano.core;");
    assertThat(
            warnings(
                ChildJvm.runAsModule(
                    TwicePrograms.class, MOBILE, DENY, "--enable-native-access=liviano.core")))
        .isEmpty();
  }

  @Test
  void whereMachineCodeIsNotMadeVectorsAreMissed() {
    String printed = ChildJvm.runBare(TwicePrograms.class, MOBILE, "-Dos.arch=aarch64");
    assertThat(warnings(printed))
        .singleElement()
        .asString()
        .contains("no vector kernels", "--add-modules jdk.incubator.vector")
        .doesNotContain("machine code");
  }

  @Test
  void layersThatMachineCodeLacksAreWarnedOfOnce() {
    String printed = ChildJvm.runBare(TwicePrograms.class, GAPS, ALLOW);
    assertThat(printed).contains("served by [nativecode, scalar]");
    assertThat(warnings(printed))
        .singleElement()
        .asString()
        .contains("layers that machine code lacks", "--add-modules jdk.incubator.vector");
    assertThat(warnings(ChildJvm.runBare(TwicePrograms.class, GAPS, ALLOW, VECTORS))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "--enable-native-access=ALL-UNNAMED, -Xmx1g",
    "--illegal-native-access=deny, -Dliviano.kernels=scalar",
    "--enable-native-access=ALL-UNNAMED, -Dliviano.kernels=nativecode",
    "--enable-native-access=ALL-UNNAMED, -Dliviano.cpu=avx2",
  })
  void whatIsFastOrForcedIsNotWarnedOf(String access, String flag) {
    String printed = ChildJvm.runBare(TwicePrograms.class, MOBILE, access, flag);
    assertThat(warnings(printed)).isEmpty();
  }

  @Test
  void whatTheCallerChoseIsNotWarnedOf() {
    for (String chosen : List.of("scalar", "vector")) {
      List<String> arguments = List.of("mobilenet_v2", "32", chosen);
      String printed = ChildJvm.runBare(TwicePrograms.class, arguments, ALLOW, VECTORS);
      assertThat(printed).contains("served by").doesNotContain("[nativecode");
      assertThat(warnings(printed)).isEmpty();
    }
  }

  @Test
  void aMachineThatHasNothingFasterIsNotBlamed() {
    Optional<String> narrow = Optional.of("the processor has no AVX2 and FMA");
    Optional<String> unresolved = Optional.of("the JVM was started without it");
    assertThat(SlowKernels.hindrances(narrow, Optional.empty(), unresolved, false)).isEmpty();
    assertThat(SlowKernels.hindrances(narrow, Optional.empty(), Optional.empty(), false)).isEmpty();
    // Another system, whose vectors serve: there is no better.
    Optional<String> foreign = Optional.of("the processor is not an x86-64");
    assertThat(SlowKernels.hindrances(foreign, Optional.empty(), Optional.empty(), true)).isEmpty();
  }

  @Test
  void theSystemsRefusalNamesItsRemedy() {
    Optional<String> refused = Optional.of("the system does not let memory be executed (mprotect)");
    assertThat(SlowKernels.hindrances(refused, Optional.of("allow it"), Optional.empty(), true))
        .contains(
            "networks run on the vector kernels, slower than this machine could: no machine code,"
                + " because the system does not let memory be executed (mprotect); allow it");
  }

  private static List<String> warnings(String printed) {
    return printed.lines().filter(line -> line.contains(SLOW)).toList();
  }
}
