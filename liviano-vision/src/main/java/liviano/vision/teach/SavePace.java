package liviano.vision.teach;

import java.util.function.LongSupplier;

/**
 * When work in progress is worth saving: after {@value #PICTURES} pictures or ten seconds,
 * whichever comes first, but never so often that saving takes a tenth of the time. Not thread-safe.
 */
final class SavePace {
  private static final int PICTURES = 200;
  private static final long NANOS = 10_000_000_000L;

  /** So many times as long as the last time of saving took nothing is saved again. */
  private static final int REST = 10;

  private final LongSupplier nanoTime;
  private int unsaved;
  private long since;
  private long took;

  SavePace(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.since = nanoTime.getAsLong();
  }

  /** One more picture is unsaved: whether it is time to save. */
  boolean isDue() {
    unsaved++;
    long passed = nanoTime.getAsLong() - since;
    return (unsaved >= PICTURES || passed >= NANOS) && passed >= REST * took;
  }

  /**
   * Everything is saved, or could not be.
   *
   * @param began the time then, in nanoseconds
   */
  void saved(long began) {
    since = nanoTime.getAsLong();
    took = since - began;
    unsaved = 0;
  }
}
