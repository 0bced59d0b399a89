package liviano.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;
import liviano.kernels.Frame;
import liviano.kernels.Kernel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Many rounds of tiny kernels, so that threads meet in every order. */
@Timeout(60)
class WorkersTest {
  private static final int UNITS = 64;
  private static final int ROUNDS = 2000;
  private static final Frame NOTHING =
      new Frame(new MemorySegment[0], MemorySegment.NULL, new MemorySegment[0]);

  /** Counts how often each unit is computed. */
  private record Counting(AtomicIntegerArray times) implements Kernel {
    Counting() {
      this(UNITS);
    }

    Counting(int units) {
      this(new AtomicIntegerArray(units));
    }

    @Override
    public int units() {
      return times.length();
    }

    @Override
    public void run(Frame frame, int fromUnit, int toUnit, int worker) {
      for (int unit = fromUnit; unit < toUnit; unit++) {
        times.incrementAndGet(unit);
      }
    }

    int[] counts() {
      return IntStream.range(0, units()).map(times::get).toArray();
    }
  }

  /** Fails wherever it is run. */
  private record Failing() implements Kernel {
    @Override
    public int units() {
      return UNITS;
    }

    @Override
    public void run(Frame frame, int fromUnit, int toUnit, int worker) {
      throw new IllegalArgumentException("unit " + fromUnit);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void everyUnitIsComputedOnce(int threads) {
    Workers workers = Workers.of(threads);
    Counting kernel = new Counting();

    for (int round = 0; round < ROUNDS; round++) {
      workers.run(kernel, NOTHING);
    }

    assertThat(kernel.counts()).containsOnly(ROUNDS);
  }

  /** Some workers get nothing to do then. */
  @ParameterizedTest
  @CsvSource({"2, 1", "3, 1", "3, 2", "4, 3", "8, 1", "8, 5", "8, 7", "8, 8", "8, 9"})
  void moreThreadsThanUnitsComputeEachOnce(int threads, int units) {
    Workers workers = Workers.of(threads);
    Counting kernel = new Counting(units);

    for (int round = 0; round < ROUNDS; round++) {
      workers.run(kernel, NOTHING);
    }

    assertThat(kernel.counts()).hasSize(units).containsOnly(ROUNDS);
  }

  /** Who finds the helpers busy computes alone. */
  @Test
  void callersDoNotDisturbEachOther() throws InterruptedException {
    Workers workers = Workers.of(2);
    Counting kernel = new Counting();
    int callers = 3;

    Thread[] threads = new Thread[callers];
    for (int i = 0; i < callers; i++) {
      threads[i] =
          Thread.ofPlatform()
              .start(
                  () -> {
                    for (int round = 0; round < ROUNDS; round++) {
                      workers.run(kernel, NOTHING);
                    }
                  });
    }
    for (Thread thread : threads) {
      thread.join();
    }

    assertThat(kernel.counts()).containsOnly(callers * ROUNDS);
  }

  @Test
  void aFailureIsTheCallersAndNotTheNextOnes() {
    Workers workers = Workers.of(2);
    Counting sound = new Counting();

    for (int round = 0; round < ROUNDS; round++) {
      assertThatThrownBy(() -> workers.run(new Failing(), NOTHING))
          .hasStackTraceContaining("IllegalArgumentException: unit");
      workers.run(sound, NOTHING);
    }

    assertThat(sound.counts()).containsOnly(ROUNDS);
  }
}
