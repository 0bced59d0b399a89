package liviano.train.parallel;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Starts workers on this machine, each in a process of its own, and looks after them: when one ends
 * badly, the others have the time that they wait for each other to end by themselves, and are then
 * ended.
 */
public final class LocalWorkers {
  private static final int KEPT_LINES = 20;
  private static final Duration GRACE = Duration.ofSeconds(5);

  /** What Gloo prints on the standard output of each worker. */
  private static final String CHATTER = "[Gloo]";

  /**
   * How it ended.
   *
   * @param status 0 if all workers ended well, else that of the first that did not; above 128 it is
   *     128 and the signal that killed it
   * @param worker number of the first that did not end well; -1 if all did
   * @param said the last lines that this one wrote to its standard error
   */
  public record Outcome(int status, int worker, List<String> said) {
    public Outcome {
      said = List.copyOf(said);
    }

    /** In one line. */
    public String text() {
      if (worker < 0) {
        return "all workers ended";
      }
      String how =
          status > 128
              ? String.format(Locale.ROOT, "was killed by signal %d", status - 128)
              : String.format(Locale.ROOT, "ended with status %d", status);
      return said.isEmpty()
          ? String.format(Locale.ROOT, "worker %d %s", worker, how)
          : String.format(Locale.ROOT, "worker %d %s: %s", worker, how, said.getLast());
    }
  }

  private final List<Worker> workers = new ArrayList<>();
  private final Duration timeout;

  private LocalWorkers(Duration timeout) {
    this.timeout = timeout;
  }

  /**
   * Starts them.
   *
   * @param count of workers
   * @param command that each is started by: a program and its words
   * @param timeout how long they wait for each other
   * @param out takes what the first worker prints, line by line
   * @param err takes what the first worker writes to its standard error
   */
  public static LocalWorkers start(
      int count, List<String> command, Duration timeout, Consumer<String> out, Consumer<String> err)
      throws IOException {
    WorkerPlace first =
        new WorkerPlace(
            0, count, InetAddress.getLoopbackAddress().getHostAddress(), freePort(), timeout);
    LocalWorkers all = new LocalWorkers(timeout);
    try {
      for (int rank = 0; rank < count; rank++) {
        boolean isFirst = rank == 0;
        all.workers.add(
            new Worker(
                started(command, first.environment(rank)),
                isFirst ? out : LocalWorkers::drop,
                isFirst ? err : LocalWorkers::drop));
      }
    } catch (IOException e) {
      all.end();
      throw e;
    }
    return all;
  }

  private static void drop(String line) {}

  private static Process started(List<String> command, Map<String, String> place)
      throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(place);
    builder.environment().put(WorkerPlace.LOCAL_WORLD_SIZE, place.get(WorkerPlace.WORLD_SIZE));
    builder.redirectInput(ProcessBuilder.Redirect.from(nowhere()));
    return builder.start();
  }

  private static File nowhere() {
    return new File(System.getProperty("os.name").startsWith("Windows") ? "NUL" : "/dev/null");
  }

  /** One that is free now; should another program take it in this moment, the start fails. */
  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /**
   * Waits until all have ended, and ends those that do not after another has failed.
   *
   * @throws InterruptedException if this thread is interrupted; all workers are ended first
   */
  public Outcome await() throws InterruptedException {
    try {
      Outcome outcome = firstBad();
      awaitOthers(outcome.worker() < 0 ? Duration.ZERO : timeout.plus(GRACE));
      return outcome.worker() < 0 ? outcome : said(outcome);
    } finally {
      end();
    }
  }

  /** The first in time that ends badly, once one does; none once all have ended well. */
  private Outcome firstBad() throws InterruptedException {
    while (true) {
      boolean all = true;
      for (int rank = 0; rank < workers.size(); rank++) {
        Process process = workers.get(rank).process;
        if (process.isAlive()) {
          all = false;
        } else if (process.exitValue() != 0) {
          return new Outcome(process.exitValue(), rank, List.of());
        }
      }
      if (all) {
        return new Outcome(0, -1, List.of());
      }
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }

  private void awaitOthers(Duration atMost) throws InterruptedException {
    long end = System.nanoTime() + atMost.toNanos();
    for (Worker worker : workers) {
      worker.process.waitFor(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
    }
  }

  private Outcome said(Outcome outcome) throws InterruptedException {
    Worker worker = workers.get(outcome.worker());
    worker.errors.join(GRACE);
    synchronized (worker.last) {
      return new Outcome(outcome.status(), outcome.worker(), List.copyOf(worker.last));
    }
  }

  /**
   * Asks all to end, and waits for that and for what they say at last; those that do not end are
   * ended by {@link #await}.
   */
  public void stop(Duration atMost) {
    for (Worker worker : workers) {
      worker.process.toHandle().destroy(); // a process's own destroy closes what it still says
    }
    try {
      awaitOthers(atMost);
      for (Worker worker : workers) { // their last words
        worker.lines.join(GRACE);
        worker.errors.join(GRACE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void end() {
    for (Worker worker : workers) {
      worker.process.destroyForcibly();
    }
  }

  /** A worker's process, and what it says. */
  private static final class Worker {
    private final Process process;
    private final Thread lines;
    private final Thread errors;
    private final Deque<String> last = new ArrayDeque<>();

    Worker(Process process, Consumer<String> out, Consumer<String> err) {
      this.process = process;
      this.lines = pump(process.inputReader(StandardCharsets.UTF_8), out);
      this.errors =
          pump(
              process.errorReader(StandardCharsets.UTF_8),
              line -> {
                keep(line);
                err.accept(line);
              });
    }

    private void keep(String line) {
      synchronized (last) {
        last.addLast(line);
        if (last.size() > KEPT_LINES) {
          last.removeFirst();
        }
      }
    }

    private static Thread pump(BufferedReader from, Consumer<String> to) {
      return Thread.ofPlatform()
          .daemon()
          .start(
              () -> {
                try (from) {
                  for (String line = from.readLine(); line != null; line = from.readLine()) {
                    if (!line.startsWith(CHATTER)) {
                      to.accept(line);
                    }
                  }
                } catch (IOException | UncheckedIOException _) {
                  // The worker is gone.
                }
              });
    }
  }
}
