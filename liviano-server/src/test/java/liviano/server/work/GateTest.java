package liviano.server.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** So many work, so many wait in order, and the others are told when to come again. */
@Timeout(60)
class GateTest {
  private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();
  private final CountDownLatch hold = new CountDownLatch(1);

  @AfterEach
  void close() {
    hold.countDown();
    callers.shutdownNow();
  }

  private static TimeLimit limit() {
    return TimeLimit.of(Duration.ofSeconds(50));
  }

  private static <R> R run(Gate gate, Stages.Work<R, Exception> work) throws Exception {
    return gate.run(limit(), new Stages(), work);
  }

  /** Occupies a place until {@link #hold} is released. */
  private Future<Integer> occupy(Gate gate, CountDownLatch began, int result) {
    return callers.submit(
        (Callable<Integer>)
            () ->
                run(
                    gate,
                    () -> {
                      began.countDown();
                      hold.await();
                      return result;
                    }));
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    while (!condition.getAsBoolean()) {
      Thread.sleep(1);
    }
  }

  @Test
  void givesWhatTheWorkGivesOrThrows() throws Exception {
    try (Gate gate = new Gate(1, 0)) {
      assertThat(run(gate, () -> "done")).isEqualTo("done");
      assertThatThrownBy(
              () ->
                  run(
                      gate,
                      () -> {
                        throw new IOException("broken");
                      }))
          .isInstanceOf(IOException.class)
          .hasMessage("broken");
      assertThatThrownBy(
              () ->
                  run(
                      gate,
                      () -> {
                        throw new StackOverflowError();
                      }))
          .isInstanceOf(StackOverflowError.class);
      assertThat(run(gate, () -> "again")).isEqualTo("again");
      assertThat(gate.working()).isZero();
      assertThat(gate.waiting()).isZero();
    }
  }

  @Test
  void refusesWhoFindsTheQueueFull() throws Exception {
    try (Gate gate = new Gate(2, 1)) {
      CountDownLatch began = new CountDownLatch(2);
      List<Future<Integer>> all = new ArrayList<>();
      all.add(occupy(gate, began, 1));
      all.add(occupy(gate, began, 2));
      began.await();
      all.add(occupy(gate, new CountDownLatch(1), 3));
      await(() -> gate.waiting() == 1);

      assertThatThrownBy(() -> run(gate, () -> 4))
          .isInstanceOfSatisfying(
              BusyException.class,
              e -> assertThat(e.retryAfter()).isGreaterThanOrEqualTo(Duration.ofSeconds(1)));
      assertThat(gate.refused()).isEqualTo(1);
      assertThat(gate.working()).isEqualTo(2);

      hold.countDown();
      for (int i = 0; i < 3; i++) {
        assertThat(all.get(i).get()).isEqualTo(i + 1);
      }
      assertThat(run(gate, () -> 5)).isEqualTo(5);
    }
  }

  @Test
  void thoseWhoWaitComeInOrder() throws Exception {
    try (Gate gate = new Gate(1, 10)) {
      CountDownLatch began = new CountDownLatch(1);
      occupy(gate, began, 0);
      began.await();
      ConcurrentLinkedQueue<Integer> order = new ConcurrentLinkedQueue<>();
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        int number = i;
        all.add(callers.submit((Callable<Boolean>) () -> run(gate, () -> order.add(number))));
        await(() -> gate.waiting() == number + 1);
      }
      hold.countDown();
      for (Future<?> one : all) {
        one.get();
      }
      assertThat(order).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    }
  }

  @Test
  void whoseTimeIsOverLeavesTheQueue() throws Exception {
    try (Gate gate = new Gate(1, 1)) {
      CountDownLatch began = new CountDownLatch(1);
      Future<Integer> first = occupy(gate, began, 1);
      began.await();
      AtomicBoolean worked = new AtomicBoolean();
      Stages stages = new Stages();

      assertThatThrownBy(
              () ->
                  gate.run(
                      TimeLimit.of(Duration.ofMillis(200)),
                      stages,
                      () -> {
                        worked.set(true);
                        return 0;
                      }))
          .isInstanceOf(OutOfTimeException.class);
      assertThat(gate.waiting()).isZero();
      assertThat(stages.nanos(Stage.QUEUE)).isPositive();

      hold.countDown();
      assertThat(first.get()).isEqualTo(1);
      assertThat(run(gate, () -> 2)).isEqualTo(2);
      assertThat(worked).isFalse();
    }
  }

  @Test
  void workWhoseTimeIsOverIsInterruptedAndItsThreadServesOthers() throws Exception {
    try (Gate gate = new Gate(1, 1)) {
      AtomicBoolean began = new AtomicBoolean();
      CountDownLatch interrupted = new CountDownLatch(1);
      // On a machine that has much to do its time may be over before it begins.
      for (Duration time = Duration.ofMillis(20); !began.get(); time = time.multipliedBy(2)) {
        TimeLimit limit = TimeLimit.of(time);
        assertThatThrownBy(
                () ->
                    gate.run(
                        limit,
                        new Stages(),
                        () -> {
                          began.set(true);
                          try {
                            hold.await();
                          } catch (InterruptedException e) {
                            interrupted.countDown();
                          }
                          return 0;
                        }))
            .isInstanceOf(OutOfTimeException.class);
      }
      interrupted.await();
      assertThat(run(gate, () -> Thread.currentThread().isInterrupted())).isFalse();
    }
  }

  @Test
  void whenItClosesThoseWhoWaitAreToldAndThoseWhoWorkAreInterrupted() throws Exception {
    Gate gate = new Gate(1, 1);
    CountDownLatch began = new CountDownLatch(1);
    Future<Integer> working = occupy(gate, began, 1);
    began.await();
    Future<Integer> waiting = occupy(gate, new CountDownLatch(1), 2);
    await(() -> gate.waiting() == 1);

    gate.close();

    assertThatThrownBy(working::get)
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(InterruptedException.class);
    assertThatThrownBy(waiting::get).hasCauseInstanceOf(BusyException.class);
    assertThatThrownBy(() -> run(gate, () -> 3)).isInstanceOf(BusyException.class);
  }

  @Test
  void theTimeOfWaitingIsMeasured() throws Exception {
    try (Gate gate = new Gate(1, 0)) {
      Stages stages = new Stages();
      gate.run(limit(), stages, () -> stages.time(Stage.DECODE, () -> 1));
      assertThat(stages.nanos(Stage.QUEUE)).isPositive();
      assertThat(stages.nanos(Stage.DECODE)).isPositive();
      assertThat(stages.nanos(Stage.INFER)).isZero();
      assertThat(stages.serverTiming())
          .matches(
              "queue;dur=[0-9.]+, decode;dur=[0-9.]+, prepare;dur=0.000, infer;dur=0.000, answer;dur=0.000");
    }
  }
}
