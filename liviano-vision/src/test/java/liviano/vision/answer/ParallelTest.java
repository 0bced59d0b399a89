package liviano.vision.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60) // a work that waits for another that never begins
class ParallelTest {
  private static final List<Integer> NUMBERS = IntStream.range(0, 100).boxed().toList();

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 200})
  void resultsKeepTheOrder(int threads) {
    assertThat(Parallel.map(NUMBERS, threads, i -> 3 * i))
        .isEqualTo(NUMBERS.stream().map(i -> 3 * i).toList());
    assertThat(Parallel.map(List.of(), threads, i -> i)).isEmpty();
  }

  /** Each waits for the other: one thread would never come to the second. */
  @Test
  void elementsAreWorkedOnAtTheSameTime() {
    CyclicBarrier both = new CyclicBarrier(2);

    assertThat(Parallel.map(List.of(1, 2), 2, i -> await(both, i))).containsExactly(1, 2);
  }

  @Test
  void noMoreThreadsWorkThanAllowed() {
    Set<Thread> workers = ConcurrentHashMap.newKeySet();
    Parallel.map(NUMBERS, 3, _ -> workers.add(Thread.currentThread()));

    assertThat(workers).hasSizeLessThanOrEqualTo(3);
    workers.remove(Thread.currentThread());
    assertThat(workers).allMatch(helper -> !helper.isAlive());
  }

  /**
   * The second fails first in time, the first one in the list fails later: it is the one thrown.
   */
  @Test
  void theFirstFailureOfTheListIsThrownAndNothingIsBegunAfterwards() {
    CountDownLatch secondFails = new CountDownLatch(1);
    Set<Integer> begun = ConcurrentHashMap.newKeySet();

    assertThatThrownBy(
            () ->
                Parallel.map(
                    NUMBERS,
                    2,
                    i -> {
                      begun.add(i);
                      if (i == 1) {
                        secondFails.countDown();
                        throw new IllegalStateException("second");
                      }
                      await(secondFails);
                      throw new IllegalStateException(i == 0 ? "first" : "later");
                    }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("first");
    assertThat(begun).contains(0, 1).hasSizeLessThanOrEqualTo(3);
  }

  @Test
  void errorsAreThrownAsTheyAre() {
    assertThatThrownBy(
            () ->
                Parallel.map(
                    NUMBERS,
                    2,
                    _ -> {
                      throw new AssertionError("broken");
                    }))
        .isInstanceOf(AssertionError.class)
        .hasMessage("broken");
  }

  /** The caller has its own element done, and waits for that of a helper, which waits for ever. */
  @Test
  void anInterruptOfTheCallerReachesItsHelpers() {
    Thread caller = Thread.currentThread();
    CountDownLatch never = new CountDownLatch(1);

    assertThatThrownBy(
            () ->
                Parallel.map(
                    List.of(0, 1),
                    2,
                    i -> {
                      if (Thread.currentThread() != caller) {
                        caller.interrupt();
                        await(never);
                      }
                      // The helper's thread has an element of its own, whichever it is.
                      while (!caller.isInterrupted()) {
                        Thread.onSpinWait();
                      }
                      return i;
                    }))
        .hasMessage("interrupted");
    assertThat(Thread.interrupted()).isTrue();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted", e);
    }
  }

  private static int await(CyclicBarrier barrier, int result) {
    try {
      barrier.await();
      return result;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
