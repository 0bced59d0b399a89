package liviano.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;

@SuppressWarnings("restricted")
class ArgumentsTest {
  private final Arguments arguments = new Arguments(40);

  @Test
  void passesTheFirstNumbersAndNoOthers() {
    for (int i = 0; i < 40; i++) {
      arguments.set(i, -1L - i);
    }

    long address = arguments.pass(25);

    assertThat(address).isEqualTo(arguments.address(0)).matches(a -> a % 64 == 0);
    for (int i = 0; i < 40; i++) {
      assertThat(read(arguments.address(i))).isEqualTo(i < 25 ? -1L - i : 0);
    }
  }

  @Test
  void keepsWhatWasSetWhateverTheCodeWrites() {
    arguments.set(3, 7);
    arguments.pass(4);
    at(arguments.address(3)).set(ValueLayout.JAVA_LONG, 0, 8);

    assertThat(arguments.get(3)).isEqualTo(7);

    arguments.pass(4);
    assertThat(read(arguments.address(3))).isEqualTo(7);
  }

  @Test
  void workersHaveTheirOwn() {
    Arguments[] workers = Arguments.of(2, 3);
    workers[1].set(0, 5);
    workers[1].pass(2);

    assertThat(read(workers[0].address(0))).isZero();
    assertThat(read(workers[1].address(0))).isEqualTo(5);
    assertThat(read(workers[2].address(0))).isZero();
  }

  private static long read(long address) {
    return at(address).get(ValueLayout.JAVA_LONG, 0);
  }

  private static MemorySegment at(long address) {
    return MemorySegment.ofAddress(address).reinterpret(Long.BYTES);
  }
}
