package liviano.server.models;

import java.util.function.Supplier;

/**
 * A value that is made when it is first asked, by one thread. Where making it fails it is tried
 * again when it is asked again. Thread-safe.
 */
final class Once<T> {
  private final Supplier<T> maker;
  private volatile T value;

  Once(Supplier<T> maker) {
    this.maker = maker;
  }

  T get() {
    T made = value;
    return made == null ? make() : made;
  }

  private synchronized T make() {
    if (value == null) {
      value = maker.get();
    }
    return value;
  }

  boolean isThere() {
    return value != null;
  }
}
