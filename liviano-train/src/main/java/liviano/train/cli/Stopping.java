package liviano.train.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import liviano.cli.output.Console;

/**
 * Lets a training that is interrupted (Ctrl-C, SIGTERM) finish its step and keep its state, before
 * the process ends. Until then the console's own end is put off: after it no file can be finished.
 */
final class Stopping implements BooleanSupplier, AutoCloseable {
  /** The longest that keeping all may take. */
  static final Duration PATIENCE = Duration.ofMinutes(2);

  /** The exit status of what an interrupt ended. */
  private static final int INTERRUPTED = 130;

  private final Console console;
  private final Duration patience;
  private final CountDownLatch finished = new CountDownLatch(1);
  private final Thread hook = new Thread(this::hold, "liviano-stop");
  private volatile boolean asked;

  private Stopping(Console console, Duration patience) {
    this.console = console;
    this.patience = patience;
    console.leaveEndTo(hook);
  }

  /** For what has something to keep. */
  static Stopping afterTheStep(Console console) {
    return new Stopping(console, PATIENCE);
  }

  /**
   * For what has not: the process ends at once. A JVM that ends as usual while a thread is inside
   * libtorch takes the library down under it, and crashes.
   */
  static Stopping atOnce(Console console) {
    return new Stopping(console, Duration.ZERO);
  }

  @Override
  public boolean getAsBoolean() {
    return asked;
  }

  private void hold() {
    asked = true;
    try {
      boolean kept = finished.await(patience.toSeconds(), TimeUnit.SECONDS);
      console.end();
      if (!kept) {
        Runtime.getRuntime().halt(INTERRUPTED);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** All is kept. */
  @Override
  public void close() {
    finished.countDown();
    if (!asked) {
      try {
        console.takeEndFrom(hook);
      } catch (IllegalStateException _) {
        // The process has begun to end just now; the hook ends the console.
      }
    }
  }
}
