package liviano.server.http;

import java.lang.System.Logger.Level;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Those who wait for clients. It is looked through several times a second: an alarm for each wait
 * would wake a thread for each, and nearly all are over at once. Thread-safe.
 */
final class WaitingRoom implements AutoCloseable {
  private static final System.Logger LOGGER = System.getLogger("liviano.server");
  private static final long EVERY_MILLIS = 100;

  private final Set<Patience> waiting = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("liviano-server-clock").factory());

  WaitingRoom() {
    clock.scheduleWithFixedDelay(this::look, EVERY_MILLIS, EVERY_MILLIS, TimeUnit.MILLISECONDS);
  }

  void enter(Patience patience) {
    waiting.add(patience);
  }

  void leave(Patience patience) {
    waiting.remove(patience);
  }

  private void look() {
    try {
      waiting.forEach(Patience::look);
    } catch (RuntimeException e) {
      LOGGER.log(Level.ERROR, "looking after slow clients failed once", e);
    }
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
