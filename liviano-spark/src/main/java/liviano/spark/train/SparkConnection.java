package liviano.spark.train;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import liviano.cli.CommandException;
import liviano.spark.cli.Session;
import liviano.train.parallel.LocalWorkers;
import liviano.train.parallel.WorkerCluster;
import liviano.train.parallel.WorkerCommand;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.rdd.RDD;
import scala.reflect.ClassTag;

/**
 * Workers as one barrier stage: all of its tasks run at the same time, or none. When one is lost,
 * Spark ends the others and does not try again, since it cannot know where to go on; training does.
 *
 * @param isHere whether executors are this process
 * @param group what Spark cancels this connection's jobs by
 */
record SparkConnection(Session session, boolean isHere, String master, String group)
    implements WorkerCluster.Connection {
  /** The error of a barrier stage that needs more processors than there are. */
  private static final String NO_ROOM = "SPARK-24819";

  SparkConnection(Session session, boolean isHere, String master) {
    this(session, isHere, master, "liviano-" + UUID.randomUUID());
  }

  @Override
  public Optional<String> run(WorkerCommand command, int workers, Path said, Duration timeout)
      throws InterruptedException {
    SparkContext spark = session.spark().sparkContext();
    WorkerFiles files =
        isHere
            ? WorkerFiles.here(command.classPath())
            : WorkerArchives.share(command.classPath(), spark);
    WorkerTask task =
        new WorkerTask(
            files,
            command.flags().toArray(String[]::new),
            command.words().toArray(String[]::new),
            said.toString(),
            timeout.toMillis());
    JavaSparkContext java = new JavaSparkContext(spark);
    spark.setJobGroup(group, "training", false);
    RDD<Integer> places =
        java.parallelize(IntStream.range(0, workers).boxed().toList(), workers).rdd();
    try {
      RDD<WorkerEnd> ends =
          places.barrier().mapPartitions(task, false, ClassTag.apply(WorkerEnd.class));
      return failure(JavaRDD.fromRDD(ends, ClassTag.apply(WorkerEnd.class)).collect());
    } catch (Exception e) { // Scala does not declare what it throws
      if (e instanceof InterruptedException interrupted) {
        throw interrupted;
      }
      if (String.valueOf(e.getMessage()).contains(NO_ROOM)) {
        throw new CommandException(
            String.format(
                Locale.ROOT,
                "--master %s has no room for %d workers at the same time: each takes a processor",
                master,
                workers),
            e);
      }
      return Optional.of(StageFailure.words(e));
    } finally {
      spark.clearJobGroup();
    }
  }

  /** The first in time that ended badly is the reason for the others'. */
  private static Optional<String> failure(List<WorkerEnd> ends) {
    return ends.stream()
        .filter(end -> end.status() != 0)
        .min(Comparator.comparingLong(WorkerEnd::millis))
        .map(end -> new LocalWorkers.Outcome(end.status(), end.rank(), end.said()).text());
  }

  @Override
  public void stop() {
    session.spark().sparkContext().cancelJobGroup(group);
  }

  @Override
  public void close() {
    session.close();
  }
}
