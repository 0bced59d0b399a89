package liviano.spark;

import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import scala.Option;

/**
 * The models that a driver used last, so that a pipeline which asks for one again and again reads
 * and broadcasts it once. A file that changed is read anew.
 */
final class DriverModels {
  private static final int MOST = 4;
  private static final Recent<ModelSource, ModelFile> FILES = new Recent<>(MOST);
  private static final Recent<Key, Broadcast<byte[]>> BROADCASTS = new Recent<>(MOST);

  /** A broadcast is of one application. */
  private record Key(String application, String digest) {}

  private DriverModels() {}

  /**
   * Reads a model, and makes sure that it can do a task.
   *
   * @throws IllegalArgumentException if there is none of that name, or it cannot be read
   * @throws liviano.LivianoException if it is not for that task
   */
  static ModelFile require(String name, Task<?> task) {
    return require(read(name), task);
  }

  /**
   * The same of one that was read.
   *
   * @throws liviano.LivianoException if it is not for that task
   */
  static ModelFile require(ModelFile model, Task<?> task) {
    CompiledModels.of(task, model.digest(), model::bytes);
    return model;
  }

  /**
   * Reads a model.
   *
   * @throws IllegalArgumentException if there is none of that name, or it cannot be read
   */
  static ModelFile read(String name) {
    Configuration hadoop = hadoop();
    return FILES.get(ModelSource.find(name, hadoop), source -> source.read(hadoop));
  }

  /** What executors need to answer with that model. */
  static RemoteTask share(Task<?> task, ModelFile model, SparkSession spark) {
    Broadcast<byte[]> shared =
        BROADCASTS.get(
            new Key(spark.sparkContext().applicationId(), model.digest()),
            _ -> new JavaSparkContext(spark.sparkContext()).broadcast(model.bytes()));
    return new RemoteTask(task, model.digest(), shared);
  }

  /** The settings of the session, where there is one: they say how file systems are reached. */
  static Configuration hadoop() {
    Option<SparkSession> session =
        SparkSession.getActiveSession().orElse(SparkSession::getDefaultSession);
    return session.isDefined()
        ? session.get().sparkContext().hadoopConfiguration()
        : new Configuration();
  }
}
