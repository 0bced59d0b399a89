package liviano.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NativeMemoryTest {
  @ParameterizedTest
  @ValueSource(longs = {0, 1, 63, 64, 65, 4096, 1_000_003})
  void givesZerosOnABoundaryForAnyThread(long bytes) {
    for (int i = 0; i < 5; i++) {
      MemorySegment memory = NativeMemory.allocate(bytes);
      assertThat(memory.byteSize()).isEqualTo(bytes);
      assertThat(memory.address() % NativeMemory.ALIGNMENT).isZero();
      assertThat(memory.isNative() && !memory.isReadOnly()).isTrue();
      assertThat(memory.isAccessibleBy(new Thread())).isTrue();
      assertThat(memory.toArray(ValueLayout.JAVA_BYTE)).containsOnly(new byte[bytes == 0 ? 0 : 1]);
      memory.fill((byte) 7);
    }
  }
}
