package liviano.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import liviano.kernels.nativecode.NativeProviders;
import liviano.kernels.scalar.ScalarProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Execution(ExecutionMode.CONCURRENT)
class KernelSuiteTest {

  /** Scalar too: it owes the same bits in any order, and each number to one unit. */
  static List<KernelProvider> providers() {
    return Providers.available().stream()
        .filter(provider -> !provider.name().equals("nativecode"))
        .toList();
  }

  static List<KernelProvider> machineCode() {
    return NativeProviders.all();
  }

  @ParameterizedTest
  @MethodSource("providers")
  void everyProviderHoldsTheContract(KernelProvider provider) {
    Set<Class<?>> served = KernelSuite.run(provider);

    assertThat(served).hasSizeGreaterThanOrEqualTo(15);
    if (provider instanceof ScalarProvider) {
      assertThat(served).containsExactlyInAnyOrderElementsOf(KindsOfTask.all());
    }
  }

  @ParameterizedTest
  @MethodSource("machineCode")
  void machineCodeHoldsTheContract(KernelProvider provider) {
    assertThat(KernelSuite.run(provider))
        .containsExactlyInAnyOrder(
            Linear.Pointwise.class,
            Linear.Depthwise.class,
            Linear.Convolution.class,
            Fused.InvertedResidual.class,
            Fused.PooledPointwise.class,
            Resample.AveragePool.class,
            Rows.Softmax.class,
            Elementwise.Sigmoid.class,
            Resample.Resize.class,
            Move.Concat.class);
  }

  /** Those that the suite then runs over their inputs: enough, and with shortcuts among them. */
  @ParameterizedTest
  @MethodSource("machineCode")
  void machineCodeOverwritesBlocks(KernelProvider provider) {
    assertThat(KernelSuite.cases())
        .filteredOn(
            test ->
                provider.offer(test.task()).filter(offer -> offer.overwritesInput(1)).isPresent())
        .hasSizeGreaterThan(10)
        .anySatisfy(test -> assertThat(test.task().inputs()).isEqualTo(2));
  }

  @Test
  void scalarIsThere() {
    assertThat(providers()).hasAtLeastOneElementOfType(ScalarProvider.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-XX:UseAVX=2", "-XX:MaxVectorSize=16"})
  void narrowerVectorsHoldTheContract(String flag) {
    assertThat(ChildJvm.run(KernelSuite.class, flag)).contains("25 kinds of task hold");
  }

  /** The suite itself must notice: a kernel that is wrong in one number. */
  @Test
  void aWrongNumberIsNoticed() {
    KernelProvider wrong = new SpoiledProvider();
    KernelCase test = KernelSuite.cases().getFirst();

    assertThatThrownBy(() -> KernelChecks.holds(wrong, test))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("scalar says");
  }
}
