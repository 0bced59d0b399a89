package liviano.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import liviano.kernels.nativecode.NativeProviders;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** In a process of its own: a touch beside a buffer ends it. */
@EnabledOnOs(OS.LINUX)
@Execution(ExecutionMode.CONCURRENT)
final class GuardPagesTest {
  private static final String NATIVE = "--enable-native-access=ALL-UNNAMED";

  @Test
  void machineCodeTouchesNothingBesideItsBuffers() {
    int kinds = NativeProviders.all().size() + NativeProviders.forIntegers().size();
    Assumptions.assumeTrue(kinds > 0, "machine code cannot serve here");

    assertThat(ChildJvm.run(GuardPages.class, NATIVE).lines())
        .filteredOn(line -> line.contains(" touch nothing beside"))
        .hasSize(kinds);
  }

  @Test
  void aTouchBesideABufferIsNoticed() {
    assertThatThrownBy(() -> ChildJvm.run(GuardPages.Touch.class, NATIVE))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("SIGSEGV");
  }
}
