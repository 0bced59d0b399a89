package liviano.train.data;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToLongFunction;

/**
 * What was decoded, by its index, as much of it as memory is given. What came first stays: an epoch
 * comes by everything once, so that what was used last is what is needed last.
 *
 * <p>Safe for any number of threads.
 */
final class BoundedCache<T> {
  private final long mostBytes;
  private final ToLongFunction<T> bytes;
  private final AtomicLong used = new AtomicLong();
  private final ConcurrentMap<Integer, T> kept = new ConcurrentHashMap<>();

  /** How a value is made. */
  interface Maker<T> {
    T make() throws IOException;
  }

  /**
   * @param mostBytes of all that is kept; 0 keeps nothing
   * @param bytes of a value
   */
  BoundedCache(long mostBytes, ToLongFunction<T> bytes) {
    this.mostBytes = mostBytes;
    this.bytes = bytes;
  }

  /** The value of an index, made where it is not kept. */
  T get(int index, Maker<T> maker) throws IOException {
    Optional<T> known = find(index);
    if (known.isPresent()) {
      return known.get();
    }
    T made = maker.make();
    add(index, made);
    return made;
  }

  /** The value of an index, if it is kept. */
  Optional<T> find(int index) {
    return Optional.ofNullable(kept.get(index));
  }

  /** Keeps a value, if there is room for it. */
  void add(int index, T value) {
    long size = bytes.applyAsLong(value);
    if (used.addAndGet(size) > mostBytes || kept.putIfAbsent(index, value) != null) {
      used.addAndGet(-size);
    }
  }

  /** How many values are kept. */
  int size() {
    return kept.size();
  }
}
