package liviano.server.work;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;

/** A gate all of whose sessions are at work until it is told otherwise. */
public final class HeldGate implements AutoCloseable {
  private final Gate gate;
  private final CountDownLatch held;
  private final CountDownLatch released = new CountDownLatch(1);
  private final List<FutureTask<Void>> holders = new ArrayList<>();

  /** Returns once all sessions of a gate are held. */
  public HeldGate(Gate gate) throws InterruptedException {
    this.gate = gate;
    this.held = new CountDownLatch(gate.sessions());
    for (int i = 0; i < gate.sessions(); i++) {
      FutureTask<Void> holder = new FutureTask<>(this::hold);
      holders.add(holder);
      Thread.startVirtualThread(holder);
    }
    held.await();
  }

  private Void hold() throws InterruptedException {
    return gate.run(
        TimeLimit.of(Duration.ofHours(1)),
        new Stages(),
        () -> {
          held.countDown();
          released.await();
          return null;
        });
  }

  /** Returns once so many wait. */
  public void awaitWaiting(int number) throws InterruptedException {
    while (gate.waiting() != number) {
      Thread.sleep(1);
    }
  }

  /** Lets the sessions go, and returns once they have gone. */
  @Override
  public void close() {
    released.countDown();
    while (!holders.stream().allMatch(FutureTask::isDone)) {
      Thread.yield();
    }
  }
}
