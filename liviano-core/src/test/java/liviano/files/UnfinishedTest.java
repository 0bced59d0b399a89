package liviano.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class UnfinishedTest {
  private final Unfinished list = new Unfinished();
  private final List<String> gone = new ArrayList<>();

  private Unfinished.Remains remains(String name) {
    return () -> gone.add(name);
  }

  @Test
  void theYoungestIsDiscardedFirst() throws IOException {
    assertThat(list.<String>start(remains("folder"), () -> "made")).isEqualTo("made");
    list.start(remains("file"), () -> "made");
    list.discard();
    assertThat(gone).containsExactly("file", "folder");
  }

  @Test
  void whatIsFinishedOrForgottenStays() throws IOException {
    Unfinished.Remains finished = remains("finished");
    Unfinished.Remains forgotten = remains("forgotten");
    list.start(finished, () -> 1);
    list.start(forgotten, () -> 2);
    list.end(finished, () -> 3);
    list.drop(forgotten);
    list.discard();
    assertThat(gone).isEmpty();
  }

  @Test
  void whatFailedToBeginIsNotListedAndWhatFailedToFinishIs() throws IOException {
    Unfinished.Step<String> failing =
        () -> {
          throw new IOException("no luck");
        };
    assertThatThrownBy(() -> list.start(remains("never begun"), failing)).hasMessage("no luck");
    Unfinished.Remains begun = remains("begun");
    list.start(begun, () -> 1);
    assertThatThrownBy(() -> list.end(begun, failing)).hasMessage("no luck");
    list.discard();
    assertThat(gone).containsExactly("begun");
  }

  @Test
  void afterTheEndNothingIsBegunOrFinished() throws IOException {
    Unfinished.Remains begun = remains("begun");
    AtomicInteger steps = new AtomicInteger();
    list.start(begun, () -> 1);
    list.discard();
    assertThatThrownBy(() -> list.start(remains("late"), steps::incrementAndGet))
        .isInstanceOf(IOException.class);
    assertThatThrownBy(() -> list.end(begun, steps::incrementAndGet))
        .isInstanceOf(IOException.class);
    assertThat(steps).hasValue(0);
  }

  @Test
  void oneThatCannotBeDiscardedDoesNotKeepTheOthers() throws IOException {
    list.start(remains("first"), () -> 1);
    list.start(
        () -> {
          throw new IOException("stuck");
        },
        () -> 2);
    list.discard();
    assertThat(gone).containsExactly("first");
  }

  /** Threads that begin things while the list is discarded: each is discarded or was refused. */
  @Test
  void nothingSlipsThroughWhileItIsDiscarded() throws Exception {
    AtomicInteger there = new AtomicInteger();
    CountDownLatch running = new CountDownLatch(4);
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      threads.add(
          Thread.ofPlatform()
              .start(
                  () -> {
                    running.countDown();
                    while (true) {
                      try {
                        list.start(there::decrementAndGet, there::incrementAndGet);
                      } catch (IOException e) {
                        return;
                      }
                    }
                  }));
    }
    running.await();
    list.discard();
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(there).hasValue(0);
  }
}
