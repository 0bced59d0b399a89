package liviano.spark;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Function;

/**
 * What was made for the keys that were asked for last; each is made once, also where several
 * threads ask at a time. What falls out is made again when it is asked for.
 */
final class Recent<K, V> {
  private static final float LOAD_FACTOR = 0.75f;

  private final Map<K, FutureTask<V>> made;

  /**
   * @param most keys that are kept
   */
  Recent(int most) {
    this.made =
        new LinkedHashMap<>(2 * most, LOAD_FACTOR, true) {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<K, FutureTask<V>> eldest) {
            return size() > most;
          }
        };
  }

  /**
   * What belongs to a key.
   *
   * @throws RuntimeException what the maker throws, which is then asked again the next time
   */
  V get(K key, Function<? super K, ? extends V> maker) {
    FutureTask<V> task;
    synchronized (made) {
      task = made.computeIfAbsent(key, _ -> new FutureTask<V>(() -> maker.apply(key)));
    }
    task.run(); // does nothing where another thread has begun
    try {
      return task.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a model was loaded", e);
    } catch (ExecutionException e) {
      synchronized (made) {
        made.remove(key, task);
      }
      throw unchecked(e.getCause());
    }
  }

  private static RuntimeException unchecked(Throwable cause) {
    return switch (cause) {
      case RuntimeException e -> e;
      case Error e -> throw e;
      default -> new IllegalStateException(cause);
    };
  }
}
