package liviano.spark.train;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import liviano.train.parallel.WorkerCommand;
import liviano.train.parallel.WorkerPlace;
import org.apache.spark.BarrierTaskContext;
import scala.collection.Iterator;
import scala.jdk.javaapi.CollectionConverters;
import scala.runtime.AbstractFunction1;

/**
 * One task of the barrier stage: tells the others where it is, starts its worker and waits for its
 * end.
 */
final class WorkerTask extends AbstractFunction1<Iterator<Integer>, Iterator<WorkerEnd>>
    implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final long LOOK_MILLIS = 100;

  /** How long a worker may keep what it has when the stage is over, beside its time to wait. */
  private static final Duration GRACE = Duration.ofSeconds(30);

  /**
   * Spark sets it to the processors of a task. Workers count their threads themselves, and with
   * another number libtorch adds up in another order: its weights were not the plain launcher's.
   */
  private static final String SPARKS_THREADS = "OMP_NUM_THREADS";

  private final WorkerFiles files;
  private final String[] flags;
  private final String[] words;
  private final String said;
  private final long timeoutMillis;

  /**
   * @param said the file for the lines of the first worker, on a disk that all machines share
   */
  WorkerTask(WorkerFiles files, String[] flags, String[] words, String said, long timeoutMillis) {
    this.files = files;
    this.flags = flags.clone();
    this.words = words.clone();
    this.said = said;
    this.timeoutMillis = timeoutMillis;
  }

  @Override
  public Iterator<WorkerEnd> apply(Iterator<Integer> one) {
    BarrierTaskContext context = BarrierTaskContext.get();
    try {
      return CollectionConverters.asScala(List.of(run(context)).iterator());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private WorkerEnd run(BarrierTaskContext context) throws IOException, InterruptedException {
    int rank = context.partitionId();
    String host = host(context, rank);
    String[] told = context.allGather(host + " " + freePort(host));
    String[] first = told[0].split(" ");
    WorkerPlace place =
        new WorkerPlace(
            rank,
            told.length,
            first[0],
            Integer.parseInt(first[1]),
            Duration.ofMillis(timeoutMillis));
    long here = Stream.of(told).filter(other -> other.startsWith(host + " ")).count();
    ProcessBuilder builder =
        new ProcessBuilder(
            WorkerCommand.line(
                Path.of(System.getProperty("java.home")),
                List.of(flags),
                files.found(),
                List.of(words)));
    builder.environment().putAll(place.environment(rank));
    builder.environment().put(WorkerPlace.LOCAL_WORLD_SIZE, String.valueOf(here));
    builder.environment().remove(SPARKS_THREADS);
    Process process = builder.start(); // whose input stays open: it ends when this JVM does
    try {
      Said lines =
          Said.of(process, place.isFirst() ? Optional.of(Path.of(said)) : Optional.empty());
      awaitEnd(process, context);
      return new WorkerEnd(rank, process.exitValue(), lines.last(), System.currentTimeMillis());
    } finally {
      process.destroyForcibly();
    }
  }

  /** As Spark's other executors reach it. */
  private static String host(BarrierTaskContext context, int rank) {
    return context.getTaskInfos()[rank].address().replaceFirst(":[0-9]+$", "");
  }

  /** One that is free now; should another program take it in this moment, the start fails. */
  private static int freePort(String host) throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(host))) {
      return socket.getLocalPort();
    }
  }

  /** When the stage is over for another's sake, the worker is stopped, and keeps what it has. */
  private void awaitEnd(Process process, BarrierTaskContext context) throws InterruptedException {
    while (!process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
      if (context.isInterrupted()) {
        process.toHandle().destroy(); // a process's own destroy closes what it still says
        process.waitFor(timeoutMillis + GRACE.toMillis(), TimeUnit.MILLISECONDS);
        process.destroyForcibly();
        process.waitFor();
      }
    }
  }
}
