package liviano.cli.input;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import liviano.cli.CommandContext;
import liviano.cli.CommandException;
import liviano.cli.ExitStatus;
import liviano.cli.output.Progress;

/**
 * The same work on many inputs. Several are worked on at once, the results come in the order of the
 * inputs, and one that fails is reported while the others go on.
 */
public final class Batch {
  /** Heap for one picture in work: the decoder's copy and ours, at the usual cap on pixels. */
  private static final long BYTES_PER_WORKER = 768L << 20;

  private final CommandContext context;
  private final int workers;

  /**
   * A batch for this process.
   *
   * @param context where failures are reported
   */
  public Batch(CommandContext context) {
    this(context, defaultWorkers(Runtime.getRuntime()));
  }

  Batch(CommandContext context, int workers) {
    this.context = context;
    this.workers = workers;
  }

  /** What is done with one input; called from several threads. */
  public interface Work<R> {
    /**
     * The result for one input.
     *
     * @throws IOException if the input cannot be read or is broken: reported in one line
     */
    R on(Input input) throws IOException;
  }

  /** Takes the results in the order of the inputs, in the caller's thread. */
  public interface Results<R> {
    /** Takes one. */
    void take(Input input, R result);
  }

  /**
   * Does the work on all inputs.
   *
   * @return {@link ExitStatus#DONE}, or {@link ExitStatus#FAILED} if any input failed
   */
  public <R> int run(List<Input> inputs, Work<R> work, Results<R> results) {
    if (workers == 1 || inputs.size() == 1) {
      return inOrder(inputs, input -> done(() -> apply(work, input)), 1, results);
    }
    int threads = Math.min(workers, inputs.size());
    ExecutorService pool =
        Executors.newFixedThreadPool(threads, Thread.ofPlatform().daemon().factory());
    try {
      return inOrder(inputs, input -> pool.submit(() -> apply(work, input)), 2 * threads, results);
    } finally {
      pool.shutdownNow();
    }
  }

  private interface Start<R> {
    Future<R> start(Input input);
  }

  private record Started<R>(Input input, Future<R> result) {}

  /** Keeps a window of inputs started: enough to feed the workers, few enough to bound memory. */
  private <R> int inOrder(List<Input> inputs, Start<R> start, int window, Results<R> results) {
    Queue<Started<R>> running = new ArrayDeque<>();
    Iterator<Input> waiting = inputs.iterator();
    int status = ExitStatus.DONE;
    try (Progress progress = new Progress(context.console(), inputs.size())) {
      while (waiting.hasNext() || !running.isEmpty()) {
        while (waiting.hasNext() && running.size() < window) {
          Input input = waiting.next();
          running.add(new Started<>(input, start.start(input)));
        }
        Started<R> next = running.remove();
        status = Math.max(status, finish(next, results));
        progress.advance(next.input().name());
      }
    }
    return status;
  }

  private <R> int finish(Started<R> started, Results<R> results) {
    R result;
    try {
      result = started.result().get();
    } catch (ExecutionException e) {
      context.report(started.input().name(), e.getCause());
      return ExitStatus.FAILED;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandException("interrupted", e);
    }
    results.take(started.input(), result);
    return ExitStatus.DONE;
  }

  private static <R> R apply(Work<R> work, Input input) throws IOException {
    if (input instanceof Input.Unreadable unreadable) {
      throw new IOException(unreadable.reason());
    }
    return work.on(input);
  }

  private static <R> Future<R> done(Callable<R> work) {
    FutureTask<R> task = new FutureTask<>(work);
    task.run();
    return task;
  }

  private static int defaultWorkers(Runtime runtime) {
    long fitting = Math.max(1, runtime.maxMemory() / BYTES_PER_WORKER);
    return (int) Math.min(runtime.availableProcessors(), fitting);
  }
}
