package liviano.files;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A process that does not outlive this one: it and all that it has started end when it is closed,
 * or with {@link Unfinished#discardAll}.
 */
public final class TiedProcess implements AutoCloseable {
  private static final int LAST_SECONDS = 5;

  private final Process process;
  private final Unfinished.Remains remains;

  private TiedProcess(Process process, Unfinished.Remains remains) {
    this.process = process;
    this.remains = remains;
  }

  /**
   * Starts it.
   *
   * @throws IOException if that fails, or this process is ending
   */
  public static TiedProcess start(ProcessBuilder command) throws IOException {
    AtomicReference<Process> started = new AtomicReference<>();
    Unfinished.Remains remains = () -> stop(started.get());
    return Unfinished.begin(
        remains,
        () -> {
          started.set(command.start());
          return new TiedProcess(started.get(), remains);
        });
  }

  public Process process() {
    return process;
  }

  @Override
  public void close() {
    stop(process);
    Unfinished.forget(remains);
  }

  /** Waits for the end too: until then it may write, and what it has open cannot be deleted. */
  private static void stop(Process process) {
    List<ProcessHandle> all = withDescendants(process.toHandle());
    all.forEach(ProcessHandle::destroyForcibly);
    for (ProcessHandle each : all) {
      try {
        each.onExit().get(LAST_SECONDS, TimeUnit.SECONDS);
      } catch (ExecutionException | TimeoutException e) {
        // It was killed; a system that takes longer must not keep us.
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  /**
   * Each before those that it has started: who sees his own child end would go on, start the next
   * one, or say that all went well.
   */
  private static List<ProcessHandle> withDescendants(ProcessHandle first) {
    List<ProcessHandle> all = new ArrayList<>(List.of(first));
    for (int i = 0; i < all.size(); i++) {
      all.get(i).children().forEach(all::add);
    }
    return all;
  }
}
