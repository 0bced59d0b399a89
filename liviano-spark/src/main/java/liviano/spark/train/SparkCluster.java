package liviano.spark.train;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import liviano.LivianoException;
import liviano.spark.cli.Session;
import liviano.train.parallel.WorkerCluster;
import liviano.train.parallel.WorkerPlace;

/**
 * Apache Spark. A worker is a process beside an executor, started by a task that waits for it and
 * ends with it, so that libtorch comes into no JVM of Spark's.
 */
public final class SparkCluster implements WorkerCluster {
  /** How often Spark looks, a second apart, whether there are executors for all workers. */
  private static final String LOOKS = "120";

  /** For the service loader. */
  public SparkCluster() {}

  @Override
  public String name() {
    return "spark";
  }

  @Override
  public boolean isHere(String master) {
    return Session.isLocal(master);
  }

  @Override
  public Connection connect(String master, boolean debug) {
    Session.quieten(debug);
    Map<String, Object> settings =
        Map.of(
            "spark.scheduler.barrier.maxConcurrentTasksCheck.interval",
            "1s",
            "spark.scheduler.barrier.maxConcurrentTasksCheck.maxFailures",
            isHere(master) ? "1" : LOOKS);
    // What tasks are made of; the workers' own archives are no classes of an executor.
    List<Path> jars =
        Stream.of(SparkCluster.class, WorkerPlace.class, LivianoException.class)
            .map(SparkCluster::archive)
            .toList();
    return new SparkConnection(Session.start(master, settings, jars), isHere(master), master);
  }

  private static Path archive(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException("class paths are of files", e);
    }
  }
}
